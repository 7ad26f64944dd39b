"""Questions about certifications."""

from django.db.models import Count, Prefetch, QuerySet

from catalogue.certifications.models import BlockSkill, Certification, CertificationBlock
from catalogue.paths.queries import public_paths


def listed_certifications() -> QuerySet[Certification]:
    """Return every certification by title, those that another replaced at the end; `block_count` counts its blocks."""
    counted = Certification.objects.annotate(
        block_count=Count("blocks", distinct=True), newer_count=Count("replaced_by")
    )
    return counted.order_by("newer_count", "title", "pk")


def blocks_of(certification: Certification) -> list[CertificationBlock]:
    """Return the blocks of `certification` in order, with the skills that each asks for."""
    skills = BlockSkill.objects.select_related("skill__framework", "level").order_by("skill__framework", "skill__order")
    rows = Prefetch("skill_rows", skills.prefetch_related("skill__texts"))
    return list(certification.blocks.order_by("order", "pk").prefetch_related(rows))


def paths_to(certification: Certification):
    """Return the public paths that prepare `certification`, by title."""
    return public_paths().filter(certification=certification).order_by("title", "pk")
