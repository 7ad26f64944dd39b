"""The documents of a session on paper: one person's, or everybody's one after the other in one file."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.exchange.paper import document_pdf
from catalogue.learning.documents.papers import FRENCH, NotPrintable
from catalogue.outcomes.documents.attended import Attended
from catalogue.outcomes.documents.papers import (
    ATTESTATION,
    CERTIFICATE,
    CONVOCATION,
    attestation_of,
    certificate_of,
    convocation_of,
    missing_facts,
)
from outillerie.errors import Refused
from outillerie.pages.queries import absolute

TEMPLATES = {
    CONVOCATION: "pdf/session_convocation.html",
    ATTESTATION: "pdf/session_attestation.html",
    CERTIFICATE: "pdf/session_certificate.html",
}
MOST_AT_ONCE = 100


class TooMany(Refused):
    pass


def papers_pdf(kind: str, people: list[Attended], *, is_employed: bool = False) -> bytes:
    """Return one tagged PDF with `kind` for each of `people`. Raises NotPrintable, TooMany, and RenderingFailed."""
    check_printable(kind, people)
    with override(FRENCH):
        papers = [paper_of(kind, seen, is_employed=is_employed) for seen in people]
    session = people[0].occasion.session
    return document_pdf(TEMPLATES[kind], {"papers": papers}, address=absolute(session.get_absolute_url()))


def check_printable(kind: str, people: list[Attended]) -> None:
    """Raise what stands in the way, by name when there are several people."""
    if not people:
        raise NotPrintable(_("Nobody has this document yet: it needs attendance, or somebody registered."))
    if len(people) > MOST_AT_ONCE:
        words = _("More than %(most)s documents at once take too long: print them one person at a time.")
        raise TooMany(words % {"most": MOST_AT_ONCE})
    for seen in people:
        if lacks := missing_facts(kind, seen):
            words = ", ".join(lack.sentence for lack in lacks)
            raise NotPrintable(
                _("This document cannot be printed yet for %(name)s. Missing: %(facts)s.")
                % {"name": seen.name or _("a participant"), "facts": words}
            )


def paper_of(kind: str, seen: Attended, *, is_employed: bool):
    if kind == CERTIFICATE:
        return certificate_of(seen, is_employed=is_employed)
    return convocation_of(seen) if kind == CONVOCATION else attestation_of(seen)
