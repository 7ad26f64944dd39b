from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from wagtail.models import Revision

from outillerie.accounts.models import Membership, TermsAcceptance, User
from outillerie.accounts.personal_data import Fate, holdings, in_reading_order
from outillerie.field_reports.models import FieldReport
from outillerie.kits.models import KitCredit, KitPage, KitSource, KitVersion
from outillerie.pages.models import HubSettings
from outillerie.privacy.models import DataExport
from outillerie.privacy.names import page_address_of
from outillerie.remix.models import Proposal


def kits_made_by(person: User) -> QuerySet:
    """Return the kits that `person` had a hand in: theirs, those they wrote in, those that took up their changes."""
    written = Revision.objects.filter(user=person, content_type=ContentType.objects.get_for_model(KitPage))
    offered = Proposal.objects.filter(proposed_by=person, state=Proposal.State.MERGED)
    ids = {*written.values_list("object_id", flat=True), *offered.values_list("kit_id", flat=True)}
    if page := page_address_of(person):
        ids |= {*KitCredit.objects.filter(url=page).values_list("page_id", flat=True)}
    return KitPage.objects.filter(Q(owner=person) | Q(pk__in=[int(pk) for pk in ids]))


def versions_that_may_name(person: User) -> QuerySet:
    """Return the versions of the kits that `person` had a hand in, and those made from one of these."""
    made = KitVersion.objects.filter(kit__in=kits_made_by(person))
    cited = Q(pk__in=made.values("pk"))
    for sha256 in made.values_list("sha256", flat=True):
        cited |= Q(text__contains=sha256)
    return KitVersion.objects.annotate(text=Cast("values", TextField())).filter(cited)


def kits_that_may_name(person: User) -> QuerySet:
    """Return the kits, drafts too, that `person` had a hand in or that are made from one of these."""
    made = kits_made_by(person)
    known = KitVersion.objects.filter(kit__in=made).values("sha256")
    adapted = KitSource.objects.filter(sha256__in=known).values("page")
    versions = versions_that_may_name(person).values("kit")
    return KitPage.objects.filter(Q(pk__in=made.values("pk")) | Q(pk__in=adapted) | Q(pk__in=versions))


def is_signed_somewhere(person: User) -> bool:
    """Return whether something that stays points at `person`, to know who signs it."""
    links = [holding for holding in holdings() if holding.fate == Fate.SIGNED and holding.whose]
    return any(holding.rows(person).exists() for holding in links)


def newest_export(person: User) -> DataExport | None:
    return DataExport.objects.filter(person=person).first()


def terms_version() -> str:
    """Return the version of the terms of use that holds now."""
    return (HubSettings.objects.first() or HubSettings()).terms_version


def has_accepted(person: User, version: str) -> bool:
    return TermsAcceptance.objects.filter(person=person, version=version).exists()


def organisations_left_without_manager(person: User) -> list[Membership]:
    """Return the memberships of those who come next, where `person` alone manages and is not alone."""
    active = Membership.objects.filter(state=Membership.State.ACTIVE).select_related("organisation", "person")
    managed = active.filter(person=person, role=Membership.Role.MANAGER)
    heirs = []
    for membership in managed:
        others = active.filter(organisation=membership.organisation).exclude(person=person)
        if not others.filter(role=Membership.Role.MANAGER, person__is_active=True).exists():
            heirs += others.filter(person__is_active=True).order_by("created_at", "pk")[:1]
    return heirs


@dataclass(frozen=True)
class Known:
    """One thing that the site knows of a person: how it is called, and how many rows of it there are."""

    name: str
    count: int


def what_we_know(person: User) -> list[Known]:
    """Return what the site holds of `person`, by the names of the registry; what is empty is left out.

    Sessions are not counted: each would have to be opened to know whose it is.
    """
    counted = [holding for holding in in_reading_order() if holding.section and holding.model != "sessions.Session"]
    found = [Known(str(holding.name), holding.rows(person).count()) for holding in counted]
    return [known for known in found if known.count]


@dataclass(frozen=True)
class Staying:
    """What others keep when a person leaves, and what of theirs goes with them."""

    published: list[KitPage]
    deleted: list[KitPage]
    shared: list[KitPage]
    heirs: list[Membership]
    reports: int


def what_stays(person: User) -> Staying:
    """Return what happens to the contributions of `person` if they leave now."""
    own = list(KitPage.objects.filter(owner=person).select_related("organisation").order_by("title"))
    versioned = set(KitVersion.objects.filter(kit__in=own).values_list("kit_id", flat=True))
    drafts = [kit for kit in own if kit.pk not in versioned and not kit.live]
    return Staying(
        published=[kit for kit in own if kit not in drafts],
        deleted=[kit for kit in drafts if kit.organisation is None],
        shared=[kit for kit in drafts if kit.organisation is not None],
        heirs=organisations_left_without_manager(person),
        reports=FieldReport.objects.filter(person=person).count(),
    )
