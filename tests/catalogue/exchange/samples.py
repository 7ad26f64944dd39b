"""Paths that say everything that LHÉO asks for, and less."""

import dataclasses
from datetime import date

from catalogue.exchange.formats.offer import Offer, Session
from catalogue.paths.formats.content import (
    BlockContent,
    CertificationBlockRef,
    CertificationRef,
    ModuleContent,
    PathContent,
    ProviderContent,
    SkillUse,
)

TODAY = date(2026, 1, 5)
PROVIDER = ProviderContent(
    name="Hub des Beffrois",
    legal_name="Hub des Beffrois SCIC",
    siret="12345678901234",
    activity_number="32591234567",
    activity_region="Hauts-de-France",
    address="3 rue des Tisserands",
    postcode="59100",
    commune="Roubaix",
    email="contact@beffrois.example",
    phone="03 20 00 00 00",
)
SKILL = SkillUse(
    identifier="6f1ed5c2-0000-4000-8000-000000000001",
    framework="essai",
    framework_version="1",
    code="1.1",
    statement="Protéger les appareils",
    use="assessed",
    rank=2,
    level="Pratique",
)
BLOCKS = (
    BlockContent(
        key="6f1ed5c2-0000-4000-8000-00000000000a",
        title="Accueillir sans faire à la place",
        certification_block=CertificationBlockRef(title="Accompagner différents publics", code="RNCP34137BC01"),
        modules=(
            ModuleContent(key="6f1ed5c2-0000-4000-8000-00000000000b", title="Écouter", minutes=90, skills=(SKILL,)),
            ModuleContent(key="6f1ed5c2-0000-4000-8000-00000000000c", title="Orienter", minutes=60, is_required=False),
        ),
    ),
)
COMPLETE = PathContent(
    title="Aidant numérique",
    summary="Pour accompagner **sans faire à la place**.",
    audience="Agents d’accueil",
    mode="hybrid",
    pace="Une demi-journée par semaine",
    objectives=("Accueillir une personne", "Protéger ses données"),
    prerequisites="Aucun.",
    methods="Mises en situation.",
    assessment="Étude de cas.",
    access_terms="Entretien.",
    access_delay="15 jours au plus",
    price_cents=150_000,
    funding="OPCO de l’employeur",
    accessibility="Locaux accessibles.",
    disability_referent="Fatou, fatou@beffrois.example",
    contact_name="Odile Carpentier",
    contact_email="odile@beffrois.example",
    entry_level="1",
    nsf=("320t", "335"),
    formacodes=("70354",),
    rome=("K1207",),
    public_codes=("82056",),
    certification=CertificationRef(
        title="Responsable d’espace de médiation numérique",
        register="rncp",
        code="RNCP34137",
        certifier="Ministère du travail",
        level=5,
        registered_on="2019-07-13",
    ),
    provider=PROVIDER,
    blocks=BLOCKS,
)
SESSION = Session(
    key="7",
    starts_on=date(2026, 3, 2),
    ends_on=date(2026, 6, 30),
    enrolment_closes_on=date(2026, 2, 15),
    place="Médiathèque des Tisserands",
    address="12 place du Marché",
    postcode="59100",
    commune="Roubaix",
    department="59",
)


def offer(
    content=COMPLETE,
    *,
    sessions=(SESSION,),
    certification_blocks=frozenset({"RNCP34137BC01", "RNCP34137BC02"}),
    **facts,
):
    """Return an offer of `content` changed by `facts`."""
    return Offer(
        slug="aidant-numerique",
        url="https://outillerie.example/parcours/aidant-numerique/",
        number=2,
        published_at="2026-01-02T09:00:00+01:00",
        content=dataclasses.replace(content, **facts),
        sessions=tuple(sessions),
        certification_blocks=certification_blocks,
    )
