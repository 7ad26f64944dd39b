from django.urls import path

from catalogue.agenda import embedding, programme_views, views

urlpatterns = [
    path("agenda/", views.agenda, name="agenda"),
    path("agenda/mois/<int:year>-<int:month>/", views.month, name="agenda-month"),
    path("agenda/semaine/<str:day>/", views.week, name="agenda-week"),
    path("agenda/integrer/", embedding.embed_agenda, name="embed-agenda"),
    path("agenda/cadre/", embedding.frame, name="agenda-frame"),
    path("agenda/programme/", programme_views.season_programme, name="season-programme"),
    path("agenda/programme/programme.pdf", programme_views.programme_pdf, name="season-programme-pdf"),
    path("seances/<slug:slug>/", views.session, name="session"),
]
