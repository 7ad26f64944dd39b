"""A person where others meet them: their name, a link only if they want a page, never their e-mail address."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.translation import gettext as _

from outillerie.accounts.models import Membership
from outillerie.drawing.tokens import domain_of
from outillerie.drawing.weave import cells
from outillerie.people.permissions import can_see_team
from outillerie.people.queries import initials, page_of, public_members, tile_colour

register = template.Library()

WEAVE_CELLS = 24


@register.simple_tag
def person_link(person) -> str:
    """Return the name of `person`, as a link when their page is public. Someone erased is a member like another."""
    if person is None:
        return _("A member")
    path = page_of(person)
    if path:
        return format_html('<a href="{}">{}</a>', path, person.shown_name())
    return conditional_escape(person.shown_name())


@register.inclusion_tag("components/initials.html")
def initials_tile(person, size: str = "small") -> dict:
    """Show the initials of `person` on the colour that is theirs; a large tile has the weave of that colour too."""
    name = person.shown_name()
    colour = tile_colour(name)
    is_large = size == "large"
    return {
        "letters": initials(name),
        "colour": colour,
        "is_large": is_large,
        "threads": cells(domain_of(colour).draft, columns=WEAVE_CELLS, rows=WEAVE_CELLS) if is_large else "",
    }


@register.simple_tag
def members_shown(organisation) -> list:
    return public_members(organisation)


@register.simple_tag
def standing_in(organisation, user) -> str:
    """Return how `user` stands to `organisation`: "team", "asked" or nothing."""
    if not user.is_authenticated:
        return ""
    if can_see_team(user, organisation):
        return "team"
    is_asked = Membership.objects.filter(person_id=user.pk, organisation=organisation).exists()
    return "asked" if is_asked else ""
