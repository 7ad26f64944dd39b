from django.urls import path

from catalogue.building import module_views, views

urlpatterns = [
    path("monter/", views.building, name="building"),
    path("monter/parcours/<int:path_id>/", views.builder, name="builder"),
    path("monter/parcours/<int:path_id>/apercu/", views.preview, name="path-preview"),
    path("monter/parcours/<int:path_id>/dupliquer/", views.duplicate, name="duplicate-path"),
    path("monter/modules/<int:module_id>/", module_views.module, name="module"),
    path("monter/modules/<int:module_id>/copier/", module_views.copy, name="copy-module"),
]
