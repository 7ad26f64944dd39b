"""How a kit goes in the field, on the pages of other slices."""

from django import template

from outillerie.field_reports import queries
from outillerie.field_reports.models import FieldReport
from outillerie.field_reports.reading import ReportCard, report_cards
from outillerie.kits.cards import reports_label
from outillerie.kits.models import KitPage

register = template.Library()


@register.simple_tag
def field_report_count(kit: KitPage) -> int:
    """Return how many reports of `kit` anyone may read."""
    return queries.report_count(kit)


@register.inclusion_tag("field_reports/on_kit.html", takes_context=True)
def kit_field_reports(context, kit: KitPage) -> dict:
    """Show the reports of a published kit on its page."""
    reader, count = context["user"], queries.report_count(kit)
    cards = report_cards(queries.shown_on_kit(kit, reader=reader), reader=reader) if count else []
    return {"page": kit, "cards": cards, "count": count, "count_label": reports_label(count), "user": reader}


@register.simple_tag
def answered_report_counts(kit: KitPage) -> dict[int, int]:
    """Return how many reports each version of `kit` takes into account, by the number of the version."""
    return queries.answered_counts(kit)


@register.filter
def of_version(counts: dict[int, int], number: int) -> int:
    return counts.get(number, 0)


@register.inclusion_tag("field_reports/answered.html")
def answered_reports_part(field) -> dict:
    """Show the field of the reports that the next version answers; nothing when the kit has none to answer."""
    return {"field": field}


@register.simple_tag
def hidden_because(card: ReportCard) -> str:
    return queries.hidden_because(FieldReport(pk=card.id))
