"""What was told, in words: made when it is read, in the language of who reads it, from its kind and facts."""

from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outillerie.moderation.models import Decision, KitReport, RefusalReason
from outillerie.notifications.models import Kind, Notification

MEMBERSHIPS = {
    "asked": gettext_lazy("%(actor)s asks to join %(organisation)s."),
    "joined": gettext_lazy("%(actor)s joined %(organisation)s."),
    "left": gettext_lazy("%(actor)s left %(organisation)s."),
    "accepted": gettext_lazy("You are now a member of %(organisation)s."),
    "declined": gettext_lazy("%(organisation)s does not accept your request for now."),
    "removed": gettext_lazy("You are no longer a member of %(organisation)s. Your kits and their credits stay."),
    "manager": gettext_lazy("You now manage %(organisation)s."),
    "member": gettext_lazy("You no longer manage %(organisation)s, and stay a member of it."),
}
COLLECTIONS = {
    "invited": gettext_lazy("%(actor)s invites you to take care of a collection."),
    "added": gettext_lazy("%(actor)s shares the collection %(collection)s with you: you can change it."),
    "joined": gettext_lazy("%(actor)s can now change the collection %(collection)s."),
    "left": gettext_lazy("%(actor)s no longer takes care of the collection %(collection)s."),
    "removed": gettext_lazy("You no longer take care of the collection %(collection)s."),
}
DECISIONS = {
    Decision.APPROVED: gettext_lazy("%(kit)s is published."),
    Decision.CHANGES: gettext_lazy("Changes are asked for on %(kit)s."),
    Decision.REFUSED: gettext_lazy("%(kit)s is refused. Reason: %(reason)s."),
    "unpublished": gettext_lazy("%(kit)s is no longer published: read why."),
}
OUTCOMES = {
    KitReport.State.RIGHT: gettext_lazy("What you reported about %(kit)s was well founded: it is handled."),
    KitReport.State.WRONG: gettext_lazy("What you reported about %(kit)s was examined: the kit stays as it is."),
}
OFFERS = {
    "merged": gettext_lazy("Changes that you offered from %(kit)s are taken up."),
    "declined": gettext_lazy("Changes that you offered from %(kit)s are declined."),
}


@dataclass(frozen=True)
class Names:
    """What the person who reads may see, by id: titles of kits, names of organisations and collections.

    `teams` are the organisations whose team they manage.
    """

    kits: dict[int, str] = field(default_factory=dict)
    organisations: dict[int, str] = field(default_factory=dict)
    collections: dict[int, str] = field(default_factory=dict)
    teams: frozenset[int] = frozenset()


def sentence(row: Notification, names: Names) -> str:
    """Return one sentence, on one line whatever titles and names hold. What may not be seen is not named."""
    facts = row.facts
    unnamed = (_("a kit that is no longer public"), _("an organisation"))
    words = {
        "actor": row.actor.shown_name() if row.actor else _("Someone"),
        "kit": quoted(names.kits.get(row.kit_id), unnamed[0]),
        "organisation": names.organisations.get(facts.get("organisation")) or unnamed[1],
        "collection": quoted(names.collections.get(facts.get("collection")), _("that is no longer shared")),
        "version": facts.get("version", ""),
        "reason": reason(row),
    }
    text = " ".join((str(pattern(row)) % words).split())
    # A name is written as its owner writes it.
    return capfirst(text) if text.startswith(unnamed) else text


def quoted(title: str | None, otherwise: str) -> str:
    return _("“%(title)s”") % {"title": title} if title else otherwise


def reason(row: Notification) -> str:
    """Return why, as its list says it: each kind has its own list of reasons."""
    labels = dict(KitReport.Reason.choices if row.kind == Kind.KIT_REPORTED else RefusalReason.choices)
    return str(labels.get(row.facts.get("reason"), _("not said")))


def pattern(row: Notification) -> str:
    """Return the sentence of a notification before its names are put in."""
    facts = row.facts
    told = {
        Kind.KIT_DECIDED: DECISIONS.get(facts.get("decision")),
        Kind.REPORT_HANDLED: OUTCOMES.get(facts.get("state")),
        Kind.OFFER_DECIDED: OFFERS.get(facts.get("decision")),
        Kind.MEMBERSHIP: MEMBERSHIPS.get(facts.get("event")),
        Kind.COLLECTION: COLLECTIONS.get(facts.get("event")),
        Kind.FIELD_REPORT_ANSWERED: facts.get("version")
        and _("Version %(version)s of %(kit)s takes your field report into account."),
    }
    return told.get(row.kind) or PLAIN.get(row.kind) or UNKNOWN


# A kind that no app tells any more: its rows stay until they are forgotten.
UNKNOWN = gettext_lazy("There is news of something that this site no longer has.")
# What is said of each kind when no fact makes it more precise.
PLAIN = {
    Kind.KIT_PROPOSED: gettext_lazy("%(actor)s proposes %(kit)s, which waits for a reading."),
    Kind.KIT_REPORTED: gettext_lazy("%(kit)s is reported. Reason: %(reason)s."),
    Kind.KIT_DECIDED: gettext_lazy("%(kit)s was read."),
    Kind.REPORT_HANDLED: gettext_lazy("What you reported about %(kit)s was handled."),
    Kind.KIT_ADAPTED: gettext_lazy("%(actor)s adapted one of your kits: %(kit)s."),
    Kind.SOURCE_UPDATED: gettext_lazy("%(kit)s, which you adapted, is now at version %(version)s."),
    Kind.CHANGES_OFFERED: gettext_lazy("%(actor)s offers changes for %(kit)s."),
    Kind.OFFER_DECIDED: gettext_lazy("The changes that you offered from %(kit)s have an answer."),
    Kind.FIELD_REPORT: gettext_lazy("%(actor)s ran %(kit)s and tells how it went."),
    Kind.FIELD_REPORT_ANSWERED: gettext_lazy("Your field report on %(kit)s has an answer."),
    Kind.MEMBERSHIP: gettext_lazy("There is news of %(organisation)s."),
    Kind.COLLECTION: gettext_lazy("There is news of the collection %(collection)s."),
}
