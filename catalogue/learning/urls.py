from django.urls import path

from catalogue.learning import following, recorded, views

urlpatterns = [
    path("parcours/<slug:slug>/inscription/", views.enrol_oneself, name="enrol"),
    path("mes-parcours/", views.my_paths, name="my-paths"),
    path("mes-parcours/<int:pk>/", views.enrolment, name="enrolment"),
    path("mes-parcours/<int:pk>/version/", views.change_version, name="enrolment-version"),
    path("mes-parcours/<int:pk>/quitter/", views.leave_path, name="leave-path"),
    path("mes-parcours/<int:pk>/modules/<uuid:key>/", views.enrolled_module, name="enrolled-module"),
    path("preuves/<int:pk>/fichier/", views.evidence_file, name="evidence-file"),
    path("preuves/<int:pk>/retirer/", views.take_evidence_back, name="withdraw-evidence"),
    path("preuves/<int:pk>/lire-entre-pairs/", views.peer_reading, name="peer-reading"),
    path("suivi/", following.followed_paths, name="followed-paths"),
    path("suivi/parcours/<int:path_id>/", following.learners, name="learners"),
    path("suivi/parcours/<int:path_id>/liste/", following.enrol_a_list, name="enrol-list"),
    path("suivi/parcours/<int:path_id>/presences/", following.attendance, name="record-attendance"),
    path("suivi/inscriptions/<int:pk>/", following.followed_enrolment, name="followed-enrolment"),
    path("suivi/inscriptions/<int:pk>/modules/<uuid:key>/", recorded.followed_module, name="followed-module"),
    path("suivi/inscriptions/<int:pk>/modules/<uuid:key>/rouvrir/", recorded.reopen_module, name="reopen-module"),
    path("suivi/resultats/<int:pk>/retirer/", recorded.take_result_back, name="withdraw-result"),
    path("suivi/presences/<int:pk>/effacer/", recorded.erase_presence, name="erase-attendance"),
    path("suivi/presences/<int:pk>/decision/", recorded.decide_presence, name="decide-attendance"),
    path("suivi/preuves/<int:pk>/", recorded.evidence_reading, name="evidence-reading"),
]
