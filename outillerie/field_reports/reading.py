"""A field report as its card shows it: words and addresses, ready for `components/field_report.html`."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from outillerie.accounts.models import User
from outillerie.field_reports.models import FieldReport, Recommendation
from outillerie.field_reports.permissions import can_answer_report, can_correct_report, can_hide_report
from outillerie.field_reports.queries import quoted_report
from outillerie.kits.formats.text import typography
from outillerie.kits.models import KitPage
from outillerie.kits.reading import minutes_label

LONGEST_QUOTE = 170
LONGEST_LABEL = 110


@dataclass(frozen=True, kw_only=True)
class ReportCard:
    """`answered_in` is the number of the version that takes it into account, None while none does."""

    id: int
    url: str
    title: str
    person: str
    person_url: str
    context: str
    minutes_label: str
    worked: str
    difficulties: str
    alternatives: str
    recommendation: str
    thanks_count: int
    is_thanked: bool
    is_own: bool
    is_hidden: bool
    can_answer: bool
    can_hide: bool
    answer: str
    answer_by: str
    answered_in: int | None
    answered_in_url: str


def report_cards(reports: Iterable[FieldReport], *, reader) -> list[ReportCard]:
    """Return the cards of `reports`, which come from `queries.for_cards`, as `reader` may use them."""
    return [report_card(report, reader=reader) for report in reports]


def report_card(report: FieldReport, *, reader) -> ReportCard:
    return ReportCard(
        id=report.pk,
        url=report.get_absolute_url(),
        title=title(report),
        **who(report.person),
        context=context(report),
        minutes_label=minutes_label(report.minutes),
        worked=typeset(report.worked),
        difficulties=typeset(report.difficulties),
        alternatives=typeset(report.alternatives),
        recommendation=str(Recommendation(report.recommendation).label),
        thanks_count=report.thanks_count,
        is_thanked=report.is_thanked,
        is_own=can_correct_report(reader, report),
        is_hidden=report.is_hidden,
        can_answer=can_answer_report(reader, report),
        can_hide=can_hide_report(reader, report),
        answer=typeset(report.answer),
        answer_by=report.answered_by.shown_name() if report.answered_by else "",
        answered_in=report.answered_in.number if report.answered_in else None,
        answered_in_url=version_url(report),
    )


def title(report: FieldReport) -> str:
    """Return where and how many, as far as it was said; else the day, which is always said."""
    label = str(report.place_type).partition(",")[0] if report.place_type else ""
    count = report.participants
    people = ngettext("%(count)s participant", "%(count)s participants", count) % {"count": count} if count else ""
    return ", ".join(filter(None, [label, people])) or _("Workshop of %(day)s") % {"day": day(report)}


def who(person: User | None) -> dict[str, str]:
    """Return the name, what the person does and where if their page is public, and the address of that page."""
    if person is None:
        return {"person": _("Someone who left the site"), "person_url": ""}
    if not (person.is_public and person.slug):
        return {"person": person.shown_name(), "person_url": ""}
    return {"person": person.shown_name(), "person_url": reverse("member", args=[person.slug])}


def context(report: FieldReport) -> str:
    """Return what the person does, the day and the audience, as far as they may be said."""
    person = report.person
    shown = [person.role, person.place] if person and person.is_public else []
    audience = str(report.audience) if report.audience else ""
    version = _("version %(number)s") % {"number": report.version.number} if report.version else ""
    return " · ".join(filter(None, [", ".join(filter(None, shown)), day(report), audience, version]))


def day(report: FieldReport) -> str:
    return date_format(report.held_on, "DATE_FORMAT")


def version_url(report: FieldReport) -> str:
    if report.answered_in is None:
        return ""
    return reverse("kit-version", args=[report.kit.slug, report.answered_in.number])


def typeset(text: str) -> str:
    return typography(text, get_language() or "fr")


def short_label(report: FieldReport) -> str:
    """Return a report on one line: when, who, and the first words that a new version could answer."""
    words = report.difficulties or report.alternatives or report.worked
    name = who(report.person)["person"]
    return _("%(day)s, %(name)s: “%(words)s”") % {
        "day": day(report), "name": name, "words": Truncator(" ".join(words.split())).chars(LONGEST_LABEL),
    }  # fmt: skip


def quote() -> dict | None:
    """Return what the home page quotes of a workshop, None while nobody told one."""
    report = quoted_report()
    if report is None:
        return None
    return {
        "text": _("“%(words)s”") % {"words": typeset(first_sentences(report.worked))},
        "source": _("Told by %(name)s, about") % {"name": who(report.person)["person"]},
        "url": reverse("kit", args=[report.kit.slug]),
        "link": typography(report.kit.title, report.kit.language),
    }


def first_sentences(text: str) -> str:
    """Return the whole sentences at the start of `text` that fit a quote, or its first words when none does."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_QUOTE:
        return words
    end = max(words.rfind(mark, 0, LONGEST_QUOTE) for mark in (". ", "! ", "? ", "… "))
    return words[: end + 1] if end > LONGEST_QUOTE // 4 else Truncator(words).chars(LONGEST_QUOTE)


def rows_to_tell(kit_ids: list[int]) -> list[dict]:
    """Return the kits of those ids, in that order, each with the address where one tells how it went."""
    kits = KitPage.objects.in_bulk(kit_ids)
    listed = [kits[kit_id] for kit_id in kit_ids if kit_id in kits]
    return [
        {"title": typography(kit.title, kit.language), "url": reverse("tell-workshop", args=[kit.slug])}
        for kit in listed
    ]
