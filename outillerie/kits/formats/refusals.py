"""The one refusal of this folder: what was given cannot be read, and the sentence that says why.

The sentence is an English message with named parts; whoever shows it translates first and fills the parts
after: `gettext(refusal.message) % refusal.parts`. No Django here, so messages are only marked for
translation.
"""


class FormatRefused(ValueError):
    """`message` is the untranslated sentence, `parts` its named values; `str()` fills it in English."""

    def __init__(self, message: str, **parts: object):
        super().__init__(message % parts)
        self.message = message
        self.parts = parts


def gettext_noop(message: str) -> str:
    """Mark `message` for `makemessages`, and return it as it is."""
    return message
