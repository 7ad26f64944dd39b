"""One small hub in which every address of the site has something to show, and the people who may come to it."""

import hashlib
from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from outillerie.accounts.models import Invitation, Membership, Organisation, User
from outillerie.collections.models import CollectedKit, CollectionCurator, KitCollection
from outillerie.field_reports.models import FieldReport
from outillerie.kits.formats.content import Credit, File, Picture
from outillerie.kits.models import HubDocument, KitFile, KitPage
from outillerie.kits.queries import newest_version
from outillerie.moderation.actions import submit_kit
from outillerie.moderation.models import KitReport
from outillerie.notifications.emails import unsubscribe_token
from outillerie.notifications.models import Kind, Notification
from outillerie.people.emails import invitation_token
from outillerie.privacy.models import DataExport
from outillerie.remix.models import Adaptation, Proposal
from outillerie.writing.actions import save_draft
from tests.access.gathering import GATHERING_ARGUMENTS, Gathering
from tests.access.recognising import RECOGNISING_ARGUMENTS, Recognising
from tests.access.training import TRAINING_ARGUMENTS, Training
from tests.factories import draft, kit, person

ROLES = ("anonymous", "stranger", "author", "colleague", "moderator", "frozen", "learner", "trainer", "staff")


class World:
    """`people` by role; `addresses` gives each address of the site by the name of its route."""

    def __init__(self):
        self.people = {
            "stranger": person("stranger@example.org", first_name="Solène"),
            "author": person("author@example.org", first_name="Aline", slug="aline", is_public=True),
            "colleague": person("colleague@example.org", first_name="Côme"),
            "moderator": person("moderator@example.org", first_name="Maud", group="moderator"),
            "frozen": person("frozen@example.org", first_name="Firmin", is_active=False),
            "learner": person("learner@example.org", first_name="Lina"),
            "trainer": person("trainer@example.org", first_name="Tarek", group="trainer"),
            "staff": person("staff@example.org", first_name="Sabine", group="hub staff"),
        }
        self.author = self.people["author"]
        self.build_organisation()
        self.build_kits()
        self.build_around()
        self.training = Training(
            learner=self.people["learner"], trainer=self.people["trainer"], organisation=self.organisation
        )
        self.gathering = Gathering(
            learner=self.people["learner"],
            trainer=self.people["trainer"],
            organisation=self.organisation,
            module=self.training.module,
        )
        self.recognising = Recognising(
            learner=self.people["learner"],
            trainer=self.people["trainer"],
            author=self.author,
            peer=self.people["colleague"],
            staff=self.people["staff"],
        )

    def build_organisation(self):
        self.organisation = Organisation.objects.create(name="Atelier du Canal")
        for role in ("author", "colleague"):
            Membership.objects.create(
                person=self.people[role],
                organisation=self.organisation,
                state="active",
                role="manager" if role == "author" else "member",
            )
        asking = person("asking@example.org")
        self.request = Membership.objects.create(person=asking, organisation=self.organisation, state="requested")
        self.invitation = Invitation.objects.create(
            organisation=self.organisation, email="new@example.org", invited_by=self.author
        )

    def owned(self, page: KitPage) -> KitPage:
        KitPage.objects.filter(pk=page.pk).update(owner=self.author, organisation=self.organisation)
        page = KitPage.objects.get(pk=page.pk)
        latest = page.get_latest_revision_as_object()
        latest.owner, latest.organisation = self.author, self.organisation
        save_draft(latest, by=self.author)
        return KitPage.objects.get(pk=page.pk)

    def build_kits(self):
        self.kit = self.owned(kit(by=self.author, slug="publie", credits=(Credit(name="Aline"),), **whole()))
        self.draft = self.owned(draft(slug="brouillon"))
        latest = self.draft.get_latest_revision_as_object()
        document = HubDocument.objects.create(title="Fiche", file=ContentFile(b"%PDF-1.7\n", "fiche.pdf"))
        latest.files.add(KitFile(document=document, name="fiche.pdf"))
        save_draft(latest, by=self.author)
        self.draft = KitPage.objects.get(pk=self.draft.pk)
        self.other = kit(slug="adapte", title="Adapté", credits=(Credit(name="Bachir"),))
        owner = person("bachir@example.org", first_name="Bachir")
        KitPage.objects.filter(pk=self.other.pk).update(owner=owner)
        version = newest_version(self.kit)
        self.adaptation = Adaptation.objects.create(kit=self.draft, source=self.other, base=newest_version(self.other))
        Adaptation.objects.create(kit=self.other, source=self.kit, base=version)
        Adaptation.objects.create(kit=self.kit, source=self.other, base=newest_version(self.other))
        self.proposal = Proposal.objects.create(
            kit=self.kit, base=version, offered=newest_version(self.other), proposed_by=owner
        )
        self.offer = Proposal.objects.create(
            kit=self.other, base=newest_version(self.other), offered=version, proposed_by=self.author
        )

    def build_around(self):
        self.state = submit_kit(self.draft, by=self.author)
        self.problem = KitReport.objects.create(kit=self.kit, reason="errors", reporter=self.author)
        self.told = FieldReport.objects.create(
            kit=self.kit, person=self.author, held_on=date(2026, 3, 2), worked="Tout.", recommendation=3
        )
        self.collection = KitCollection.objects.create(title="La mienne", slug="la-mienne", owner=self.author)
        self.collected = CollectedKit.objects.create(collection=self.collection, kit=self.kit)
        CollectionCurator.objects.create(collection=self.collection, person=self.people["colleague"])
        self.notification = Notification.objects.create(
            person=self.author, kind=Kind.KIT_DECIDED, kit=self.kit, path=self.kit.url
        )
        self.export = DataExport.objects.create(
            person=self.author, state="ready", file=ContentFile(b"PK", "mes-donnees.zip"), size=2
        )

    @property
    def known(self) -> dict:
        """Return what each argument of a route is worth, by its name; `ROUTES` says where that is not enough."""
        return {
            "kit_id": self.draft.pk,
            "slug": "publie",
            "number": 1,
            "name": "fiche.pdf",
            "kind": "fichiers",
            "what": "fichier",
            "code": "bases-accessibilite",
            "kit_slug": "publie",
            "row": self.collected.pk,
            "person": self.people["colleague"].pk,
            "form": "carnet-a5",
            "identifier": str(self.training.framework.identifier),
            "anything": "inconnu",
            "token": "inconnu",
        }

    def arguments(self, route: str, names: tuple[str, ...]) -> dict:
        slug = {"slug": "la-mienne"} if route in OF_A_COLLECTION else {}
        return (
            {name: self.known.get(name) for name in names}
            | slug
            | {name: value(self) for name, value in ARGUMENTS.get(route, {}).items() if name in names}
        )

    def address(self, route: str, names: tuple[str, ...]) -> str:
        return reverse(route, kwargs=self.arguments(route, names))


def whole() -> dict:
    """Return a file, a picture and a cover, with their bytes."""
    drawn = BytesIO()
    Image.new("RGB", (30, 20), "red").save(drawn, "WEBP")
    picture, sheet = drawn.getvalue(), b"%PDF-1.7\n"
    names = {data: hashlib.sha256(data).hexdigest() for data in (picture, sheet)}
    return {
        "files": (File(name="fiche.pdf", title="Fiche", sha256=names[sheet]),),
        "pictures": (Picture(name="image.webp", alt="Une image", sha256=names[picture]),),
        "cover": "image.webp",
        "blobs": {name: data for data, name in names.items()},
    }


def member_row(world: World) -> int:
    return Membership.objects.get(person=world.people["colleague"]).pk


# The collection is private: its owner and its curator know of it.
OF_A_COLLECTION = {
    "collection", "change-collection", "delete-collection", "move-collected-kit", "remove-collected-kit",
    "say-why-collected", "invite-curator", "remove-curator", "join-collection", "leave-collection",
    "collection-booklet",
}  # fmt: skip
# What a route asks that its argument's name does not say.
ARGUMENTS = (
    TRAINING_ARGUMENTS
    | GATHERING_ARGUMENTS
    | RECOGNISING_ARGUMENTS
    | {
        "review": {"pk": lambda world: world.state.pk},
        "review-file": {"pk": lambda world: world.state.pk},
        "review-trust": {"pk": lambda world: world.state.pk},
        "report-review": {"pk": lambda world: world.problem.pk},
        "report-outcome": {"pk": lambda world: world.problem.pk},
        "kit-review": {"pk": lambda world: world.draft.pk},
        "kit-withdraw": {"pk": lambda world: world.draft.pk},
        "proposal": {"kit_id": lambda world: world.kit.pk, "proposal_id": lambda world: world.proposal.pk},
        "offer-changes": {"kit_id": lambda world: world.kit.pk},
        "withdraw-offer": {"kit_id": lambda world: world.kit.pk, "proposal_id": lambda world: world.offer.pk},
        "notification": {"pk": lambda world: world.notification.pk},
        "unsubscribe": {"token": lambda world: unsubscribe_token(world.author, Kind.KIT_DECIDED)},
        "invitation": {"token": lambda world: invitation_token(world.invitation)},
        "data-export": {"pk": lambda world: world.export.pk},
        "member": {"slug": lambda world: "aline"},
        "organisation": {"slug": lambda world: world.organisation.slug},
        "organisation-join": {"slug": lambda world: world.organisation.slug},
        "organisation-withdraw": {"slug": lambda world: world.organisation.slug},
        "organisation-team": {"slug": lambda world: world.organisation.slug},
        "organisation-leave": {"slug": lambda world: world.organisation.slug},
        "organisation-request": {"slug": lambda world: world.organisation.slug, "pk": lambda world: world.request.pk},
        "organisation-member": {"slug": lambda world: world.organisation.slug, "pk": member_row},
        "organisation-invitation": {
            "slug": lambda world: world.organisation.slug,
            "pk": lambda world: world.invitation.pk,
        },
        "field-report": {"number": lambda world: world.told.pk},
        "correct-field-report": {"number": lambda world: world.told.pk},
        "erase-field-report": {"number": lambda world: world.told.pk},
        "thank-for-field-report": {"number": lambda world: world.told.pk},
        "answer-field-report": {"number": lambda world: world.told.pk},
        "hide-field-report": {"number": lambda world: world.told.pk},
        "show-field-report": {"number": lambda world: world.told.pk},
        "kit-picture": {"name": lambda world: "image.webp"},
        "kit-difference": {"old": lambda world: 1, "new": lambda world: 1},
        "kit-print": {"form": lambda world: "fiche-a4", "ending": lambda world: "pdf"},
        "cover": {"key": lambda world: "inconnu"},
        "accent": {"accent": lambda world: "1f4b99"},
    }
)


def as_role(client, world: World, role: str) -> None:
    if role == "anonymous":
        return
    # A session that was opened before its person was frozen.
    user: User = world.people[role]
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
