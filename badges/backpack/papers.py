"""The certificate of a badge, from its rows to the values of the paper."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from badges.awarding.models import Credential, CredentialDocument
from badges.awarding.signing import document_of
from badges.backpack.certificate import CertificatePaper, Line
from badges.issuing.addresses import page_url
from catalogue.learning.models import BlockCompletion, Enrolment
from outillerie.errors import Refused

# The facts that the badge names one by one, in the order of its evidence.
NAMED_ONE_BY_ONE = ("module", "block", "path", "session", "kit", "reuse", "badge")


class NotPrintable(Refused):
    pass


def paper_of(credential: Credential) -> CertificatePaper:
    """Return the certificate of a badge. It bears the name that the badge was given to: it is what was signed for."""
    content, document = credential.version.content, document_of(credential, CredentialDocument.Form.OB3)
    if credential.state != Credential.State.ISSUED or document is None:
        raise NotPrintable(_("This badge was withdrawn: it no longer has a certificate."))
    name = name_on(credential)
    if not name:
        raise NotPrintable(_("This badge bears no name. Write yours in your profile, then come back."))
    with override(content.language):
        enrolment = enrolment_of(credential)
        blocks = path_lines(enrolment) if enrolment else []
        lines = blocks or evidence_lines(credential)
        return CertificatePaper(
            name=name,
            title=content.name,
            # Paper shows no picture inside a drawing.
            image=bytes((credential.version.png if content.has_own_image else credential.version.svg).content),
            issuer_name=credential.issuer.name,
            awarded_on=local_day(credential.awarded_at),
            verify_url=page_url(f"/v/{credential.code}/"),
            code=credential.code,
            credential_json=bytes(document.content),
            sentence=sentence_of(enrolment, len(blocks)) if enrolment and blocks else "",
            level=content.level,
            domain=content.domain,
            glyph=content.glyph,
            caption=content.caption,
            framework=", ".join(dict.fromkeys(skill.framework for skill in content.skills)),
            lines=tuple(lines),
            place=credential.issuer.place,
            signatory=credential.issuer.signatory,
            valid_until=local_day(credential.valid_until) if credential.valid_until else None,
            language=content.language,
        )


def name_on(credential: Credential) -> str:
    holder = credential.holder
    return credential.name or (holder.get_full_name() or holder.public_name if holder else "")


def local_day(moment) -> date:
    return timezone.localtime(moment).date()


def enrolment_of(credential: Credential) -> Enrolment | None:
    """Return the path that earned the badge, when a whole path did."""
    ids = [row[1] for row in credential.facts if row[0] == "path"]
    return Enrolment.objects.filter(pk__in=ids[:1]).select_related("version").first() if ids else None


def path_lines(enrolment: Enrolment) -> list[Line]:
    """Return the blocks of the path that earned the badge, each with the day when it was acquired. A block that came
    with a later version of the path, and is not acquired, is not one of them."""
    done = BlockCompletion.objects.filter(enrolment=enrolment, reopened_at=None)
    days = {str(key): local_day(at) for key, at in done.values_list("block", "completed_at")}
    return [
        Line(
            title=block.title,
            label=_("Block %(number)s") % {"number": number},
            domain=block.domain,
            on=days[block.key],
        )
        for number, block in enumerate(enrolment.version.content.blocks, start=1)
        if block.key in days
    ]


def evidence_lines(credential: Credential) -> list[Line]:
    """Return what the badge says that it was earned by, each with its day when it has one."""
    days = [date.fromisoformat(row[2]) for kind in NAMED_ONE_BY_ONE for row in credential.facts if row[0] == kind]
    rows = credential.evidence
    days = days if len(days) == len(rows) else [None] * len(rows)
    return [Line(title=row["name"], label=row.get("genre", ""), on=day) for row, day in zip(rows, days, strict=True)]


def sentence_of(enrolment: Enrolment, count: int) -> str:
    """Return what leads from the name to the title, when `count` blocks of a path do."""
    path = enrolment.version.content.title
    words = ngettext(
        "who acquired the block of the path “%(path)s” and earned the badge",
        "who acquired the %(count)s blocks of the path “%(path)s” and earned the badge",
        count,
    )
    return words % {"count": count, "path": path}
