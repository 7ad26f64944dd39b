from django.urls import path

from catalogue.exchange import document_views, views

urlpatterns = [
    path("parcours/lheo.xml", views.lheo, name="lheo"),
    path("parcours/lheo/rapport/", views.lheo_report, name="lheo-report"),
    path("parcours/catalogue.csv", views.paths_csv, name="paths-csv"),
    path("parcours/catalogue.xlsx", views.paths_xlsx, name="paths-xlsx"),
    path("parcours/<slug:slug>/parcours.jsonld", views.path_jsonld, name="path-jsonld"),
    path("parcours/<slug:slug>/programme.pdf", document_views.programme, name="path-programme"),
    path(
        "parcours/<slug:slug>/v<int:number>/programme.pdf",
        document_views.version_programme,
        name="path-version-programme",
    ),
    path("suivi/inscriptions/<int:pk>/documents/", document_views.enrolment_documents, name="enrolment-documents"),
    path(
        "suivi/inscriptions/<int:pk>/documents/<slug:kind>.pdf",
        document_views.enrolment_document,
        name="enrolment-document",
    ),
    path("me-situer/<int:pk>/resultat.pdf", document_views.positioning_document, name="positioning-document"),
]
