from django.urls import path

from catalogue.browsing import edition_views, views

EDITION = "parcours/catalogues/<slug:slug>/"
ROW = f"{EDITION}parcours/<int:row>/"

urlpatterns = [
    path("parcours/", views.paths, name="paths"),
    path("parcours/comparer/", views.compare_paths, name="compare-paths"),
    path("parcours/catalogue/", edition_views.printed_catalogue, name="printed-catalogue"),
    path("parcours/catalogue/catalogue.pdf", edition_views.catalogue_pdf, name="catalogue-pdf"),
    path("parcours/catalogues/nouveau/", edition_views.new_edition, name="new-catalogue-edition"),
    path(EDITION, edition_views.edition, name="catalogue-edition"),
    path(f"{EDITION}catalogue.pdf", edition_views.edition_pdf, name="catalogue-edition-pdf"),
    path(f"{EDITION}modifier/", edition_views.change_edition, name="change-catalogue-edition"),
    path(f"{EDITION}supprimer/", edition_views.delete_edition, name="delete-catalogue-edition"),
    path(f"{EDITION}ajouter/", edition_views.add_path, name="add-to-catalogue-edition"),
    path(f"{ROW}deplacer/", edition_views.move_path, name="move-in-catalogue-edition"),
    path(f"{ROW}enlever/", edition_views.remove_path, name="remove-from-catalogue-edition"),
]
