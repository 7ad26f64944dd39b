"""The certifications that ship with the site, brought into the database. What a hub wrote since stays."""

import json

from django.conf import settings
from django.db import transaction

from catalogue.certifications.models import BlockSkill, Certification, CertificationBlock, ClassificationCode
from catalogue.frameworks.models import Skill, Use

SHIPPED = settings.BASE_DIR / "fixtures" / "certifications" / "certifications.json"
FACTS = (
    "title", "short_title", "register", "other_code", "certifier", "level", "registered_on", "valid_until", "source",
    "source_url",
)  # fmt: skip


@transaction.atomic
def load_certifications() -> list[Certification]:
    """Add the shipped certifications that are not here, and return them. Again, it changes nothing."""
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))["certifications"]
    here = set(Certification.objects.values_list("slug", flat=True))
    return [added(row) for row in rows if row["slug"] not in here]


def added(row: dict) -> Certification:
    made = Certification.objects.create(
        slug=row["slug"],
        replaces=Certification.objects.filter(slug=row.get("replaces", "")).first(),
        **{name: row[name] for name in FACTS if name in row},
    )
    for code in row.get("codes", []):
        made.codes.add(ClassificationCode.objects.get_or_create(system=code["system"], code=code["code"])[0])
    for order, block in enumerate(row.get("blocks", []), start=1):
        add_block(made, block, order, row.get("framework", {}))
    return made


def add_block(certification: Certification, row: dict, order: int, framework: dict) -> None:
    block = CertificationBlock.objects.create(
        certification=certification, order=order, title=row["title"], other_code=row.get("other_code", "")
    )
    skills = Skill.objects.filter(
        framework__code=framework.get("code"),
        framework__version=framework.get("version"),
        code__in=row.get("skills", []),
    )
    BlockSkill.objects.bulk_create(BlockSkill(block=block, skill=skill, use=Use.ASSESSED) for skill in skills)
