from django.contrib.sitemaps.views import sitemap
from django.urls import path

from outillerie.discovery import views
from outillerie.discovery.feeds import NewestKits
from outillerie.discovery.sitemaps import SITEMAPS

urlpatterns = [
    path("kits/", views.kits, name="kits"),
    path("themes/", views.themes, name="themes"),
    path("themes/<slug:code>/", views.theme, name="theme"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:slug>/", views.organisation, name="organisation"),
    path("flux/kits.atom", NewestKits(), name="kits-atom"),
    path("partage/<slug:slug>-v<int:number>.png", views.share, name="share-image"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
]
