"""What is printed of somebody's training. Nothing here decides: it states what the rows prove, or says what is missing."""

from .followed import Followed, followed
from .papers import (
    ATTESTATION,
    CERTIFICATE,
    FOR_LEARNERS,
    LABELS,
    STATEMENT,
    Missing,
    NotPrintable,
    attestation_of,
    certificate_of,
    missing_facts,
    paper_pdf,
    statement_of,
)

__all__ = [
    "ATTESTATION", "CERTIFICATE", "FOR_LEARNERS", "LABELS", "STATEMENT", "Followed", "Missing", "NotPrintable",
    "attestation_of", "certificate_of", "followed", "missing_facts", "paper_pdf", "statement_of",
]  # fmt: skip
