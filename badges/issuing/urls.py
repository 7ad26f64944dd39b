from django.urls import path

from badges.issuing import views

urlpatterns = [
    path("decerner/emetteurs/", views.issuers, name="manage-issuers"),
    path("decerner/emetteurs/nouveau/", views.write, name="new-issuer"),
    path("decerner/emetteurs/<slug:slug>/", views.issuer, name="manage-issuer"),
    path("decerner/emetteurs/<slug:slug>/modifier/", views.write, name="change-issuer"),
    path("decerner/emetteurs/<slug:slug>/cles/", views.ask, name="ask-about-keys"),
    path("decerner/emetteurs/<slug:slug>/cles/creer/", views.create, name="create-keys"),
    path("decerner/emetteurs/<slug:slug>/cles/<int:pk>/", views.decide, name="decide-about-keys"),
]
