from django.urls import path

from catalogue.venues import staff_views, views

urlpatterns = [
    path("lieux/", views.venues, name="venues"),
    path("lieux/lieux-mediation-numerique.csv", views.venues_csv, name="venues-csv"),
    path("lieux/importer/", staff_views.import_file, name="venue-import"),
    path("lieux/importer/<str:token>/", staff_views.import_preview, name="venue-import-preview"),
    path("lieux/propositions/", staff_views.proposals, name="venue-proposals"),
    path("lieux/<slug:slug>/", views.venue, name="venue"),
    path("lieux/<slug:word>/<slug:code>/", views.venues_in, name="venues-in"),
]
