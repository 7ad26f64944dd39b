from django.urls import path

from catalogue.certifications import views

urlpatterns = [
    path("certifications/", views.certifications, name="certifications"),
    path("certifications/<slug:slug>/", views.certification, name="certification"),
    path("certifications/<slug:slug>/blocs/", views.blocks, name="certification-blocks"),
    path("certifications/<slug:slug>/blocs/<int:pk>/", views.block, name="certification-block"),
    path("certifications/<slug:slug>/blocs/<int:pk>/deplacer/", views.move_block, name="certification-block-move"),
    path("certifications/<slug:slug>/blocs/<int:pk>/enlever/", views.remove_block, name="certification-block-remove"),
]
