from django.urls import path, re_path

from outillerie.arrivals import views

urlpatterns = [
    path("depuis-un-fichier/", views.from_document, name="writing-from-file"),
    path("<int:kit_id>/lecture/", views.reading, name="reading-of-document"),
    re_path(r"^(?P<kit_id>\d+)/fichiers/ajouter/(?P<what>fichier|image)/$", views.upload, name="upload"),
    re_path(
        r"^(?P<kit_id>\d+)/brouillon/(?P<kind>fichiers|images)/(?P<name>[^/]+)$", views.draft_part, name="draft-part"
    ),
]
