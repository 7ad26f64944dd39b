from django.urls import path

from badges.browsing import views

urlpatterns = [
    path("badges/", views.badges, name="badges"),
    path("badges/chiffres/", views.figures, name="badge-figures"),
    path("badges/dessins/<slug:key>.svg", views.drawing, name="badge-drawing"),
    path("badges/emetteurs/<slug:slug>/", views.issuer, name="issuer"),
    path("badge/<uuid:uuid>/", views.given, name="given-badge"),
    path("badges/<slug:slug>/", views.achievement, name="achievement"),
    path("badges/<slug:slug>/v<int:number>/", views.achievement_version, name="achievement-version"),
]
