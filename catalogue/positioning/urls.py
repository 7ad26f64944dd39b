from django.urls import path

from catalogue.positioning import views

urlpatterns = [
    path("me-situer/", views.positionings, name="positionings"),
    path("me-situer/commencer/", views.begin, name="begin-positioning"),
    path("me-situer/comparer/", views.compare, name="compare-positionings"),
    path("me-situer/ecart/", views.gap, name="gap"),
    path("me-situer/equipe/<slug:slug>/", views.team_gap, name="team-gap"),
    path("me-situer/<int:pk>/", views.positioning, name="positioning"),
    path("me-situer/<int:pk>/questions/<int:number>/", views.questions, name="positioning-questions"),
    path("me-situer/<int:pk>/terminer/", views.finish, name="finish-positioning"),
    path("me-situer/<int:pk>/supprimer/", views.delete, name="delete-positioning"),
]
