from django.urls import path

from badges.awarding import application_views, giving_views, leaving_views, views

urlpatterns = [
    path("mes-badges/effacer/", leaving_views.erase_my_badges, name="erase-my-badges"),
    path("decerner/", views.workbench, name="awarding"),
    path("decerner/badges/<slug:slug>/remettre/", giving_views.award_one, name="award-badge"),
    path("decerner/badges/<slug:slug>/liste/", giving_views.award_a_list, name="award-list"),
    path("decerner/badges/<slug:slug>/remis/", views.awards, name="awards"),
    path("decerner/badges/<slug:slug>/remis.csv", views.awards_csv, name="awards-table"),
    path("decerner/listes/<int:pk>/", giving_views.award_batch, name="award-batch"),
    path("decerner/remis/<uuid:uuid>/", views.one_award, name="one-award"),
    path("decerner/decisions/<int:pk>/", views.award_decision, name="award-decision"),
    path("badges/candidatures/", application_views.applications, name="badge-applications"),
    path("badges/candidatures/<int:pk>/", application_views.application, name="badge-application"),
    path("badges/candidatures/<int:pk>/fichier/", application_views.application_file, name="application-file"),
    path(
        "badges/candidatures/<int:pk>/retirer/", application_views.take_application_back, name="take-application-back"
    ),
    path("badges/<slug:slug>/candidature/", application_views.apply_for_badge, name="apply-for-badge"),
]
