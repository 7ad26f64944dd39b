from django.urls import path

from outillerie.remix import views

urlpatterns = [
    path("kits/<slug:slug>/adapter/", views.adapt_kit, name="adapt-kit"),
    path("contribuer/<int:kit_id>/ajouter/", views.add_from_kit, name="add-from-kit"),
    path("contribuer/<int:kit_id>/original/", views.adaptation, name="adaptation"),
    path("contribuer/<int:kit_id>/original/lien/", views.set_intent, name="adaptation-intent"),
    path("contribuer/<int:kit_id>/offrir/", views.offer, name="offer-changes"),
    path("contribuer/<int:kit_id>/offrir/<int:proposal_id>/reprendre/", views.withdraw_offer, name="withdraw-offer"),
    path("contribuer/<int:kit_id>/offres/<int:proposal_id>/", views.proposal, name="proposal"),
]
