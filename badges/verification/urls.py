from django.urls import path

from badges.verification import api, views

urlpatterns = [
    path("verifier/", views.verifier, name="verify"),
    path("verifier/<uuid:uuid>/", views.verify_badge, name="verify-badge"),
    path("v/<str:code>/", views.verify_code, name="verify-code"),
    path("api/v1/verify", api.verify, name="api-verify"),
]
