from django.urls import path

from badges.endorsing import views

urlpatterns = [
    path("decerner/recommandations/", views.endorsements, name="endorsements"),
    path("decerner/recommandations/nouvelle/", views.new_endorsement, name="new-endorsement"),
    path("decerner/recommandations/<uuid:uuid>/retirer/", views.withdraw, name="withdraw-endorsement"),
]
