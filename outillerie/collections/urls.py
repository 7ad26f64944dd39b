from django.urls import path

from outillerie.collections import views

ONE = "<slug:slug>/"
ROW = f"{ONE}kits/<int:row>/"

urlpatterns = [
    path("", views.collections, name="collections"),
    path("nouvelle/", views.new_collection, name="new-collection"),
    path("ajouter/<slug:kit_slug>/", views.collect_kit, name="collect-kit"),
    path(ONE, views.collection, name="collection"),
    path(f"{ONE}modifier/", views.change_collection, name="change-collection"),
    path(f"{ONE}supprimer/", views.delete_collection, name="delete-collection"),
    path(f"{ROW}deplacer/", views.move_kit, name="move-collected-kit"),
    path(f"{ROW}enlever/", views.remove_kit, name="remove-collected-kit"),
    path(f"{ROW}raison/", views.say_why, name="say-why-collected"),
    path(f"{ONE}responsables/", views.invite_curator, name="invite-curator"),
    path(f"{ONE}responsables/<int:person>/enlever/", views.remove_curator, name="remove-curator"),
    path(f"{ONE}rejoindre/", views.join_collection, name="join-collection"),
    path(f"{ONE}quitter/", views.leave_collection, name="leave-collection"),
    path(f"{ONE}<slug:form>.pdf", views.booklet, name="collection-booklet"),
]
