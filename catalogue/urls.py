"""The addresses of the catalogue. Fixed ones come before those that hold the slug of a path."""

from django.urls import include, path

urlpatterns = [
    path("", include("catalogue.frameworks.urls")),
    path("", include("catalogue.certifications.urls")),
    path("", include("catalogue.building.urls")),
    path("", include("catalogue.browsing.urls")),
    path("", include("catalogue.exchange.urls")),
    path("", include("catalogue.positioning.urls")),
    path("", include("catalogue.learning.urls")),
    path("", include("catalogue.venues.urls")),
    path("", include("catalogue.organising.urls")),
    path("", include("catalogue.registering.urls")),
    path("", include("catalogue.calendars.urls")),
    path("", include("catalogue.attending.urls")),
    path("", include("catalogue.outcomes.urls")),
    path("", include("catalogue.agenda.urls")),
    path("", include("catalogue.paths.urls")),
]
