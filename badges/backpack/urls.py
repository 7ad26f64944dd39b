from django.urls import path

from badges.backpack import api, badge_views, collection_views, import_views, views

urlpatterns = [
    path("mes-badges/", views.my_badges, name="my-badges"),
    path("mes-badges/ajouter/", import_views.add_badge, name="add-badge"),
    path("mes-badges/ailleurs/<uuid:uuid>/", import_views.foreign_badge, name="my-foreign-badge"),
    path("mes-badges/ailleurs/<uuid:uuid>/fichier", import_views.foreign_file, name="my-foreign-badge-file"),
    path("mes-badges/collections/", collection_views.new_collection, name="new-badge-collection"),
    path("mes-badges/collections/<int:pk>/", collection_views.collection, name="badge-collection"),
    path("mes-badges/portefeuille/<str:token>/", api.wallet_exchange, name="badge-wallet-exchange"),
    path("mes-badges/tout.zip", badge_views.all_badges, name="all-my-badges"),
    path("mes-badges/<uuid:uuid>/", badge_views.my_badge, name="my-badge"),
    path("mes-badges/<uuid:uuid>/<slug:form>.pdf", badge_views.certificate, name="badge-certificate"),
    path("mes-badges/<uuid:uuid>/<str:name>", badge_views.badge_file, name="my-badge-file"),
    path("badge/<uuid:uuid>/partage.png", badge_views.given_picture, name="given-badge-picture"),
    path("sac/<slug:key>/", views.shared_badges, name="shared-badges"),
]
