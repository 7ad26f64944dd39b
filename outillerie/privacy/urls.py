from django.urls import path

from outillerie.privacy import views

urlpatterns = [
    path("compte/donnees/", views.my_data, name="my-data"),
    path("compte/donnees/export/<int:pk>/", views.export_file, name="data-export"),
    path("compte/donnees/effacer/", views.erase_account, name="erase-account"),
    path("compte/efface/", views.account_erased, name="account-erased"),
    path("conditions/accepter/", views.accept, name="accept-terms"),
]
