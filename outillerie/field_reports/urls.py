from django.urls import path

from outillerie.field_reports import views

KIT = "kits/<slug:slug>/retours/"

urlpatterns = [
    path("raconter-un-atelier/", views.choose_kit, name="choose-kit-to-tell"),
    path("classement/", views.ranking, name="ranking"),
    path(KIT, views.reports, name="field-reports"),
    path(f"{KIT}raconter/", views.tell_workshop, name="tell-workshop"),
    path(f"{KIT}<int:number>/", views.report, name="field-report"),
    path(f"{KIT}<int:number>/corriger/", views.correct_report, name="correct-field-report"),
    path(f"{KIT}<int:number>/enlever/", views.erase_report, name="erase-field-report"),
    path(f"{KIT}<int:number>/merci/", views.thank_reporter, name="thank-for-field-report"),
    path(f"{KIT}<int:number>/repondre/", views.answer_report, name="answer-field-report"),
    path(f"{KIT}<int:number>/masquer/", views.hide_report, name="hide-field-report"),
    path(f"{KIT}<int:number>/montrer/", views.show_report, name="show-field-report"),
]
