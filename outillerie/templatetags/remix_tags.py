"""What waits between a kit and others, for the pages of its authors."""

from collections.abc import Iterable

from django import template

from outillerie.kits.permissions import can_edit_kit
from outillerie.remix.queries import News, news_of

register = template.Library()

NEWS = "remix_news"


@register.inclusion_tag("remix/waiting.html", takes_context=True)
def remix_waiting(context, kit, rows: Iterable[dict] = ()) -> dict:
    """Show the changes offered to `kit` and the newer version of its original, with links. Only for its authors.

    In a list, `rows` are all those listed, each with its `kit`: what waits for them is asked once.
    """
    found = context.render_context.setdefault(NEWS, {})
    if kit.pk not in found:
        found |= news_of([kit.pk, *(row["kit"].pk for row in rows)])
    return {"kit": kit, "news": found[kit.pk]}


@register.inclusion_tag("remix/aside.html", takes_context=True)
def remix_aside(context, kit) -> dict:
    """Show, beside a draft, what waits between it and others, and the ways to take from them."""
    may = can_edit_kit(context["request"].user, kit)
    return {"kit": kit, "news": news_of([kit.pk])[kit.pk] if may else News()}
