"""Every badge of a bag in one archive, with what verifies them once this site is gone (PERM-09).

Documents stand under the paths of their permanent addresses: `manage.py verify FILE --with FOLDER` reads them there,
offline. It is written as it is sent: the first file leaves before the last one is made.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from slugify import slugify

from badges.awarding.models import Credential, CredentialDocument
from badges.awarding.signing import standing_documents
from badges.backpack.certificate import certificate_pdf
from badges.backpack.models import ForeignBadge
from badges.backpack.papers import paper_of
from badges.backpack.queries import badges_of
from badges.backpack.taking import files_of
from badges.hosting import documents
from badges.issuing import addresses
from badges.issuing.models import Issuer
from outillerie.accounts.models import User
from outillerie.errors import Refused
from outillerie.printing.renderer import RenderingFailed

Form = CredentialDocument.Form
Member = tuple[str, bytes]
WHERE = {
    Form.OB3: (addresses.credential_url, ".json"),
    Form.JWT: (addresses.credential_url, ".jwt"),
    Form.OB2: (addresses.assertion_url, ".json"),
    Form.JWS: (addresses.assertion_url, ".jws"),
}


class Written(io.RawIOBase):
    """Where an archive is written, and taken from piece by piece."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        pieces, self.pieces = b"".join(self.pieces), []
        return pieces


def archive_of(person: User) -> Iterator[bytes]:
    """Give the archive of the bag of `person`, a piece at a time."""
    written, now, language = Written(), timezone.localtime(), get_language()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members(person, now, language):
            archive.writestr(zipfile.ZipInfo(name, now.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
            yield written.taken()
    yield written.taken()


def members(person: User, now: datetime, language: str | None) -> Iterator[Member]:
    rows = badges_of(person).select_related(
        "version__svg", "version__png", "version__achievement__issuer", "issuer", "holder", "status_list"
    )
    badges = list(rows.prefetch_related("version__achievement__issuer__keys"))
    yield "LISEZ-MOI.txt", readme(badges, now, language).encode()
    for number, badge in enumerate(badges, start=1):
        folder = folder_of(number, badge)
        yield from ((f"{folder}/{file.name}", file.content) for file in files_of(badge))
        if pdf := certificate(badge):
            yield f"{folder}/certificat.pdf", pdf
    for number, foreign in enumerate(ForeignBadge.objects.filter(person=person), start=1):
        suffix = "json" if foreign.media_type.endswith("json") else "jwt"
        name = slugify(foreign.name, max_length=60) or "badge"
        yield f"ailleurs/{number:02d}-{name}/badge.{suffix}", bytes(foreign.content)
    yield from world_of(badges)


def folder_of(number: int, badge: Credential) -> str:
    return f"badges/{number:02d}-{badge.version.achievement.slug}"


def certificate(badge: Credential) -> bytes | None:
    """Return the certificate, or None when the badge has none: withdrawn, or without a name."""
    try:
        return certificate_pdf(paper_of(badge))
    except (Refused, RenderingFailed):
        return None


def world_of(badges: list[Credential]) -> Iterator[Member]:
    """Give, under the paths of their addresses, what the signatures of `badges` refer to: who issues, with which keys,
    what was achieved, what was revoked on this day."""
    found: dict[str, bytes] = {}
    for badge in badges:
        for row in standing_documents(badge):
            address, extension = WHERE[row.form]
            found[address(badge.uuid, extension)] = bytes(row.content)
        version, status_list = badge.version, badge.status_list
        found[addresses.achievement_url(version)] = documents.achievement(version)
        found |= documents.classes_of(version)
        found |= {addresses.image_url(image): bytes(image.content) for image in (version.svg, version.png)}
        found[addresses.status_url(status_list)] = bytes(status_list.document)
        found[addresses.status_url(status_list, ".jwt")] = status_list.token.encode()
    for issuer in Issuer.objects.filter(credentials__in=badges).distinct().prefetch_related("keys"):
        found |= issuer_world(issuer)
    for url in sorted(found):
        yield urlsplit(url).path.lstrip("/"), found[url]


def issuer_world(issuer: Issuer) -> dict[str, bytes]:
    found = {addresses.issuer_url(issuer, name): make(issuer) for name, make in documents.ISSUER_DOCUMENTS.items()}
    for key in issuer.keys.all():
        key.issuer = issuer
        found[addresses.key_url(key)] = documents.key_document(key)
        if key.kind == key.Kind.RSA:
            found[addresses.key_url(key, ".jwk.json")] = documents.jwk_document(key)
            found |= documents.known_by_key(key)
    return found


def readme(badges: list[Credential], now: datetime, language: str | None) -> str:
    with override(language):
        lines = [
            _("My badges, as of %(day)s") % {"day": date_format(now, "DATE_FORMAT")},
            "",
            *(f"{number:02d}. {badge.version.content.name}" for number, badge in enumerate(badges, start=1)),
            "",
            _("badges/: for each badge, its image (badge.png, badge.svg), in which the badge itself is, its documents, and its certificate."),
            _("Send these files as they are: an image that is copied from a page, or made smaller, no longer holds its badge."),
            _("badge.json and badge.jwt are Open Badges 3.0; badge-ob2.json and badge-ob2.jws are Open Badges 2.0."),
            _("openbadges/: what verifies them when the site that gave them no longer answers: issuers, keys, and what was withdrawn on the day of this archive. What was withdrawn later is not known here."),
            _("ailleurs/: badges from elsewhere, as you brought them."),
            "",
            _("To verify a badge: give its file to any site that verifies Open Badges. Without a network, with the program of Outillerie en commun, in this folder:"),
            *(f"    python manage.py verify {folder_of(1, badge)}/badge.png --with ." for badge in badges[:1]),
        ]  # fmt: skip
        return "\r\n".join(lines) + "\r\n"
