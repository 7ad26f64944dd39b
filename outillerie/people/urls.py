from django.urls import path

from outillerie.people import views

TEAM = "organisations/<slug:slug>/equipe/"

urlpatterns = [
    path("mon-espace/", views.my_space, name="my-space"),
    path("compte/profil/", views.profile, name="profile"),
    path("compte/profil/apercu/", views.profile_preview, name="profile-preview"),
    path("membres/<slug:slug>/", views.member, name="member"),
    path("organisations/<slug:slug>/rejoindre/", views.join, name="organisation-join"),
    path("organisations/<slug:slug>/rejoindre/annuler/", views.withdraw, name="organisation-withdraw"),
    path(TEAM, views.team, name="organisation-team"),
    path(f"{TEAM}quitter/", views.leave, name="organisation-leave"),
    path(f"{TEAM}demandes/<int:pk>/", views.answer_request, name="organisation-request"),
    path(f"{TEAM}personnes/<int:pk>/", views.change_member, name="organisation-member"),
    path(f"{TEAM}invitations/<int:pk>/annuler/", views.cancel_invitation, name="organisation-invitation"),
    path("invitations/<str:token>/", views.invitation, name="invitation"),
]
