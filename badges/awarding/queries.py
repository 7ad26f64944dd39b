"""Questions about badges given, applications and those who read them."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from badges.achievements.models import Achievement
from badges.achievements.permissions import issuers_for
from badges.achievements.queries import newest_versions
from badges.awarding.formats.rules import APPLICATION, BADGE, kinds_in, leaves, problems
from badges.awarding.models import ApplicationReview, AwardDecision, BadgeApplication, Credential
from catalogue.learning.models import Enrolment
from catalogue.learning.queries import paths_followed_by
from outillerie.accounts.groups import ADMINISTRATOR, STAFF, TRAINER
from outillerie.accounts.models import Membership, User
from outillerie.people.queries import hub_staff

State, Published = Credential.State, Achievement.State.PUBLISHED
MOST_LAST, MOST_FOR_PEERS = 8, 50


def reviewers_of(achievement: Achievement) -> list[User]:
    """Return those who award `achievement`: the trainers of the organisation that issues it; else the hub's staff."""
    organisation = achievement.issuer.organisation_id
    team = Membership.objects.filter(organisation=organisation, state=Membership.State.ACTIVE).values("person")
    groups = [TRAINER, STAFF, ADMINISTRATOR]
    found = (
        User.objects.filter(pk__in=team, groups__name__in=groups, is_active=True)
        if organisation
        else User.objects.none()
    )
    return list(found.distinct().order_by("pk")) or hub_staff()


def awardable_by(user) -> QuerySet[Achievement]:
    """Return the badges that `user` awards today, with how many people hold each."""
    held = Count("versions__credentials", filter=Q(versions__credentials__state__in=[State.WAITING, State.ISSUED]))
    found = Achievement.objects.filter(issuer__in=issuers_for(user), issuer__is_active=True, state=Published)
    return found.select_related("issuer").annotate(held=held).order_by("name", "pk")


def awards_by(user) -> QuerySet[Credential]:
    """Return the badges given in the name of the issuers of `user`, the newest first."""
    rows = Credential.objects.filter(issuer__in=issuers_for(user)).exclude(state=State.ERASED)
    return rows.select_related("version__achievement__issuer", "holder")


def awards_of(achievement: Achievement) -> QuerySet[Credential]:
    """Return whom `achievement` was given to, the newest first. Of what was erased, nothing is left to see."""
    rows = Credential.objects.filter(version__achievement=achievement).exclude(state=State.ERASED)
    return rows.select_related("version__achievement__issuer", "holder")


def searched(rows: QuerySet[Credential], *, words: str = "", state: str = "") -> QuerySet[Credential]:
    """Return the awards whose holder's name or address, or group, has each of `words`, and that are in `state`.

    Beside the states of a badge there are "doubted" and "expired".
    """
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(run__icontains=word))
    if state == "doubted":
        return rows.filter(doubted_at__isnull=False, state=State.ISSUED)
    if state == "expired":
        return rows.filter(valid_until__lte=timezone.now(), state=State.ISSUED)
    return rows.filter(state=state) if state in State.values else rows


def enrolments_followed_by(user) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(path__in=paths_followed_by(user)).exclude(state=Enrolment.State.LEFT)


def is_followed_by(user: User | None, person: User | None) -> bool:
    """Say whether `user` is among those who see what `person` does in a path."""
    return bool(user and person) and enrolments_followed_by(user).filter(person=person).exists()


def decisions_noted(achievement: Achievement, words: str = "") -> QuerySet[AwardDecision]:
    """Return the decisions that brought no badge yet, the newest first, of those whose name or address has `words`."""
    same = Q(holder=OuterRef("person")) | (Q(email=OuterRef("email")) & ~Q(email=""))
    given = Credential.objects.filter(same, version__achievement=OuterRef("achievement"))
    rows = AwardDecision.objects.filter(~Exists(given), achievement=achievement, withdrawn_at=None)
    for word in words.split():
        name = Q(person__first_name__icontains=word) | Q(person__last_name__icontains=word)
        rows = rows.filter(name | Q(person__email__icontains=word) | Q(email__icontains=word))
    return rows.select_related("person", "decided_by").order_by("-decided_at", "-pk")


# --- applications ---


def applications_for(user) -> QuerySet[BadgeApplication]:
    """Return what waits for `user`, who awards: the oldest first, and never their own."""
    rows = BadgeApplication.objects.filter(
        state=BadgeApplication.State.WAITING, achievement__issuer__in=issuers_for(user), person__is_active=True
    )
    return rows.exclude(person=user).select_related("person", "achievement__issuer").order_by("submitted_at", "pk")


def applications_for_peers(user: User) -> list[BadgeApplication]:
    """Return what `user` may read as a peer and has not read yet, the oldest first."""
    slugs = slugs_read_by(user)
    if not slugs:
        return []
    read = ApplicationReview.objects.filter(reviewer=user, role=ApplicationReview.Role.PEER).values("application")
    rows = BadgeApplication.objects.filter(
        state=BadgeApplication.State.WAITING, achievement__slug__in=slugs, person__is_active=True
    )
    rows = rows.exclude(person=user).exclude(pk__in=read).select_related("person", "achievement__issuer")
    return list(rows.order_by("submitted_at", "pk")[:MOST_FOR_PEERS])


def slugs_read_by(user: User) -> set[str]:
    """Return the badges whose applications `user` may read as a peer: they hold it, or one that stacks on it, and its
    rule asks for the voice of peers."""
    lasting = Q(valid_until=None) | Q(valid_until__gt=timezone.now())
    held = Credential.objects.filter(lasting, holder=user, state=State.ISSUED).select_related("version__achievement")
    slugs = set()
    for row in held:
        slugs.add(row.version.achievement.slug)
        slugs |= badges_in(row.rule)
    asking = Achievement.objects.filter(slug__in=slugs, accepts_applications=True, state=Published)
    return {version.achievement.slug for version in newest_versions(asking) if asks_peers(version.content.rule)}


def badges_in(rule: dict) -> set[str]:
    return set() if problems(rule) else {leaf["achievement"] for leaf in leaves(rule) if leaf["kind"] == BADGE}


def asks_peers(rule: dict) -> bool:
    if problems(rule) or APPLICATION not in kinds_in(rule):
        return False
    return any(leaf["kind"] == APPLICATION and leaf["at_least"] for leaf in leaves(rule))
