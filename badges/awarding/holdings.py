"""What the site knows of those who hold badges, award them and apply for them."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from badges.awarding.actions import revoke_again
from badges.awarding.leaving import badges_of, erase_again, leave_badges
from badges.awarding.models import AwardDecision, AwardLine
from badges.awarding.recipients import confirmed_addresses
from badges.backpack.models import ForeignBadge
from badges.backpack.taking import files_of
from outillerie.accounts.models import User
from outillerie.accounts.personal_data import (
    EVERY_FIELD,
    Basis,
    Fate,
    Holding,
    Processing,
    declare,
    declare_not_personal,
)
from outillerie.privacy.account_holdings import OF_OTHERS
from outillerie.privacy.journal import DONE_AGAIN

BADGES = Processing(
    code="badges",
    rank=12,
    name=_("Badges"),
    purpose=_(
        "Awarding badges by what was recorded, letting anybody verify them for decades, and letting holders show them."
    ),
    basis=Basis.CONTRACT,
    recipients=_(
        "The person, those who award the badge, and the hub’s team. Everybody, once the person shows a badge or gives"
        " its file. What is signed holds a salted fingerprint of the e-mail address, never the address nor the name."
    ),
    kept=_(
        "A badge: for ever, so that it can be verified; without the name once its holder leaves, or not at all if they"
        " ask that it be revoked and erased. Applications and what is brought from elsewhere: as long as the account."
    ),
)
ADDRESSES = "account.EmailAddress"
INSIDE = _("Which row answers which: the site’s own.")


def declare_holdings() -> None:
    """Fill the registry. Erasing follows this order: what points at a row goes before the row."""
    DONE_AGAIN["badges erased"] = erase_again
    DONE_AGAIN["badges revoked"] = revoke_again
    declare_badges_held()
    declare_applications()
    declare_bag()
    declare_deeds()
    declare_what_is_not_personal()


def declare_badges_held() -> None:
    # Found by the addresses that the person confirmed: before these go.
    declare(
        Holding(
            model="badges.AwardLine",
            name=_("Lists of awards that name this person"),
            processing=BADGES,
            fate=Fate.UNLINKED,
            remains=_("The line stays without the person: how many were awarded is still counted."),
            find=lines_about,
            section="award_lines",
            fields=("number", "email", "name", "outcome", "problem"),
            sealed=("batch", "credential"),
            withheld=INSIDE,
            emptied={"email": "", "name": "", "problem": ""},
        ),
        Holding(
            model="badges.AwardDecision",
            name=_("Decisions about this person"),
            processing=BADGES,
            fate=Fate.DELETED,
            find=decisions_about,
            section="award_decisions",
            fields=("achievement", "person", "email", "reason", "decided_at", "withdrawn_at", "withdrawn_reason"),
        ),
        Holding(
            model="badges.Credential",
            name=_("Badges held"),
            processing=BADGES,
            fate=Fate.UNLINKED,
            remains=_(
                "A badge stays verifiable, without a name: what was signed keeps the fingerprint of the address. Ask"
                " first that your badges be revoked and erased, if you want nothing to stay."
            ),
            find=badges_of,
            erase=leave_badges,
            section="badges",
            fields=(
                "version", "issuer", "code", "run", "email", "name", "state", "way", "narrative", "evidence",
                "awarded_at", "valid_from", "valid_until", "visibility", "seen_at", "told_at", "revoked_at",
                "revocation_reason", "salt", "identity_hash",
            ),
            sealed=(EVERY_FIELD,),
            withheld=_("The rows that justified it are in their own lists."),
        ),
        before=ADDRESSES,
    )  # fmt: skip


def declare_applications() -> None:
    declare(
        Holding(
            model="badges.ApplicationReview",
            name=_("What this person said of the applications of others"),
            processing=BADGES,
            fate=Fate.UNLINKED,
            remains=_("The voice still counts for the person whom it was about."),
            whose="reviewer",
            section="application_readings",
            fields=("role", "is_convincing", "reason", "reviewed_at"),
            sealed=("application",),
            withheld=INSIDE,
        ),
        Holding(
            model="badges.ApplicationReview",
            name=_("What was said of this person’s applications"),
            processing=BADGES,
            fate=Fate.DELETED,
            whose="application__person",
            section="readings_of_my_applications",
            fields=("role", "is_convincing", "reason", "reviewed_at"),
        ),
        Holding(
            model="badges.BadgeApplication",
            name=_("Applications for badges"),
            processing=BADGES,
            fate=Fate.DELETED,
            whose="person",
            section="badge_applications",
            fields=(
                "achievement", "text", "link", "file", "file_name", "size", "sha256", "state", "submitted_at",
                "decided_at",
            ),
        ),
    )  # fmt: skip


def declare_bag() -> None:
    declare(
        Holding(
            model="badges.BadgeCollection",
            name=_("Collections of badges, and the shared bag"),
            processing=BADGES,
            fate=Fate.DELETED,
            whose="person",
            section="badge_collections",
            fields=("title", "description", "created_at", "shared_at"),
            sealed=("key",),
            withheld=_("The secret part of the address: the page of the bag shows it."),
        ),
        Holding(
            model="badges.ForeignBadge",
            name=_("Badges brought from elsewhere"),
            processing=BADGES,
            fate=Fate.DELETED,
            whose="person",
            section="foreign_badges",
            fields=(
                "identifier", "name", "description", "issuer_name", "issuer_id", "issued_on", "expires_on",
                "verdict", "checked_at", "visibility", "added_at", "media_type", "sha256",
            ),
            sealed=(EVERY_FIELD,),
            withheld=_("The badge itself is among the files."),
        ),
    )  # fmt: skip


def declare_deeds() -> None:
    """What somebody did for others stays theirs, without the name of who did it."""
    declare(
        *(
            Holding(
                model=f"badges.{model}",
                name=name,
                processing=BADGES,
                fate=Fate.UNLINKED,
                whose=whose,
                sealed=(EVERY_FIELD,),
                withheld=OF_OTHERS,
            )
            for model, whose, name in (
                ("Credential", "awarded_by", _("Badges awarded by this person")),
                ("Credential", "revoked_by", _("Badges revoked by this person")),
                ("Credential", "upheld_by", _("Badges upheld by this person")),
                ("AwardDecision", "decided_by", _("Decisions taken by this person")),
                ("AwardBatch", "asked_by", _("Lists of awards launched by this person")),
                ("Achievement", "created_by", _("Badges written by this person")),
                ("AchievementVersion", "published_by", _("Badges published by this person")),
                ("Endorsement", "endorsed_by", _("Endorsements made by this person")),
                ("KnownIssuer", "added_by", _("Issuers recognised by this person")),
                ("KeyRequest", "asked_by", _("Deeds on keys asked by this person")),
                ("KeyRequest", "decided_by", _("Deeds on keys decided by this person")),
            )
        )
    )


def declare_what_is_not_personal() -> None:
    of_the_hub = "what an organisation publishes of itself"
    declare_not_personal("badges.Issuer", of_the_hub, "name", "email")
    declare_not_personal("badges.AchievementTranslation", "the name of a badge", "name")


def lines_about(person: User) -> QuerySet[AwardLine]:
    whose = Q(credential__holder=person) | Q(credential__isnull=True, email__in=confirmed_addresses(person))
    return AwardLine.objects.filter(whose)


def decisions_about(person: User) -> QuerySet[AwardDecision]:
    return AwardDecision.objects.filter(Q(person=person) | Q(person=None, email__in=confirmed_addresses(person)))


def badge_files(person: User) -> Iterator[tuple[str, bytes]]:
    """Yield the badges of `person` as files, for the archive of their data: each picture holds its proof."""
    rows = badges_of(person).select_related("version__achievement", "version__png", "version__svg")
    for credential in rows.order_by("pk"):
        folder = f"badges/{credential.version.achievement.slug}-{credential.uuid}"
        for file in files_of(credential):
            yield f"{folder}/{file.name}", file.content
    for badge in ForeignBadge.objects.filter(person=person).order_by("pk"):
        yield f"badges/ailleurs/{badge.uuid}{ENDINGS.get(badge.media_type, '.bin')}", bytes(badge.content)


ENDINGS = {
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/ld+json": ".json",
    "text/plain": ".jwt",
}
