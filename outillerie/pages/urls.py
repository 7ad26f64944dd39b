from django.conf import settings
from django.urls import path

from outillerie.pages import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("affichage/", views.display, name="display"),
    path("plan-du-site/", views.site_map, name="site-map"),
    path("couvertures/<slug:key>.svg", views.cover, name="cover"),
    path("contours/<slug:key>.svg", views.outline, name="badge-outline"),
    path("couleurs/<slug:accent>.css", views.accent_stylesheet, name="accent"),
    path("media/<path:name>", views.media, name="media"),
]
if settings.DEBUG or settings.DEMO or settings.TESTING:
    urlpatterns.append(path("composants/", views.components, name="components"))
