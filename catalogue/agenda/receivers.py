"""What happens to sessions and paths, as the agenda keeps it."""

from django.dispatch import receiver

from catalogue.agenda.actions import write_facets, write_path_of_sessions
from catalogue.paths.events import path_published
from catalogue.sessions.events import (
    session_cancelled,
    session_changed,
    session_held,
    session_moved,
    session_published,
)


@receiver([session_published, session_changed, session_moved, session_cancelled, session_held])
def write_what_the_agenda_counts(sender, *, session, **_kwargs):
    write_facets(session)


@receiver(path_published)
def write_paths_of_sessions(sender, *, version, **_kwargs):
    write_path_of_sessions(version)
