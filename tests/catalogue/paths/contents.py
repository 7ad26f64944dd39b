"""Paths as plain values, for the tests that need no database."""

from catalogue.paths.formats.content import (
    BlockContent,
    CertificationBlockRef,
    CertificationRef,
    ModuleContent,
    PathContent,
    ProviderContent,
)


def plain_module(key="m1", title="Écouter la demande", **facts) -> ModuleContent:
    values = {
        "minutes": 120,
        "aims": ("Reformuler",),
        "assessment": "Mise en situation",
        "rule": {"kind": "assessment"},
    }
    return ModuleContent(key=key, title=title, **(values | facts))


def plain_block(key="b1", title="Accueillir", modules=None, **facts) -> BlockContent:
    return BlockContent(key=key, title=title, modules=(plain_module(),) if modules is None else modules, **facts)


def plain_provider(**facts) -> ProviderContent:
    values = {
        "name": "Hub des Beffrois", "legal_name": "Association Hub des Beffrois", "siret": "12345678901234",
        "activity_number": "32590000059", "activity_region": "Hauts-de-France", "email": "hub@example.org",
    }  # fmt: skip
    return ProviderContent(**(values | facts))


def complete_path(**facts) -> PathContent:
    """Return a path that says everything, without a certification."""
    values = {
        "title": "Aidant numérique", "summary": "Pour accompagner sans faire à la place.", "audience": "Agents d’accueil",
        "place": "Roubaix", "objectives": ("Accueillir une demande",), "prerequisites": "Aucun", "methods": "Exercices",
        "assessment": "Un dossier", "access_terms": "Par téléphone", "access_delay": "15 jours au plus", "price": "Gratuit",
        "accessibility": "Sous-titres, gros caractères", "disability_referent": "Nadia, 03 00 00 00 00",
        "contact_email": "formation@example.org", "results": "12 personnes formées en 2025", "results_on": "2026-01-15",
        "facts_checked_on": "2026-10-01", "provider": plain_provider(), "blocks": (plain_block(),),
    }  # fmt: skip
    return PathContent(**(values | facts))


def certification(**facts) -> CertificationRef:
    values = {
        "title": "Médiateur numérique", "register": "rncp", "code": "RNCP12345", "certifier": "Ministère du travail",
        "registered_on": "2025-05-20", "valid_until": "2030-05-20",
    }  # fmt: skip
    return CertificationRef(**(values | facts))


def certified_path(**facts) -> PathContent:
    """Return a path that says everything, and prepares for a registered certification."""
    block = plain_block(certification_block=CertificationBlockRef(title="Accompagner", code="RNCP12345BC01"))
    values = {"certification": certification(), "success_rate": "80 %", "entry_level": "4", "blocks": (block,)}
    return complete_path(**(values | facts))
