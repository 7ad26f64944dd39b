"""What is printed of one session: a convocation before it, what was really attended after it."""

from .attended import Attended, attended
from .papers import ATTESTATION, CERTIFICATE, CONVOCATION, FOR_PARTICIPANTS, LABELS, missing_facts
from .printing import MOST_AT_ONCE, TooMany, papers_pdf

__all__ = [
    "ATTESTATION", "CERTIFICATE", "CONVOCATION", "FOR_PARTICIPANTS", "LABELS", "MOST_AT_ONCE", "Attended", "TooMany",
    "attended", "missing_facts", "papers_pdf",
]  # fmt: skip
