"""Addresses of the day itself. Under `/animer/`, those of whoever welcomes; under `/presence/`, those of whoever comes."""

from django.urls import path

from catalogue.attending import arriving, codes, offline, views

urlpatterns = [
    path("animer/<int:pk>/accueil/", views.welcome, name="welcome"),
    path("animer/<int:pk>/accueil/liste/", views.welcome_list, name="welcome-list"),
    path("animer/<int:pk>/accueil/sans-inscription/", views.add_walk_in, name="welcome-walk-in"),
    path("animer/<int:pk>/accueil/marques/", offline.marks, name="welcome-marks"),
    path("animer/<int:pk>/accueil/hors-ligne.js", offline.worker, name="welcome-worker"),
    path("animer/<int:pk>/accueil/code/", codes.code, name="welcome-code"),
    path("animer/<int:pk>/accueil/scanner/", codes.scanner, name="welcome-scanner"),
    path("animer/<int:pk>/feuille.pdf", views.sign_in_sheet, name="sign-in-sheet"),
    path("presence/", arriving.presence, name="presence"),
    path("presence/personne/<str:key>/", arriving.presence_person, name="presence-person"),
    path("presence/<str:code>/", arriving.presence_code, name="presence-code"),
    path("presence/<str:code>/noms/", arriving.presence_names, name="presence-names"),
    path("presence/<str:code>/sans-inscription/", arriving.presence_walk_in, name="presence-walk-in"),
]
