"""The result of a positioning on paper: for its person, who alone may ask for it."""

from django.urls import reverse
from django.utils.translation import get_language

from catalogue.exchange.paper import document_pdf
from catalogue.positioning.models import Positioning
from catalogue.positioning.reading import positioning_result
from outillerie.pages.queries import absolute


def positioning_pdf(positioning: Positioning) -> bytes:
    """Return the tagged A4 document, in the language of who asks. Raises RenderingFailed."""
    person = positioning.person
    return document_pdf(
        "pdf/positioning.html",
        {"learner": person.get_full_name() or person.shown_name, "result": positioning_result(positioning)},
        address=absolute(reverse("positionings")),
        language=get_language() or "fr",
    )
