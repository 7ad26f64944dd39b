from django.urls import path

from catalogue.paths import views, writing

urlpatterns = [
    path("monter/completude/", writing.completeness, name="completeness"),
    path("monter/parcours/<int:path_id>/fiche/", writing.facts, name="path-facts"),
    path("monter/parcours/<int:path_id>/sessions/", writing.runs, name="path-runs"),
    path("monter/parcours/<int:path_id>/sessions/<int:run_id>/", writing.run, name="path-run"),
    path("parcours/<slug:slug>/", views.path, name="path"),
    path("parcours/<slug:slug>/v<int:number>/", views.path_version, name="path-version"),
    path("parcours/<slug:slug>/versions/", views.versions, name="path-versions"),
    path("parcours/<slug:slug>/versions/<int:old>...<int:new>/", views.difference, name="path-difference"),
    path("parcours/<slug:slug>/modules/<uuid:key>/", views.module, name="path-module"),
    path("parcours/<slug:slug>/v<int:number>/modules/<uuid:key>/", views.version_module, name="path-version-module"),
]
