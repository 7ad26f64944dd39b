"""People with completed and begun modules, as the tests of this slice name them."""

from datetime import date

from django.utils import timezone

from catalogue.frameworks.models import SkillLink
from catalogue.learning.models import AssessmentResult, Enrolment, ModuleCompletion
from catalogue.paths.queries import newest_version
from catalogue.positioning.actions import begin, finish, save_answers
from outillerie.accounts.models import Membership
from tests.catalogue.factories import skill_of


def enrolled(person, page) -> Enrolment:
    found = Enrolment.objects.filter(person=person, path=page).first()
    if found:
        return found
    return Enrolment.objects.create(person=person, path=page, version=newest_version(page), enrolled_at=timezone.now())


def completed(person, page, module) -> ModuleCompletion:
    """Have `person` complete `module` of `page`, as its newest version says it."""
    enrolment = enrolled(person, page)
    return ModuleCompletion.objects.create(
        person=person,
        module=module,
        enrolment=enrolment,
        version=enrolment.version,
        rule=module.rule,
        facts=[],
        sha256="0" * 64,
        completed_at=timezone.now(),
    )


def begun(person, page, module) -> AssessmentResult:
    enrolled(person, page)
    return AssessmentResult.objects.create(person=person, module=module, is_passed=False, assessed_on=date(2026, 3, 2))


def linked(origin, target, strength="exact") -> SkillLink:
    return SkillLink.objects.create(
        origin=origin, target=target, target_uri=f"urn:uuid:{target.identifier}", strength=strength
    )


def member(person, organisation, role="member") -> Membership:
    return Membership.objects.create(person=person, organisation=organisation, role=role, state="active")


def finished(person, framework, depth=1, **ranks):
    """Return a finished positioning; `ranks` by code with underscores: `_1_1=2`; 0 is «not yet»."""
    made = begin(person, framework, depth)
    rows = {code.strip("_").replace("_", "."): rank for code, rank in ranks.items()}
    save_answers(
        made,
        {
            skill_of(framework, code).pk: framework.levels.get(rank=rank).pk if rank else None
            for code, rank in rows.items()
        },
    )
    finish(made)
    made.refresh_from_db()
    return made
