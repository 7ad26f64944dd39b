from django.urls import path

from catalogue.paths import views

urlpatterns = [
    path("parcours/<slug:slug>/", views.path, name="path"),
    path("parcours/<slug:slug>/v<int:number>/", views.path_version, name="path-version"),
]
