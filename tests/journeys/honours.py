"""Badges where every word is too long, and one of each state: what the pages of badges are judged with."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from badges.awarding.actions import award_by_hand, revoke
from badges.awarding.applying import apply
from badges.awarding.batches import launch
from badges.awarding.imports import award_list
from badges.awarding.models import AwardBatch, BadgeApplication, Credential
from badges.backpack.actions import add_badge, make_collection, share_bag, show_badge
from badges.backpack.importing import store
from badges.backpack.models import BadgeCollection, ForeignBadge
from badges.endorsing.actions import endorse
from badges.issuing.actions import ROTATE, ask
from badges.issuing.models import Issuer, KeyRequest
from badges.verification.formats.verdict import Facts, Verdict
from badges.verification.judging import Judgement
from catalogue.learning.actions import enrol
from catalogue.learning.recording import record_assessment
from outillerie.accounts.models import Membership, Organisation, User
from tests.badges.factories import achievement, issuer, published
from tests.catalogue.factories import module, path, skill_framework, skill_of
from tests.journeys.season import ENDLESS, LONG
from tests.journeys.walkers import known

TITLE, REASON = LONG[:120], f"{LONG} {ENDLESS}"[:400]


@dataclass(frozen=True, kw_only=True)
class Honours:
    """`given` by what they are: shown, hidden, revoked, doubted, ending, nameless (to an address without account)."""

    staff: User
    trainer: User
    learner: User
    peer: User
    hub: Issuer
    given: dict[str, Credential]
    application: BadgeApplication
    batch: AwardBatch
    request: KeyRequest
    foreign: ForeignBadge
    bag: BadgeCollection
    collection: BadgeCollection


def honours() -> Honours:
    staff = known("wenceslas@example.org", first_name="Wenceslas", group="hub staff")
    trainer = known("jeanne@example.org", first_name="Jeanne", last_name=ENDLESS, group="trainer")
    learner = known("lea@example.org", first_name="Léa", last_name=ENDLESS, public_name=f"Léa {ENDLESS}"[:80])
    peer = known("theo@example.org", first_name="Théo")
    organisation = Organisation.objects.create(name=TITLE)
    Membership.objects.create(person=trainer, organisation=organisation, state="active", role="manager")
    hub = issuer(organisation=organisation, name=TITLE, description=f"{LONG} {ENDLESS}")
    partner = issuer("partenaire", name=ENDLESS)
    given, asked = given_badges(hub, learner, peer, trainer)
    share = share_bag(learner)
    collection = make_collection(learner, title=TITLE)
    add_badge(collection, given["shown"])
    endorse(endorser=partner, comment=REASON, by=staff, achievement=given["shown"].version.achievement)
    achievement(TITLE, slug="brouillon", issuer=hub)
    return Honours(
        staff=staff,
        trainer=trainer,
        learner=learner,
        peer=peer,
        hub=hub,
        given=given,
        application=apply(asked, learner, text=f"{LONG} {ENDLESS}", file=(f"{ENDLESS}.txt", b"Dix personnes")),
        batch=a_list(given["hidden"], trainer),
        request=ask(hub, ROTATE, by=staff, reason=REASON),
        foreign=from_elsewhere(learner),
        bag=share,
        collection=collection,
    )


def given_badges(hub: Issuer, learner: User, peer: User, trainer: User):
    """Return badges in each state, and an achievement that one may apply for."""
    framework = skill_framework()
    facts = {"issuer": hub, "description": f"sait {LONG} {ENDLESS}"[:600], "abilities": f"{LONG}\n{ENDLESS}"}
    by_hand = published(
        TITLE, slug="long", criteria=REASON, skills=[skill_of(framework, "1.1")], tags=[ENDLESS], **facts
    )
    ending = published("Qui se termine", slug="court", validity_months=1, level=3, domain=3, **facts)
    by_peers = {"any": [{"kind": "decision"}, {"kind": "application", "at_least": 2}]}
    asked = published("Par candidature", slug="candidature-longue", rule=by_peers, accepts_applications=True, **facts)
    award_by_hand(asked, person=peer, by=trainer)
    given = {
        "shown": award_by_hand(by_hand, person=learner, by=trainer, reason=REASON, run="mars"),
        "hidden": award_by_hand(by_hand, person=learner, by=trainer, run="avril"),
        "revoked": award_by_hand(by_hand, person=learner, by=trainer, run="mai"),
        "ending": award_by_hand(ending, person=learner, by=trainer),
        "nameless": award_by_hand(by_hand, email="personne@example.org", by=trainer),
        "doubted": doubted(hub, learner, trainer, facts),
    }
    for credential in given.values():
        credential.refresh_from_db()
    show_badge(given["shown"])
    revoke(given["revoked"], by=trainer, reason=REASON)
    return given, asked.achievement


def doubted(hub: Issuer, learner: User, trainer: User, facts) -> Credential:
    """Return a badge earned by a module of which the result was taken back since."""
    from catalogue.learning.recording import withdraw_assessment

    piece = module(TITLE, rule={"kind": "assessment"}, owner=trainer)
    followed = path(TITLE, slug="parcours-long", blocks=[(TITLE, [piece])], owner=trainer, is_always_open=True)
    published("Par un module", slug="module-long", rule={"kind": "module", "key": str(piece.key)}, **facts)
    enrol(learner, followed, by=learner)
    result = record_assessment(learner, piece, is_passed=True, assessed_on=timezone.localdate(), by=trainer)
    withdraw_assessment(result, reason="Erreur.", by=trainer)
    return Credential.objects.get(version__achievement__slug="module-long")


def a_list(credential: Credential, trainer: User) -> AwardBatch:
    lines = "".join(f"agent-{number}@example.org;{ENDLESS}\n" for number in range(3))
    table = award_list(f"email;nom\n{lines}lea@example.org;Léa\nsans adresse;X\n".encode())
    return launch(credential.version.achievement, table, by=trainer, key=uuid4(), run="liste")


def from_elsewhere(learner: User) -> ForeignBadge:
    facts = Facts(
        identifier="https://ailleurs.example.org/1",
        name=LONG[:200],
        description=f"{LONG} {ENDLESS}",
        issuer_name=ENDLESS,
    )
    return store(learner, Judgement(Verdict(code="unknown_issuer", facts=facts), document=b'{"name": "Ailleurs"}'))


def ends_soon(credential: Credential) -> None:
    Credential.objects.filter(pk=credential.pk).update(valid_until=timezone.now() - timedelta(days=1))
