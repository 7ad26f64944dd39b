from django.urls import path

from catalogue.calendars import views
from catalogue.calendars.feeds import AgendaFeed

urlpatterns = [
    path("seances/<slug:slug>/seance.ics", views.session_calendar, name="session-ics"),
    path("agenda/agenda.ics", views.agenda_calendar, name="agenda-ics"),
    path("agenda/agenda.atom", AgendaFeed(), name="agenda-atom"),
    path("agenda/territoire/<slug:facet>.ics", views.territory_calendar, name="territory-ics"),
    path("agenda/territoire/<slug:facet>.atom", AgendaFeed(), name="territory-atom"),
    path("agenda/parcours/<slug:slug>.ics", views.path_calendar, name="path-ics"),
    path("agenda/series/<uuid:uid>.ics", views.series_calendar, name="series-ics"),
    path("mon-agenda/", views.my_calendar, name="my-calendar"),
    path("mon-agenda/rappels/<str:key>/", views.stop_reminders, name="stop-reminders"),
    path("mon-agenda/<str:key>.ics", views.personal_calendar_file, name="my-calendar-ics"),
]
