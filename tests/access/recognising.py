"""The badges of that small hub: one the learner shows, one they hide, one they lost; a partner that gives its own."""

from operator import attrgetter
from uuid import UUID

from badges.awarding.actions import revoke
from badges.awarding.applying import apply
from badges.awarding.batches import launch
from badges.awarding.imports import award_list
from badges.awarding.models import AwardDecision
from badges.backpack.actions import add_badge, make_collection, share_bag, show_badge
from badges.backpack.importing import store
from badges.backpack.wallets import exchange_token
from badges.endorsing.actions import endorse
from badges.issuing.actions import ROTATE, ask
from badges.verification.formats.verdict import Facts, Verdict
from badges.verification.judging import Judgement
from outillerie.accounts.models import Membership, Organisation
from tests.access.gathering import all_of
from tests.badges.factories import achievement, credential, issuer, published

IN_ENGLISH = {"language": "en", "name": "Welcoming with care", "description": "can welcome somebody."}
# A trainer decides, or two people who hold the badge.
BY_PEERS = {"any": [{"kind": "decision"}, {"kind": "application", "at_least": 2}]}


class Recognising:
    """`welcome` is a badge of the hub, and `helping` one of the partner, that the trainer gives and the author speaks for.

    The learner holds `shown`, `hidden` and `revoked`, and asks for `helping`, which the peer holds.
    """

    def __init__(self, *, learner, trainer, author, peer, staff):
        self.learner, self.trainer = learner, trainer
        self.build_issuers(author, staff)
        self.build_achievements()
        self.build_given(peer)
        self.build_asked()
        self.build_bag()
        self.endorsement = endorse(
            endorser=self.partner, comment="Nous le demandons.", by=author, achievement=self.welcome.achievement
        )

    def build_issuers(self, author, staff):
        organisation = Organisation.objects.create(name="Relais du Littoral")
        for person, role in ((self.trainer, "member"), (author, "manager")):
            Membership.objects.create(person=person, organisation=organisation, state="active", role=role)
        self.hub = issuer()
        self.partner = issuer("relais", name="Relais du Littoral", organisation=organisation)
        self.request = ask(self.hub, ROTATE, by=staff, reason="Comme chaque année.")

    def build_achievements(self):
        self.welcome = published(issuer=self.hub, translations=[IN_ENGLISH])
        self.helping = published(
            "Aider un proche", slug="aider", issuer=self.partner, rule=BY_PEERS, accepts_applications=True
        )
        self.draft = achievement("Badge secret", slug="badge-secret", issuer=self.partner, translations=[IN_ENGLISH])

    def build_given(self, peer):
        self.peers = credential(peer, self.helping, by=self.trainer)
        self.decision = AwardDecision.objects.get(achievement=self.helping.achievement)
        self.shown, self.hidden, self.revoked = (
            credential(self.learner, self.welcome, run=run) for run in ("mars", "avril", "mai")
        )
        show_badge(self.shown)
        revoke(self.revoked, by=None, reason="Donné par erreur.")

    def build_asked(self):
        self.application = apply(self.helping.achievement, self.learner, text="Mon récit", file=("recit.txt", b"Dix"))
        people = award_list(b"email\nnouvelle@example.org\n")
        self.batch = launch(self.helping.achievement, people, by=self.trainer, key=UUID(int=1))

    def build_bag(self):
        facts = Facts(identifier="https://ailleurs.example.org/1", name="Venu d’ailleurs")
        self.foreign = store(
            self.learner, Judgement(Verdict(code="unknown_issuer", facts=facts), document=b'{"name": "Ailleurs"}')
        )
        self.bag = share_bag(self.learner)
        self.collection = make_collection(self.learner, title="Mes préférés")
        add_badge(self.collection, self.shown)

    @property
    def wallet(self) -> str:
        return exchange_token(self.hidden)


def part(name):
    """Return what gives a part of it from the world: `part("hub.slug")` gives `world.recognising.hub.slug`."""
    return attrgetter(f"recognising.{name}")


HIDDEN = {"uuid": part("hidden.uuid")}
SHOWN = {"uuid": part("shown.uuid")}
FOREIGN = {"uuid": part("foreign.uuid")}
APPLICATION = {"pk": part("application.pk")}
DRAFT = {"slug": part("draft.slug")}
HELPING = {"slug": part("helping.achievement.slug")}
VERSION = {"slug": part("welcome.achievement.slug"), "number": part("welcome.number")}
HUB = {"slug": part("hub.slug")}
NUMBERED = HUB | {"number": lambda world: 1}
ENGLISH = {"language": lambda world: "en"}
RECOGNISING_ARGUMENTS = {
    **all_of("manage-achievement publish-achievement translate-achievement", DRAFT),
    "achievement-translation": DRAFT | ENGLISH,
    **all_of("archive-achievement award-badge award-list awards awards-table apply-for-badge", HELPING),
    "award-batch": {"pk": part("batch.pk")},
    "one-award": {"uuid": part("peers.uuid")},
    "award-decision": {"pk": part("decision.pk")},
    **all_of("badge-application application-file take-application-back", APPLICATION),
    **all_of("my-badge given-badge verify-badge", HIDDEN),
    "my-badge-file": HIDDEN | {"name": lambda world: "badge.json"},
    "badge-certificate": HIDDEN | {"form": lambda world: "certificat-econome"},
    "badge-wallet-exchange": {"token": part("wallet")},
    "given-badge-picture": SHOWN,
    **all_of("my-foreign-badge my-foreign-badge-file", FOREIGN),
    "badge-collection": {"pk": part("collection.pk")},
    "shared-badges": {"key": part("bag.key")},
    "withdraw-endorsement": {"uuid": part("endorsement.uuid")},
    **all_of("manage-issuer change-issuer ask-about-keys create-keys issuer", HUB),
    "decide-about-keys": HUB | {"pk": part("request.pk")},
    "verify-code": {"code": part("hidden.code")},
    "badge-drawing": {"key": lambda world: "1-1-boussole"},
    **all_of("achievement achievement-version ob-achievement ob-badgeclass", VERSION),
    "ob-achievement-translated": VERSION | ENGLISH,
    # What machines read names nobody, and is there whether its holder shows it or not: it is how it can be verified.
    **all_of("ob-credential ob-credential-token ob-credential-png ob-credential-svg ob-assertion", HIDDEN),
    "ob-assertion-token": {"uuid": part("revoked.uuid")},
    **all_of("ob-issuer-did ob-issuer", HUB),
    **all_of("ob-issuer-of-key ob-revocations", HUB | {"number": lambda world: 2}),
    "ob-badgeclass-of-key": VERSION | {"key": lambda world: 2},
    **all_of("ob-status ob-status-token ob-key", NUMBERED),
    "ob-key-jwk": HUB | {"number": lambda world: 2},
    "ob-image-png": {"sha256": part("welcome.png.sha256")},
    "ob-image": {"sha256": part("welcome.svg.sha256")},
    "ob-endorsement": {"uuid": part("endorsement.uuid")},
}
