"""The next sessions, on the pages of what they come from or take place in."""

from django import template
from django.urls import reverse
from django.utils import timezone

from catalogue.agenda.cards import session_cards
from catalogue.agenda.queries import having
from catalogue.sessions.queries import public_sessions, upcoming_sessions, with_places

register = template.Library()
MOST = 5


@register.inclusion_tag("agenda/next_sessions.html")
def next_sessions(
    most: int = 3,
    *,
    path=None,
    module=None,
    kit=None,
    venue=None,
    organisation=None,
    level: int = 2,
    shape: str = "list",
):
    """Show the `most` next sessions: of a path, a module, a kit, a venue, an organisation, or of all. Nothing when there
    is none. `level` is that of their title; `shape` is list, wide (across the page) or aside (words alone). `module` is a key."""
    now = timezone.now()
    found = upcoming_sessions(now).filter(pk__in=public_sessions().order_by().values("pk"))
    parameters = ""
    for code, thing, name in (
        ("path", path, "parcours"),
        ("kit", kit, "kit"),
        ("organisation", organisation, "organisme"),
    ):
        if thing is not None:
            found = found.filter(having(code, [str(thing.pk)]))
            parameters = f"?{name}={thing.slug}"
    if module is not None:
        found = found.filter(module__key=module)
    if venue is not None:
        found = found.filter(places__venue=venue).distinct()
    cards = session_cards(with_places(found)[: min(most, MOST)], now)
    return {
        "next_cards": cards,
        "level": level,
        "shape": shape,
        "card_level": level + 1,
        "what": what_of(path=path, module=module, kit=kit, venue=venue, organisation=organisation),
        "all_url": "" if module or venue else reverse("agenda") + parameters,
    }


def what_of(**things) -> str:
    return next((name for name, thing in things.items() if thing is not None), "")
