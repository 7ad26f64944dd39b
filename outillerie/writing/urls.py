from django.urls import path

from outillerie.writing import views
from outillerie.writing.stages import STAGES

urlpatterns = [
    path("", views.index, name="writing"),
    path("<int:kit_id>/", views.resume, name="writing-resume"),
    *(path(f"<int:kit_id>/{stage.slug}/", views.stage, {"code": stage.code}, name=stage.url_name) for stage in STAGES),
    path("<int:kit_id>/apercu/", views.preview, name="writing-preview"),
    path("<int:kit_id>/apercu/fiche-a4.pdf", views.preview_sheet, name="writing-preview-sheet"),
    path("<int:kit_id>/enlever/", views.discard, name="writing-discard"),
]
