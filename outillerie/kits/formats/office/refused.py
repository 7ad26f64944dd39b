"""Why a document cannot be read: each sentence says what to do next."""

from outillerie.kits.formats.refusals import FormatRefused, gettext_noop


class DocumentRefused(FormatRefused):
    """Nothing can be read of this document; the sentence says why and what to do."""


TOO_HEAVY = gettext_noop(
    "This document is too heavy: %(size)s MB. The limit is 20 MB. Compress its pictures in your word processor, then"
    " send it again."
)
NOT_WHAT_IT_SAYS = gettext_noop(
    "The content of this file is not what its name says (.%(ending)s). Open it in your word processor, save it again,"
    " then send it."
)
DAMAGED = gettext_noop(
    "This document is damaged and cannot be read. Open it in your word processor, save it again, then send it."
)
HAS_MACROS = gettext_noop("This document holds macros. Save it as DOCX or ODT without macros, then send it again.")
HAS_PASSWORD = gettext_noop("This document is protected by a password. Remove the password, then send it again.")
IS_OLD_WORD = gettext_noop(
    "This document is in the format of Word before 2007 (.doc). Save it as DOCX or ODT, then send it again."
)
IS_EMPTY = gettext_noop("This document holds no text. Check that it is the right one.")
TOO_LONG = gettext_noop(
    "This document is too long for one kit. Cut it into several documents, one for each workshop, then send them."
)
TOO_INTRICATE = gettext_noop(
    "This document is too intricate to be read. Save it as plain text (.txt), then send it again."
)
NOT_NOW = gettext_noop(
    "Documents of word processors cannot be read on this site just now. Save this one as plain text (.txt), then send"
    " it again."
)
