from django.urls import path

from catalogue.browsing import views

urlpatterns = [path("parcours/", views.paths, name="paths")]
