"""What holders take away of a badge: its files, made when asked from what is stored. No name of a file says whose it is."""

from collections.abc import Iterator
from dataclasses import dataclass

from badges.awarding.models import Credential, CredentialDocument
from badges.awarding.signing import standing_documents
from badges.hosting.documents import baked

Form = CredentialDocument.Form
DOCUMENTS = {
    "badge.json": (Form.OB3, "application/json"),
    "badge.jwt": (Form.JWT, "text/plain; charset=us-ascii"),
    "badge-ob2.json": (Form.OB2, "application/json"),
    "badge-ob2.jws": (Form.JWS, "text/plain; charset=us-ascii"),
}
PICTURES = {"badge.png": "image/png", "badge.svg": "image/svg+xml"}


@dataclass(frozen=True)
class TakenFile:
    name: str
    media_type: str
    content: bytes


def file_of(credential: Credential, name: str) -> TakenFile | None:
    """Return one file of a badge, fetched with its version; None when it has no file of this name."""
    return next((file for file in files_of(credential, only=name)), None)


def files_of(credential: Credential, *, only: str = "") -> Iterator[TakenFile]:
    """Give the files of a badge: the image with the badge inside, then each document; nothing before it is signed."""
    documents = {row.form: bytes(row.content) for row in standing_documents(credential)}
    if not documents:
        return
    for name, media_type in PICTURES.items():
        if only in ("", name):
            suffix = name.rpartition(".")[2]
            image = bytes(getattr(credential.version, suffix).content)
            yield TakenFile(name, media_type, baked(image, suffix, documents, uuid=credential.uuid))
    for name, (form, media_type) in DOCUMENTS.items():
        if only in ("", name) and form in documents:
            yield TakenFile(name, media_type, documents[form])
