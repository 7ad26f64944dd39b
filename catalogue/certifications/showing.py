"""What the pages of certifications show. What is not known is said to be unknown, never guessed."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalogue.certifications.models import Certification, CertificationBlock, ClassificationCode
from catalogue.certifications.queries import blocks_of, paths_to
from catalogue.frameworks.reading import by_framework
from outillerie.kits.formats.text import typography


def certification_row(certification: Certification) -> dict:
    """Return what the list shows of `certification`, which comes from `listed_certifications`."""
    return {
        "title": typography(certification.title, "fr"),
        "url": certification.get_absolute_url(),
        "code": code_words(certification),
        "certifier": certification.certifier,
        **standing(certification, has_newer=bool(certification.newer_count)),
    }


def code_words(certification: Certification) -> str:
    """Return the code of `certification`, or that nobody wrote it here yet."""
    if certification.code:
        return certification.code
    if not certification.register:
        return _("in no national register")
    return _("%(register)s code not known here") % {"register": certification.register.upper()}


def standing(certification: Certification, *, has_newer: bool) -> dict:
    """Return whether one may still prepare it, in words, and the kind of the tag that says so."""
    if certification.valid_until and certification.valid_until < timezone.localdate():
        return {"standing": _("registration ended"), "standing_kind": "attention"}
    if has_newer:
        return {"standing": _("replaced by another one"), "standing_kind": "attention"}
    if certification.register and certification.code:
        return {"standing": _("registered"), "standing_kind": "acquired"}
    return {"standing": "", "standing_kind": ""}


def certification_page(certification: Certification) -> dict:
    newer = list(certification.replaced_by.order_by("title"))
    return {
        "certification": certification,
        "title": typography(certification.title, "fr"),
        "facts": facts_of(certification),
        "source": typography(certification.source, "fr"),
        "before": certification.replaces,
        "newer": newer,
        "blocks": [block_words(block) for block in blocks_of(certification)],
        "paths": [
            {"title": path.title, "url": reverse("path", args=[path.slug]), "summary": path.summary}
            for path in paths_to(certification)
        ],
        **standing(certification, has_newer=bool(newer)),
    }


def facts_of(certification: Certification) -> list[dict]:
    """Return what a training organisation must say of a certification, known or not, then what is known besides."""
    unknown = _("not known here")
    day = {name: getattr(certification, name) for name in ("registered_on", "valid_until", "checked_on")}
    rows = [
        (_("Exact title"), typography(certification.title, "fr")),
        (_("RNCP or RS code"), code_words(certification)),
        (_("Certifier"), certification.certifier or unknown),
        (_("Date of registration"), date_format(day["registered_on"]) if day["registered_on"] else unknown),
        (_("Registered until"), date_format(day["valid_until"]) if day["valid_until"] else unknown),
        (_("Code of the certifier"), certification.other_code),
        (_("Level of qualification"), str(certification.level or "")),
        *codes_by_system(certification),
        (_("Last checked"), date_format(day["checked_on"]) if day["checked_on"] else ""),
    ]
    return [{"name": name, "value": value} for name, value in rows if value]


def codes_by_system(certification: Certification) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    for code in certification.codes.all():
        found.setdefault(code.system, []).append(" ".join(filter(None, [code.code, code.label])))
    return [(label, ", ".join(found[system])) for system, label in ClassificationCode.System.choices if system in found]


def block_words(block: CertificationBlock) -> dict:
    """Return a block, fetched with its skills: its title, its codes, and its skills by framework."""
    return {
        "id": block.pk,
        "order": block.order,
        "title": typography(block.title, "fr"),
        "code": block.code or "",
        "other_code": block.other_code,
        "groups": by_framework(block.skill_rows.all()),
    }
