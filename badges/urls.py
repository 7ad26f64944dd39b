"""The addresses of badges. Fixed ones come before those that hold the slug of a badge."""

urlpatterns = []
