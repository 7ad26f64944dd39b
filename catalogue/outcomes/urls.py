from django.urls import path

from catalogue.outcomes import document_views, export_views, views

urlpatterns = [
    path("animer/exports/", export_views.choose, name="session-exports"),
    path("animer/exports/<str:name>", export_views.period_table, name="session-export"),
    path("animer/<int:pk>/bilan/", views.outcomes, name="outcomes"),
    path("animer/<int:pk>/bilan/<str:name>", export_views.session_table, name="session-table"),
    path("animer/<int:pk>/documents/", document_views.documents, name="session-documents"),
    path("animer/<int:pk>/documents/<slug:kind>.pdf", document_views.document, name="session-document"),
    path("avis/<str:key>/", views.feedback, name="feedback"),
    path("inscriptions/<str:key>/documents/<slug:kind>.pdf", document_views.my_document, name="my-session-document"),
]
