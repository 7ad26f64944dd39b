"""Tables of learners that trainers send, and the refusals of their format in the reader's language."""

from django.utils.translation import gettext as _

from catalogue.frameworks.formats.refusals import FrameworkRefused
from catalogue.learning.formats.learners import Fault, LearnerTable, read_learners
from outillerie.errors import Refused


class ListUnreadable(Refused):
    """`line` counts from 1; None where there is none."""

    def __init__(self, sentence: str, line: int | None):
        super().__init__(sentence)
        self.line = line


def learner_table(data: bytes) -> LearnerTable:
    """Return who a CSV file names. Raises ListUnreadable, with the sentence to show, when it cannot be read at all."""
    try:
        return read_learners(data)
    except FrameworkRefused as refusal:
        sentence = _(refusal.message) % refusal.parts
        if refusal.line:
            sentence = _("Line %(line)s: %(sentence)s") % {"line": refusal.line, "sentence": sentence}
        raise ListUnreadable(sentence, refusal.line) from refusal


def sentence_of(fault: Fault) -> str:
    """Return why a line is refused, in the reader's language."""
    return _(fault.message) % fault.parts
