"""A badge is awarded exactly once, by rows that anyone entitled can replay (rule 6)."""

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from badges.achievements.models import Achievement
from badges.awarding import considering
from badges.awarding.actions import (
    BadAddress,
    NotAwarded,
    NotEarnedYet,
    NotOneself,
    after_months,
    award_by_hand,
    consider_awards,
    revoke,
)
from badges.awarding.considering import award_what_is_earned
from badges.awarding.deciding import note_decision
from badges.awarding.facts import deeds_of
from badges.awarding.models import AwardDecision, Credential
from catalogue.learning.completing import LearnerGone
from outillerie.accounts.models import User
from outillerie.collections.models import KitCollection
from outillerie.notifications.models import MailChoice, Notification, NotificationPreference
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import Credit, erase
from tests import factories as people
from tests.badges import factories
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import ONE_MEETING, attends, enrolled
from tests.catalogue.session_factories import paris, peer_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def trainer(db):
    return people.person("tri@example.org", first_name="Trini", group="trainer")


def rule_of(piece):
    return {"kind": "module", "key": str(piece.key)}


def test_a_badge_given_twice_is_one_and_leaves_one_mail(lea, odile, done, mailoutbox):
    version = factories.published()
    first = award_by_hand(version, person=lea, by=odile, reason="Elle accueille seule.")
    assert award_by_hand(version, person=lea, by=odile, reason="Encore.") == first
    done()
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["lea@example.org"], "You receive a badge: Accueillir avec bienveillance")
    [(name, picture, kind)] = mail.attachments
    assert (name, kind, picture[:4]) == ("accueillir.png", "image/png", b"\x89PNG")
    assert list(Notification.objects.values_list("person", "kind")) == [(lea.pk, "badge-received")]
    assert AwardDecision.objects.count() == 1
    first.refresh_from_db()
    assert (first.state, first.name, first.recipient) == ("issued", "Léa Martin", f"person:{lea.pk}")
    assert first.told_at is not None


def test_somebody_who_wants_no_mail_finds_the_badge_on_the_site(lea, done, mailoutbox):
    NotificationPreference.objects.create(person=lea, kind="badge-received", mail=MailChoice.NEVER)
    factories.credential(lea)
    done()
    assert mailoutbox == []
    assert Notification.objects.filter(person=lea, kind="badge-received").count() == 1


def test_the_address_of_nobody_receives_the_badge_and_how_to_keep_it(odile, done, mailoutbox):
    given = factories.credential(email="Zoe@Example.org", name="Zoé Lenoir", by=odile)
    done()
    assert (given.holder, given.recipient, given.email, given.name) == (
        None,
        "mail:zoe@example.org",
        "zoe@example.org",
        "Zoé Lenoir",
    )
    assert "open an account with the address zoe@example.org" in mailoutbox[0].body


def test_a_confirmed_address_leads_to_its_account(lea, odile):
    EmailAddress.objects.create(user=lea, email="lea@autre.example", verified=True)
    given = factories.credential(email="lea@autre.example", by=odile)
    assert (given.holder, given.recipient, given.email) == (lea, f"person:{lea.pk}", "lea@autre.example")


def test_an_address_that_nobody_confirmed_leads_to_no_account(lea, tom, odile):
    EmailAddress.objects.create(user=tom, email="zoe@example.org", verified=False)
    assert factories.credential(email="zoe@example.org", by=odile).holder is None


def test_what_waits_at_an_address_is_not_given_again_once_it_is_confirmed(lea, odile):
    given = factories.credential(email="lea@autre.example", by=odile)
    EmailAddress.objects.create(user=lea, email="lea@autre.example", verified=True)
    assert award_by_hand(given.version, person=lea, by=odile) == given


def test_the_same_badge_may_be_given_to_two_groups(lea, odile):
    version = factories.published()
    first = award_by_hand(version, person=lea, by=odile, run="Printemps")
    assert award_by_hand(version, person=lea, by=odile, run="Automne") != first


def test_nobody_awards_to_themselves(odile):
    with pytest.raises(NotOneself):
        award_by_hand(factories.published(), person=odile, by=odile)


def test_what_is_no_address_is_refused(odile):
    with pytest.raises(BadAddress):
        award_by_hand(factories.published(), email="zoe", by=odile)


def test_a_badge_that_is_no_longer_awarded_is_refused(lea, odile):
    version = factories.published()
    Achievement.objects.update(state=Achievement.State.ARCHIVED)
    version.achievement.refresh_from_db()
    with pytest.raises(NotAwarded):
        award_by_hand(version, person=lea, by=odile)


def test_a_rule_that_asks_more_says_what_is_missing_and_the_decision_waits(lea, odile, trainer, done, badges_held):
    piece = module("Accueil", rule=ONE_MEETING)
    version = factories.published(rule={"all": [rule_of(piece), {"kind": "decision"}]})
    with pytest.raises(NotEarnedYet) as refusal:
        award_by_hand(version, person=lea, by=odile)
    assert str(refusal.value) == "This badge asks for more. Still missing: complete the module “Accueil”."
    assert AwardDecision.objects.count() == 0
    note_decision(version, person=lea, by=odile, reason="Prête")
    enrolled(lea, piece, owner=trainer)
    attends(lea, piece, by=trainer)
    done()
    assert badges_held(lea) == ["Accueillir avec bienveillance"]


def test_completing_a_module_block_and_path_brings_their_badges_once(lea, trainer, done, badges_held, mailoutbox):
    piece = module("Accueil", rule=ONE_MEETING)
    enrolment = enrolled(lea, piece, owner=trainer)
    block = enrolment.version.content.blocks[0].key
    factories.published("Module", slug="module", rule=rule_of(piece))
    factories.published("Bloc", slug="bloc", rule={"kind": "block", "path": enrolment.path_id, "key": block})
    factories.published("Parcours", slug="parcours", rule={"kind": "path", "path": enrolment.path_id})
    stack = {"all": [{"kind": "badge", "achievement": slug} for slug in ("module", "bloc", "parcours")]}
    factories.published("Tout", slug="tout", rule=stack)
    attends(lea, piece, by=trainer)
    done()
    consider_awards(lea)
    assert badges_held(lea) == ["Module", "Bloc", "Parcours", "Tout"]
    given = Credential.objects.get(version__achievement__slug="module")
    assert given.facts == [["module", lea.module_completions.get().pk, timezone.localdate().isoformat(), 0]]
    assert [(row["name"], row["genre"]) for row in given.evidence] == [("Accueil", "Module")]
    assert len([mail for mail in mailoutbox if mail.subject.startswith("You receive")]) == 4


def test_a_badge_that_is_not_automatic_waits_for_somebody(lea, trainer, odile, done, badges_held):
    piece = module("Accueil", rule=ONE_MEETING)
    version = factories.published(rule=rule_of(piece), is_automatic=False)
    enrolled(lea, piece, owner=trainer)
    attends(lea, piece, by=trainer)
    done()
    assert badges_held(lea) == []
    given = award_by_hand(version, person=lea, by=odile)
    assert (given.way, [fact[0] for fact in given.facts]) == ("decision", ["module"])


def test_a_badge_taken_back_is_not_given_again_for_the_same_rows(lea, trainer, odile, done, badges_held):
    piece = module("Accueil", rule=ONE_MEETING)
    factories.published(rule=rule_of(piece))
    enrolled(lea, piece, owner=trainer)
    attends(lea, piece, by=trainer)
    done()
    revoke(Credential.objects.get(), by=odile, reason="Erreur de saisie")
    consider_awards(lea)
    award_what_is_earned({"cause": "test", "after": 0})
    assert badges_held(lea) == []


def test_sessions_that_took_place_and_hours_attended_bring_badges(lea, odile, done, badges_held):
    factories.published("Animer", slug="animer", rule={"kind": "facilitated", "at_least": 2})
    first = peer_session(facilitators=[lea], state="held", starts_at=paris(2026, 3, 2, 9))
    consider_awards(lea)
    assert badges_held(lea) == []
    second = peer_session(facilitators=[lea], state="held", starts_at=paris(2026, 3, 9, 9))
    peer_session(facilitators=[lea], state="published")
    [given] = consider_awards(lea)
    assert [fact[:2] for fact in given.facts] == [["session", first.pk], ["session", second.pk]]


def test_kits_published_and_kits_that_others_use_bring_badges(lea, tom, badges_held):
    factories.published("Autrice", slug="autrice", rule={"kind": "kits_published", "at_least": 1})
    factories.published("Reprise", slug="reprise", rule={"kind": "kits_reused", "at_least": 1})
    kit = people.kit(by=lea)
    type(kit).objects.filter(pk=kit.pk).update(owner=lea)
    consider_awards(lea)
    assert badges_held(lea) == ["Autrice"]
    module("Le sien", kits=[kit], owner=lea)
    assert consider_awards(lea) == []
    module("D’un autre", kits=[kit], owner=tom)
    consider_awards(lea)
    assert badges_held(lea) == ["Autrice", "Reprise"]


def test_a_badge_published_after_the_fact_reaches_those_who_earned_it(lea, tom, trainer, done, badges_held):
    piece = module("Accueil", rule=ONE_MEETING)
    enrolled(lea, piece, owner=trainer)
    attends(lea, piece, by=trainer)
    factories.published(rule=rule_of(piece))
    award_what_is_earned({"cause": "test", "after": 0})
    assert (badges_held(lea), badges_held(tom)) == (["Accueillir avec bienveillance"], [])


def test_everybody_is_considered_a_few_at_a_time_so_that_the_mails_of_others_go_between(done, badges_held, monkeypatch):
    monkeypatch.setattr(considering, "AT_ONCE", 2)
    everybody = [people.person(f"animatrice-{number}@example.org") for number in range(5)]
    for person in everybody:
        peer_session(facilitators=[person], state="held", starts_at=paris(2026, 3, 2, 9))
    factories.published("Animer", slug="animer", rule={"kind": "facilitated", "at_least": 1})
    considering.look_again()
    asked = OutboxMessage.objects.filter(kind="badges-earned", key__contains=":day:")
    assert asked.count() == 1
    done()
    assert [badges_held(person) for person in everybody] == [["Animer"]] * 5
    # Five people, some of whom the site knows already, two at a time, then nobody.
    assert asked.count() == -(-User.objects.filter(is_active=True).count() // 2) + 1


def test_what_people_did_is_as_many_questions_for_one_as_for_three(lea, tom, odile):
    def questions(ids):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            deeds_of(ids)
        return len(asked)

    assert (questions([lea.pk]), questions([lea.pk, tom.pk, odile.pk])) == (12, 12)
    kit = people.kit(by=lea)
    type(kit).objects.filter(pk=kit.pk).update(owner=lea)
    assert (questions([lea.pk]), questions([lea.pk, tom.pk, odile.pk])) == (15, 15)


def test_race_08_whoever_erased_their_account_has_no_badge(lea, odile, done):
    version = factories.published()
    erase(lea, credit=Credit.SHOWN)
    with pytest.raises(LearnerGone):
        award_by_hand(version, person=lea, by=odile)
    assert Credential.objects.count() == 0


def test_race_08_whoever_is_erased_and_still_signs_something_has_no_badge_under_the_name_they_had(lea, tom, odile):
    """Their row stays, for what they published: who read it before they left must not award what it said then."""
    version = factories.published()
    KitCollection.objects.create(title="Premiers pas", slug="premiers-pas", is_public=True, owner=lea)
    erase(lea, credit=Credit.SHOWN)
    assert type(lea).objects.filter(pk=lea.pk).exists()
    for deed in (award_by_hand, note_decision):
        with pytest.raises(LearnerGone):
            deed(version, person=lea, by=odile)
    assert (Credential.objects.count(), AwardDecision.objects.count()) == (0, 0)
    assert award_by_hand(version, person=tom, by=odile).name == "Tom"


def test_how_far_somebody_is_only_those_who_follow_them_are_told(lea, odile, trainer):
    """Whoever types the address of somebody reads what they would read of an address that nobody has."""
    piece = module("Accueil", rule=ONE_MEETING)
    version = factories.published(rule={"all": [{"kind": "decision"}, {"kind": "minutes", "at_least": 600}]})
    enrolled(lea, piece, owner=trainer)
    attends(lea, piece, by=trainer)
    outsider = people.person("autre@example.org", group="trainer")
    EmailAddress.objects.create(user=lea, email=lea.email, verified=True)

    def told(by, email):
        with pytest.raises(NotEarnedYet) as refusal:
            award_by_hand(version, by=by, email=email)
        return str(refusal.value).removeprefix("This badge asks for more. Still missing: ")

    assert told(outsider, "lea@example.org") == told(outsider, "zoe@example.org")
    assert told(trainer, "lea@example.org") != told(outsider, "lea@example.org")
    assert told(odile, "lea@example.org") == told(trainer, "lea@example.org")


def test_months_end_on_a_day_that_exists():
    january = timezone.now().replace(year=2027, month=1, day=31)
    assert (after_months(january, 1).month, after_months(january, 1).day) == (2, 28)
    assert (after_months(january, 24).year, after_months(january, 24).day) == (2029, 31)
