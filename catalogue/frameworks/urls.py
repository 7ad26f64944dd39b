from django.urls import path

from catalogue.frameworks import staff_views, views
from catalogue.frameworks.api import api_urls

FRAMEWORK = "referentiels/<slug:code>/<str:version>/"
EDIT = f"{FRAMEWORK}modifier/"
urlpatterns = [
    *api_urls,
    path("kits/<slug:slug>/competences/", views.kit_skills, name="kit-skills"),
    path("referentiels/", views.frameworks, name="frameworks"),
    path("referentiels/nouveau/", staff_views.new_framework, name="framework-new"),
    path("referentiels/importer/", staff_views.import_file, name="framework-import"),
    path("referentiels/importer/<str:token>/", staff_views.import_preview, name="framework-import-preview"),
    path("referentiels/<slug:code>/", views.framework_newest, name="framework-newest"),
    path(FRAMEWORK, views.framework, name="framework"),
    path(f"{FRAMEWORK}export.<str:form>", views.export, name="framework-export"),
    path(f"{FRAMEWORK}changements/", staff_views.changes, name="framework-changes"),
    path(EDIT, staff_views.framework_bench, name="framework-edit"),
    path(f"{EDIT}fiche/", staff_views.framework_facts, name="framework-facts"),
    path(f"{EDIT}etat/", staff_views.change_status, name="framework-status"),
    path(f"{EDIT}version/", staff_views.new_version, name="framework-version"),
    path(f"{EDIT}competences/", staff_views.new_skill, name="skill-new"),
    path(f"{EDIT}competences/<int:pk>/", staff_views.edit_skill, name="skill-edit"),
    path(f"{EDIT}competences/<int:pk>/deplacer/", staff_views.move_skill, name="skill-move"),
    path(f"{EDIT}competences/<int:pk>/enlever/", staff_views.remove_skill, name="skill-remove"),
    path(f"{FRAMEWORK}<str:reference>/", views.skill, name="skill"),
]
