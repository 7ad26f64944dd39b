"""Sessions to organise, on the pages of kits, modules and in «Mon espace»."""

from django import template

from catalogue.organising.queries import organised_by
from catalogue.paths.models import Module
from catalogue.sessions.models import PeerSession
from catalogue.sessions.permissions import can_organise_sessions

register = template.Library()


@register.inclusion_tag("organising/from_kit.html", takes_context=True)
def organise_from_kit(context, kit) -> dict:
    """Lead whoever has an account from a kit to a session made with it; others read nothing."""
    user = context.get("user")
    return {"kit": kit, "is_shown": user is not None and can_organise_sessions(user) and kit.live}


@register.inclusion_tag("organising/from_module.html", takes_context=True)
def organise_from_module(context, key) -> dict:
    """Lead from a module of a published path, known by its `key`, to a session for it."""
    user = context.get("user")
    is_shown = user is not None and can_organise_sessions(user)
    return {"module": Module.objects.filter(key=key).only("pk").first() if is_shown else None}


@register.inclusion_tag("organising/on_my_space.html")
def organising_panel(user) -> dict:
    """Say in «Mon espace» how many sessions one prepares."""
    alive = organised_by(user).filter(state__in=(PeerSession.State.DRAFT, PeerSession.State.PUBLISHED))
    return {"count": alive.count()}
