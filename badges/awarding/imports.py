"""Lists of people to award, and the refusals of their format in the reader's language."""

from django.utils.translation import gettext as _

from badges.awarding.formats.award_lists import AwardList, read_award_list
from catalogue.frameworks.formats.refusals import FrameworkRefused
from catalogue.learning.imports import ListUnreadable


def award_list(data: bytes) -> AwardList:
    """Return who a list names. Raises ListUnreadable, with the sentence to show, when it cannot be read at all."""
    try:
        return read_award_list(data)
    except FrameworkRefused as refusal:
        sentence = _(refusal.message) % refusal.parts
        if refusal.line:
            sentence = _("Line %(line)s: %(sentence)s") % {"line": refusal.line, "sentence": sentence}
        raise ListUnreadable(sentence, refusal.line) from refusal
