"""What justifies an award, in public words: published in the badge for ever, so of its holder alone, and without details.

The rows themselves stay on the site, for those who may read them.
"""

from collections.abc import Callable, Iterable

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.achievements.models import AchievementVersion
from badges.awarding.formats.rules import APPLICATION, VOICE, Fact
from badges.awarding.models import Credential
from badges.awarding.wording import duration
from badges.issuing.addresses import page_url
from catalogue.learning.models import BlockCompletion, Enrolment, ModuleCompletion
from catalogue.sessions.models import PeerSession
from outillerie.kits.models import KitPage


def evidence_of(version: AchievementVersion, facts: Iterable[Fact]) -> list[dict]:
    """Return what the documents publish of `facts`, in the language of the badge: [{name, narrative, url, genre}]."""
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    with translation.override(version.content.language):
        return [item for kind, words in WORDS.items() if kind in by_kind for item in words(by_kind[kind])]


def item(name: str, narrative: str, *, genre: str, url: str = "") -> dict:
    return {"name": name, "narrative": narrative, "url": url, "genre": genre}


def on(fact: Fact) -> str:
    return formats.date_format(fact.on, "DATE_FORMAT")


def modules(facts: list[Fact]) -> list[dict]:
    rows = ModuleCompletion.objects.select_related("module", "version").in_bulk([fact.id for fact in facts])
    found = []
    for fact in facts:
        row = rows[fact.id]
        # As it was when it was completed.
        content = row.version.content.module(str(row.module.key))
        said = _("Module completed on %(day)s.") % {"day": on(fact)}
        found.append(item(content.title if content else row.module.title, said, genre=_("Module")))
    return found


def blocks(facts: list[Fact]) -> list[dict]:
    rows = BlockCompletion.objects.select_related("enrolment__version").in_bulk([fact.id for fact in facts])
    found = []
    for fact in facts:
        row = rows[fact.id]
        content = row.enrolment.version.content
        block = content.block(str(row.block))
        said = _("Block of skills acquired on %(day)s, in the path “%(path)s”.")
        said %= {"day": on(fact), "path": content.title}
        found.append(item(block.title if block else content.title, said, genre=_("Block of skills")))
    return found


def paths(facts: list[Fact]) -> list[dict]:
    rows = Enrolment.objects.select_related("version", "path").in_bulk([fact.id for fact in facts])
    said = _("Learning path completed on %(day)s.")
    return [
        item(
            rows[fact.id].version.content.title,
            said % {"day": on(fact)},
            genre=_("Learning path"),
            url=page_url(rows[fact.id].path.url) if rows[fact.id].path.live else "",
        )
        for fact in facts
    ]


def sessions(facts: list[Fact]) -> list[dict]:
    rows = PeerSession.objects.in_bulk([fact.id for fact in facts])
    said = _("Session facilitated on %(day)s, for %(duration)s.")
    return [
        item(
            rows[fact.id].title,
            said % {"day": on(fact), "duration": duration(minutes_of(rows[fact.id]))},
            genre=_("Facilitation"),
            url=page_url(rows[fact.id].get_absolute_url()),
        )
        for fact in facts
    ]


def minutes_of(session: PeerSession) -> int:
    return int((session.ends_at - session.starts_at).total_seconds() // 60)


def kits(facts: list[Fact]) -> list[dict]:
    return kit_items(facts, _("Workshop kit published on %(day)s."))


def reuses(facts: list[Fact]) -> list[dict]:
    return kit_items(facts, _("Workshop kit used by others since %(day)s."))


def kit_items(facts: list[Fact], said: str) -> list[dict]:
    rows = KitPage.objects.in_bulk([fact.id for fact in facts])
    return [
        item(
            rows[fact.id].title,
            said % {"day": on(fact)},
            genre=_("Workshop kit"),
            url=page_url(rows[fact.id].url),
        )
        for fact in facts
    ]


def attendances(facts: list[Fact]) -> list[dict]:
    """Where somebody went, and when, is theirs: only what it adds up to is published."""
    said = ngettext("%(count)s half-day, %(duration)s in all.", "%(count)s half-days, %(duration)s in all.", len(facts))
    said %= {"count": len(facts), "duration": duration(sum(fact.minutes for fact in facts))}
    return [item(_("Attendance"), said, genre=_("Attendance"))]


def badges(facts: list[Fact]) -> list[dict]:
    """Another badge is named and not linked: its holder may keep it hidden."""
    rows = Credential.objects.select_related("version").in_bulk([fact.id for fact in facts])
    said = _("Badge awarded on %(day)s.")
    return [item(rows[fact.id].version.content.name, said % {"day": on(fact)}, genre=_("Badge")) for fact in facts]


def applications(facts: list[Fact]) -> list[dict]:
    said = _("Application accepted by a trainer on %(day)s.")
    return [item(_("Application"), said % {"day": on(fact)}, genre=_("Application")) for fact in facts[:1]]


def voices(facts: list[Fact]) -> list[dict]:
    said = ngettext(
        "Application that convinced %(count)s peer.", "Application that convinced %(count)s peers.", len(facts)
    )
    return [item(_("Application"), said % {"count": len(facts)}, genre=_("Application"))]


# The decision of a trainer says why in the badge's own words.
WORDS: dict[str, Callable[[list[Fact]], list[dict]]] = {
    "module": modules,
    "block": blocks,
    "path": paths,
    "session": sessions,
    "kit": kits,
    "reuse": reuses,
    "attendance": attendances,
    "badge": badges,
    APPLICATION: applications,
    VOICE: voices,
}
