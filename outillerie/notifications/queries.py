from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Q, Value, When

from outillerie.accounts.models import Organisation, User
from outillerie.collections.models import KitCollection
from outillerie.kits.permissions import can_edit_kit, can_review_kits
from outillerie.kits.queries import public_kits
from outillerie.notifications.kinds import Told, added, added_kinds
from outillerie.notifications.models import Kind, MailChoice, Notification, NotificationPreference
from outillerie.notifications.wording import Names, sentence
from outillerie.people.permissions import is_hub_staff

# Who comes and goes is told to those who manage a team.
TEAM_EVENTS = ("asked", "joined", "left")
MODERATION_KINDS = (Kind.KIT_PROPOSED, Kind.KIT_REPORTED)


@dataclass(frozen=True)
class Line:
    """One notification as its person reads it. `path` is empty once they may not see what it is about."""

    pk: int
    sentence: str
    path: str
    created_at: datetime
    is_read: bool

    @property
    def is_visible(self) -> bool:
        return bool(self.path)


def notifications_of(person: User):
    """Return what `person` was told, what they have not read first, the newest first."""
    is_read = Case(When(read_at=None, then=Value(0)), default=Value(1))
    rows = Notification.objects.filter(person=person).select_related("kit", "actor")
    return rows.order_by(is_read, "-created_at", "-pk")


def unread_count(person: User) -> int:
    return Notification.objects.filter(person=person, read_at=None).count()


def lines_of(person: User, rows: list[Notification]) -> list[Line]:
    """Return `rows`, which are told to `person`, in words. What they may see is asked again, now (LEAK-08)."""
    names, told = names_for(person, rows), told_above(person, rows)
    return [line_of(row, told.get(row.pk) or told_here(person, row, names)) for row in rows]


def line_of(row: Notification, told: Told) -> Line:
    return Line(
        pk=row.pk,
        sentence=told.sentence,
        path=row.path if told.is_visible else "",
        created_at=row.created_at,
        is_read=row.read_at is not None,
    )


def told_here(person: User, row: Notification, names: Names) -> Told:
    return Told(sentence=sentence(row, names), is_visible=is_visible(person, row, names))


def told_above(person: User, rows: list[Notification]) -> dict[int, Told]:
    """Return what the kinds that the apps above added say of their rows, by row. Each app is asked once."""
    by_teller: dict = {}
    for row in rows:
        if kind := added(row.kind):
            by_teller.setdefault(kind.tell, []).append(row)
    return {row.pk: told for tell, own in by_teller.items() for row, told in zip(own, tell(person, own), strict=True)}


def is_visible(person: User, row: Notification, names: Names) -> bool:
    if row.kind in MODERATION_KINDS and not can_review_kits(person):
        return False
    if row.kit_id is not None:
        return row.kit_id in names.kits
    if row.kind == Kind.MEMBERSHIP and row.facts.get("event") in TEAM_EVENTS:
        return row.facts.get("organisation") in names.teams
    return "collection" not in row.facts or row.facts["collection"] in names.collections


def names_for(person: User, rows: list[Notification]) -> Names:
    """Return the titles and names that `rows` may say to `person`: six questions at most, whatever their number."""
    kits = {row.kit_id: row.kit for row in rows if row.kit_id}
    organisation_ids = {row.facts.get("organisation") for row in rows} - {None}
    collection_ids = {row.facts.get("collection") for row in rows} - {None}
    return Names(
        kits=titles_for(person, kits) if kits else {},
        organisations=dict(Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", "name"))
        if organisation_ids
        else {},
        teams=teams_of(person, organisation_ids) if organisation_ids else frozenset(),
        collections=dict(collections_for(person, collection_ids).values_list("pk", "title")) if collection_ids else {},
    )


def titles_for(person: User, kits: dict) -> dict[int, str]:
    """Return the title of each of `kits` that everyone may read, and of the drafts that `person` may edit."""
    public = set(public_kits().filter(pk__in=kits).values_list("pk", flat=True))
    titles = {}
    for pk, kit in kits.items():
        if pk in public:
            titles[pk] = kit.title
        elif can_edit_kit(person, kit):
            titles[pk] = kit.draft_title or kit.title
    return titles


def teams_of(person: User, ids: set[int]) -> frozenset[int]:
    """Return which of the organisations `ids` have a team that `person` manages; all of them for hub staff."""
    if is_hub_staff(person):
        return frozenset(ids)
    managed = person.memberships.filter(role="manager", state="active", organisation__in=ids)
    return frozenset(managed.values_list("organisation_id", flat=True))


def collections_for(person: User, ids: Iterable[int]):
    mine = Q(is_public=True) | Q(owner=person) | Q(curator_rows__person=person)
    return KitCollection.objects.filter(mine, pk__in=ids).distinct()


def preferred(person_ids: Iterable[int], kind: str) -> dict[int, str]:
    """Return how each of the people who chose wants `kind` told by e-mail."""
    chosen = NotificationPreference.objects.filter(person__in=person_ids, kind=kind)
    return dict(chosen.values_list("person_id", "mail"))


def muted_kinds(person: User) -> list[str]:
    """Return the kinds that `person` wants no mail of."""
    never = NotificationPreference.objects.filter(person=person, mail=MailChoice.NEVER)
    return list(never.values_list("kind", flat=True))


def kinds_for(person: User) -> list[str]:
    """Return what `person` may be told: moderation is for those who read what is proposed."""
    here = [kind.value for kind in Kind if kind not in MODERATION_KINDS or can_review_kits(person)]
    return here + [kind.code for kind in added_kinds() if kind.concerns(person)]


def mail_choices(person: User) -> dict[str, str]:
    """Return the choice of `person` for each kind that they may be told."""
    chosen = dict(NotificationPreference.objects.filter(person=person).values_list("kind", "mail"))
    return {kind: chosen.get(kind, MailChoice.DAILY.value) for kind in kinds_for(person)}
