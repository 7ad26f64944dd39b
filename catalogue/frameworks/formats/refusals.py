"""The one refusal of these formats: the sentence that says why, and the line of the file where there are lines.

The sentence is an English message with named parts; whoever shows it translates first: `catalogue.frameworks.imports.
sentence_of`.
"""

from outillerie.kits.formats.refusals import FormatRefused, gettext_noop

__all__ = ["FrameworkRefused", "gettext_noop"]


class FrameworkRefused(FormatRefused):
    """Nothing of a framework is read. `line` counts from 1; None where a format has no lines."""

    def __init__(self, message: str, *, line: int | None = None, **parts: object):
        super().__init__(message, **parts)
        self.line = line

    def __str__(self) -> str:
        return f"Line {self.line}: {self.args[0]}" if self.line else str(self.args[0])
