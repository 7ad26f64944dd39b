"""The addresses of badges. Fixed ones come before those that hold the slug of a badge."""

from django.urls import include, path

urlpatterns = [
    path("", include("badges.awarding.urls")),
    path("", include("badges.achievements.urls")),
    path("", include("badges.backpack.urls")),
    path("", include("badges.endorsing.urls")),
    path("", include("badges.hosting.urls")),
    path("", include("badges.issuing.urls")),
    path("", include("badges.verification.urls")),
    path("", include("badges.browsing.urls")),
]
