from django.urls import path

from outillerie.notifications import views

urlpatterns = [
    path("compte/notifications/", views.notifications, name="notifications"),
    path("compte/notifications/lues/", views.all_read, name="notifications-read"),
    path("compte/notifications/preferences/", views.preferences, name="notification-preferences"),
    path("compte/notifications/<int:pk>/", views.notification, name="notification"),
    path("desabonnement/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
