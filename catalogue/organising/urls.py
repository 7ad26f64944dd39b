from django.urls import path

from catalogue.organising import poll_views, series_views, views

urlpatterns = [
    path("animer/", views.organised_sessions, name="organised-sessions"),
    path("animer/nouvelle/", views.new_session, name="new-session"),
    path("animer/series/nouvelle/", series_views.new_series, name="new-series"),
    path("animer/series/<int:pk>/", series_views.series, name="series"),
    path("animer/sondages/nouveau/", poll_views.new_poll, name="new-poll"),
    path("animer/sondages/<int:pk>/", poll_views.manage_poll, name="manage-poll"),
    path("animer/<int:pk>/", views.edit_session, name="edit-session"),
    path("animer/<int:pk>/deplacer/", views.move, name="move-session"),
    path("animer/<int:pk>/annuler/", views.cancel, name="cancel-session"),
    path("animer/<int:pk>/supprimer/", views.delete, name="delete-session"),
    path("animer/<int:pk>/version/", views.take_version, name="take-kit-version"),
    path("sondages/<str:key>/", poll_views.poll, name="poll"),
    path("sondages/<str:key>/reponse/<str:token>/", poll_views.confirm_reply, name="poll-reply"),
]
