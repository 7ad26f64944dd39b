"""Certificat de réalisation, attestation de fin de formation, relevé de progression: what each states, and what it lacks.

The wordings are those of French law and of the ministry's model: they are French whatever the language of the interface.
A document that lacks a fact is not printed: `missing` names each fact, for the page that says where to write it.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from catalogue.exchange.paper import day_in_french, document_pdf, typeset
from catalogue.learning.documents.followed import Followed, FollowedModule, followed
from catalogue.learning.formats.progress import Progress
from catalogue.learning.models import Enrolment
from catalogue.learning.queries import progress_of
from outillerie.errors import Refused
from outillerie.kits.formats.durations import duration_label
from outillerie.pages.queries import absolute

FRENCH = "fr"
STATEMENT, ATTESTATION, CERTIFICATE = "releve-progression", "attestation", "certificat-realisation"
LABELS = {
    STATEMENT: gettext_lazy("Progress statement"),
    ATTESTATION: gettext_lazy("End-of-training attestation"),
    CERTIFICATE: gettext_lazy("Certificate of completion of the training action (certificat de réalisation)"),
}
# What the learner may print: the certificate binds the organisation, which signs and keeps it.
FOR_LEARNERS = (STATEMENT, ATTESTATION)
# Who answers for each missing fact: the organisation’s facts, the learner’s own, those of the enrolment, of the training.
PROVIDER, LEARNER, ENROLMENT, TRAINING = "provider", "learner", "enrolment", "training"


class NotPrintable(Refused):
    pass


@dataclass(frozen=True)
class Missing:
    about: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who prints: the training organisation, its numbers, its legal representative."""

    legal_name: str
    address: str
    siret: str
    activity: str
    representative: str
    role: str
    place: str
    day: str


@dataclass(frozen=True, kw_only=True)
class Certificate:
    head: Letterhead
    learner: str
    employer: str
    title: str
    natures: tuple[tuple[str, bool], ...]
    first_day: str
    last_day: str
    duration: str
    planned: str
    remote: str
    is_partial: bool


@dataclass(frozen=True, kw_only=True)
class ModuleLine:
    block: str
    title: str
    attended: str
    planned: str
    outcome: str
    is_required: bool


@dataclass(frozen=True, kw_only=True)
class Attestation:
    head: Letterhead
    learner: str
    title: str
    objectives: tuple[str, ...]
    first_day: str
    last_day: str
    duration: str
    planned: str
    is_partial: bool
    modules: tuple[ModuleLine, ...]
    certification: str
    certifier: str


@dataclass(frozen=True, kw_only=True)
class Statement:
    learner: str
    title: str
    version: int
    organisation: str
    enrolled_on: str
    day: str
    done: str
    total: str
    progress: Progress


# --- What is missing


def missing_facts(kind: str, seen: Followed) -> list[Missing]:
    """Return what `kind` lacks before it may be printed; nothing when it is ready."""
    if kind == STATEMENT:
        return missing_of_learner(seen)
    return [
        *missing_of_provider(seen),
        *missing_of_learner(seen),
        *(missing_of_enrolment(seen) if kind == CERTIFICATE else []),
        *missing_of_training(kind, seen),
    ]


def missing_of_provider(seen: Followed) -> list[Missing]:
    if seen.provider is None:
        sentence = _("the training organisation that answers for this path, with its legal representative")
        return [Missing(PROVIDER, sentence)]
    facts = {
        "legal_name": _("the legal name of the training organisation"),
        "representative_name": _("the name of the legal representative"),
        "representative_role": _("the quality of the legal representative"),
        "commune": _("the commune of the training organisation, where the document is signed"),
    }
    return [Missing(PROVIDER, words) for name, words in facts.items() if not getattr(seen.provider, name).strip()]


def missing_of_learner(seen: Followed) -> list[Missing]:
    return [] if seen.learner else [Missing(LEARNER, _("the first name and the name of the learner"))]


def missing_of_enrolment(seen: Followed) -> list[Missing]:
    enrolment = seen.enrolment
    if not enrolment.trainee_type:
        return [Missing(ENROLMENT, _("the type of trainee"))]
    is_employed = enrolment.trainee_type in (Enrolment.TraineeType.EMPLOYEE, Enrolment.TraineeType.APPRENTICE)
    return [Missing(ENROLMENT, _("the employer"))] if is_employed and not enrolment.employer.strip() else []


def missing_of_training(kind: str, seen: Followed) -> list[Missing]:
    found = []
    if not seen.is_over:
        found.append(_("the end of the training: it is still in progress"))
    if kind == CERTIFICATE and not seen.minutes:
        found.append(_("attendance: no minute is recorded"))
    if kind == ATTESTATION and not seen.content.objectives:
        found.append(_("the objectives of the path"))
    if kind == ATTESTATION and not (seen.minutes or any(module.completed_on for module in seen.modules)):
        found.append(_("attendance or a completed module: nothing is recorded"))
    found += [
        _("a decision on the module “%(module)s”, which is no longer justified") % {"module": module.content.title}
        for module in seen.doubted
    ]
    return [Missing(TRAINING, sentence) for sentence in found]


# --- What each says


def letterhead(seen: Followed) -> Letterhead:
    provider = seen.provider
    town = " ".join(filter(None, [provider.postcode, provider.commune]))
    return Letterhead(
        legal_name=typeset(provider.legal_name),
        address=", ".join(filter(None, [*provider.address.splitlines(), town])),
        siret=provider.siret,
        activity=activity_sentence(provider),
        representative=provider.representative_name,
        role=provider.representative_role,
        place=provider.commune,
        day=day_in_french(seen.today),
    )


def activity_sentence(provider) -> str:
    """Return the sentence of article L. 6352-12, or nothing: half of it would be wrong."""
    if not (provider.activity_number and provider.activity_region):
        return ""
    return (
        f"Déclaration d’activité enregistrée sous le numéro {provider.activity_number} auprès du préfet de région "
        f"{provider.activity_region}. Cet enregistrement ne vaut pas agrément de l’État."
    )


def certificate_of(enrolment: Enrolment) -> Certificate:
    """Return the certificate of `enrolment`. Raises NotPrintable, which names what is missing."""
    seen = checked(CERTIFICATE, enrolment)
    is_apprentice = enrolment.trainee_type == Enrolment.TraineeType.APPRENTICE
    is_employed = is_apprentice or enrolment.trainee_type == Enrolment.TraineeType.EMPLOYEE
    return Certificate(
        head=letterhead(seen),
        learner=seen.learner,
        employer=enrolment.employer.strip() if is_employed else "",
        title=typeset(seen.content.title),
        natures=(
            ("action de formation", not is_apprentice),
            ("bilan de compétences", False),
            ("action de VAE", False),
            ("action de formation par apprentissage", is_apprentice),
        ),
        remote=hours(seen.remote_minutes) if seen.remote_minutes else "",
        **period(seen),
    )


def attestation_of(enrolment: Enrolment) -> Attestation:
    """Return the attestation of `enrolment`, partial when part of it was not attended. Raises NotPrintable."""
    seen = checked(ATTESTATION, enrolment)
    content = seen.content
    named = content.certification if content.is_registered else None
    return Attestation(
        head=letterhead(seen),
        learner=seen.learner,
        title=typeset(content.title),
        objectives=tuple(typeset(line) for line in content.objectives),
        modules=tuple(module_line(module) for module in seen.modules if is_told(module)),
        certification=typeset(named.title) if named else "",
        certifier=named.certifier if named else "",
        **period(seen),
    )


def statement_of(enrolment: Enrolment) -> Statement:
    """Return where `enrolment` stands today. Raises NotPrintable."""
    seen = checked(STATEMENT, enrolment)
    organisation, progress = enrolment.path.organisation, progress_of(enrolment)
    return Statement(
        learner=seen.learner,
        title=typeset(seen.content.title),
        version=enrolment.version.number,
        organisation=organisation.name if organisation else "",
        enrolled_on=day_in_french(timezone.localdate(enrolment.enrolled_at)),
        day=day_in_french(seen.today),
        done=hours(progress.minutes_done),
        total=hours(progress.minutes_total),
        progress=progress,
    )


def checked(kind: str, enrolment: Enrolment) -> Followed:
    seen = followed(enrolment)
    lacks = missing_facts(kind, seen)
    if lacks:
        words = ", ".join(lack.sentence for lack in lacks)
        raise NotPrintable(_("This document cannot be printed yet. Missing: %(facts)s.") % {"facts": words})
    return seen


def period(seen: Followed) -> dict:
    days = seen.days
    return {
        "first_day": day_in_french(days[0]) if days else "",
        "last_day": day_in_french(days[-1]) if days else "",
        "duration": hours(seen.minutes),
        "planned": hours(seen.planned),
        "is_partial": seen.is_partial,
    }


def is_told(module: FollowedModule) -> bool:
    """Return whether the attestation lists a module: an optional one that nobody touched says nothing."""
    return bool(module.content.is_required or module.minutes or module.completed_on)


def module_line(module: FollowedModule) -> ModuleLine:
    return ModuleLine(
        block=typeset(module.block),
        title=typeset(module.content.title),
        attended="" if module.is_prior_learning else hours(module.minutes),
        planned=hours(module.content.minutes),
        outcome=outcome(module),
        is_required=module.content.is_required,
    )


def outcome(module: FollowedModule) -> str:
    """Return the result of what was assessed, in French as the whole document."""
    if module.is_prior_learning:
        return f"Acquis antérieurs reconnus le {day_in_french(module.completed_on)}"
    if module.completed_on:
        return f"Acquis le {day_in_french(module.completed_on)}"
    return {True: "Évaluation réussie", False: "Non acquis", None: "Non évalué"}[module.is_passed]


def hours(minutes: int) -> str:
    return duration_label(minutes, "fr")


# --- On paper

TEMPLATES = {
    STATEMENT: ("pdf/progress_statement.html", statement_of),
    ATTESTATION: ("pdf/attestation.html", attestation_of),
    CERTIFICATE: ("pdf/certificate.html", certificate_of),
}


def paper_pdf(kind: str, enrolment: Enrolment) -> bytes:
    """Return one document of an enrolment. Raises NotPrintable, and RenderingFailed."""
    template, facts_of = TEMPLATES[kind]
    with override(FRENCH):
        paper = facts_of(enrolment)
    block = next(iter(enrolment.version.content.blocks), None)
    return document_pdf(
        template,
        {"paper": paper},
        address=absolute(enrolment.path.url),
        domain=block.domain if block else 1,
        glyph=enrolment.version.content.glyph,
    )
