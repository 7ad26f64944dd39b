"""A path that says all that it must: what the tests of publication begin with."""

from django.utils import timezone

from catalogue.certifications.models import TrainingProvider
from catalogue.paths.drafts import save_draft
from catalogue.paths.models import LearningPathPage
from catalogue.paths.queries import draft_of
from outillerie.accounts.models import Organisation

FACTS = {
    "summary": "Pour les agents d’accueil.",
    "audience": "Agents d’accueil",
    "place": "Amiens",
    "objectives": "Accueillir une demande\nProtéger des données",
    "prerequisites": "Aucun",
    "methods": "Démonstrations, travail à deux",
    "assessment": "Une mise en situation",
    "access_terms": "Écrire à Odile",
    "access_delay": "15 jours au plus",
    "price": "Gratuit",
    "accessibility": "Locaux de plain-pied, supports agrandis",
    "disability_referent": "Odile, 03 22 00 00 00",
    "contact_email": "odile@example.org",
    "entry_level": "",
}


def complete(path, *, by, **facts):
    """Fill in the sheet of `path`, in its draft."""
    organisation = Organisation.objects.create(name="Centre de formation des Beffrois")
    TrainingProvider.objects.create(
        organisation=organisation,
        legal_name="Association des Beffrois",
        siret="12345678901234",
        activity_number="32800000080",
        activity_region="Hauts-de-France",
    )
    draft = draft_of(LearningPathPage.objects.get(pk=path.pk))
    for name, value in {**FACTS, "facts_checked_on": timezone.localdate(), **facts}.items():
        setattr(draft, name, value)
    draft.organisation = organisation
    save_draft(draft, by=by)
    return LearningPathPage.objects.get(pk=path.pk)
