from django.urls import path

from catalogue.registering import interest_views, organiser_views, views

urlpatterns = [
    path("seances/<slug:slug>/inscription/", views.register, name="register"),
    path("seances/<slug:slug>/inscription/envoyee/", views.register_sent, name="register-sent"),
    path("mes-seances/", views.my_sessions, name="my-sessions"),
    path("mes-alertes/", interest_views.session_interests, name="session-interests"),
    path("inscriptions/<str:key>/", views.registration, name="registration"),
    path("parcours/<slug:slug>/me-prevenir/", interest_views.session_interest, name="session-interest"),
    path("animer/<int:pk>/inscriptions/", organiser_views.session_registrations, name="session-registrations"),
    path("animer/<int:pk>/inscriptions/ecrire/", organiser_views.write_to_participants, name="write-to-participants"),
    path("animer/<int:pk>/inscriptions/inviter/", organiser_views.invite, name="register-guests"),
    path(
        "animer/<int:pk>/inscriptions/<int:registration_pk>/retirer/",
        organiser_views.remove_registration,
        name="remove-registration",
    ),
]
