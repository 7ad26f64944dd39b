from django.urls import path

from badges.achievements import views

urlpatterns = [
    path("decerner/badges/", views.achievements, name="manage-achievements"),
    path("decerner/badges/nouveau/", views.new, name="new-achievement"),
    path("decerner/badges/<slug:slug>/", views.achievement, name="manage-achievement"),
    path("decerner/badges/<slug:slug>/publier/", views.publish, name="publish-achievement"),
    path("decerner/badges/<slug:slug>/archiver/", views.archive, name="archive-achievement"),
    path("decerner/badges/<slug:slug>/traductions/", views.translation, name="translate-achievement"),
    path("decerner/badges/<slug:slug>/traductions/<slug:language>/", views.translation, name="achievement-translation"),
]
