"""The mail after a session, and the kit that comes of it."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalogue.outcomes.actions import NotAsked, NothingToTell, draft_kit, thank_participants
from catalogue.outcomes.emails import thanks_mail
from catalogue.outcomes.links import feedback_address
from catalogue.outcomes.models import SessionReport
from catalogue.outcomes.queries import next_sessions
from catalogue.outcomes.thanking import ask_for_mails, send_mail_of
from catalogue.registering.links import key_of
from outillerie.kits.exports import content_of
from outillerie.kits.models import KitPage, Theme
from outillerie.kits.queries import newest_version
from outillerie.outbox.models import OutboxMessage
from outillerie.remix.actions import NotAdaptable
from outillerie.remix.models import Adaptation
from tests import factories
from tests.catalogue.factories import module, path
from tests.catalogue.outcomes.situations import came, past_session, soon, told
from tests.catalogue.session_factories import territory, venue
from tests.factories import person

pytestmark = pytest.mark.django_db


def kinds():
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", "payload"))


# --- The mail


def test_those_who_were_there_are_written_to_once(samir):
    session = past_session()
    first, second = came(session), came(session)
    came(session, state="absent")
    came(session, email="")
    told(session)
    assert (thank_participants(session, by=samir), thank_participants(session, by=samir)) == (2, 0)
    assert kinds() == [("session-thanks", {"session": session.pk})]
    ask_for_mails({"session": session.pk})
    ask_for_mails({"session": session.pk})
    assert [payload for kind, payload in kinds() if kind == "session-thanks-mail"] == [
        {"registration": first.pk},
        {"registration": second.pk},
    ]


def test_nobody_is_thanked_without_a_report_or_without_anybody(samir):
    session = past_session()
    with pytest.raises(NothingToTell):
        thank_participants(session, by=samir)
    report = told(session)
    with pytest.raises(NothingToTell):
        thank_participants(session, by=samir)
    report.refresh_from_db()
    assert report.thanked_at is None


def test_the_mail_gives_the_report_the_questions_the_kit_and_the_attestation():
    kit = factories.kit()
    session = past_session(kit_version=newest_version(kit), facilitators=["Inès Canal"])
    row = came(session, name="Ondine Lefebvre")
    told(session, outcome="Une fiche par groupe.", is_public=True)
    coming = soon(title="Rejouer le kit", facilitators=["Inès Canal"])
    found = thanks_mail(row)
    assert (found.to, "Tester un kit avant de l’animer" in found.subject) == ([row.email], True)
    for words in (
        "On a joué le kit en entier.",
        "Une fiche par groupe.",
        feedback_address(row),
        reverse("my-session-document", args=[key_of(row), "attestation"]),
        reverse("kit-version", args=[kit.slug, 1]),
        "Rejouer le kit",
        coming.get_absolute_url(),
    ):
        assert words in found.body


def test_a_private_report_and_a_withdrawn_kit_stay_private():
    kit = factories.kit(title="Un kit retiré")
    session = past_session(kit_version=newest_version(kit))
    KitPage.objects.filter(pk=kit.pk).update(live=False)
    row = came(session)
    told(session, done="Entre nous.", is_public=False)
    body = thanks_mail(row).body
    assert [words for words in ("Entre nous.", "Un kit retiré", kit.slug) if words in body] == []


def test_the_worker_sends_it_and_forgets_who_left(settings):
    session = past_session()
    row, gone = came(session), came(session)
    gone.email = ""
    gone.save()
    told(session)
    send_mail_of({"registration": row.pk})
    send_mail_of({"registration": gone.pk})
    send_mail_of({"registration": 0})
    messages = [payload for kind, payload in kinds() if kind == "mail"]
    sent = [payload["to"] for payload in messages] or [message.to for message in mail.outbox]
    assert sent == [[row.email]]


def test_it_has_one_name_however_often_it_is_written():
    row = came(past_session())
    told(row.session)
    names = {thanks_mail(row).extra_headers["Message-ID"] for _rank in range(2)}
    assert len(names) == 1


def test_the_next_sessions_are_those_of_the_path_then_those_nearby():
    first, second = module("Un"), module("Deux")
    path(blocks=[("Bloc", [first, second])])
    session = past_session(module=first)
    nearby = soon(title="À côté")
    same = soon(title="La suite", module=second, places=[{"is_online": True, "capacity": 5}])
    elsewhere = venue(territory=territory("commune", "75056", "Paris"))
    soon(title="Ailleurs", places=[{"venue": elsewhere, "capacity": 5}])
    soon(title="Un brouillon", state="draft")
    assert next_sessions(session) == [same, nearby]


# --- The kit


def made_of(kit):
    return content_of(kit.get_latest_revision_as_object())


FACTS = {
    "intention": "Jouer le kit avant de l’animer.",
    "aims": "jouer un kit\nle démonter",
    "material": "cartes « message »\nvidéoprojecteur",
    "moments": [{"title": "Accueillir", "minutes": 15, "text": ""}, {"title": "Démonter", "minutes": 40, "text": "Par deux."}],
    "level": 2,
}  # fmt: skip


def test_what_was_made_becomes_a_draft_with_its_moments_and_its_report(samir):
    session = past_session(created_by=samir, **FACTS)
    theme = Theme.objects.get(code="bases-risques-cyber-et-protection")
    session.themes.add(theme)
    told(session, outcome="Une règle du jeu.")
    kit = draft_kit(session, is_adaptation=False, by=samir)
    content = made_of(kit)
    assert (kit.live, kit.owner, content.title, content.hook) == (False, samir, session.title, FACTS["intention"])
    assert [(step.title, step.minutes, step.participants) for step in content.steps] == [
        ("Accueillir", 15, ""),
        ("Démonter", 40, "Par deux."),
    ]
    assert (content.objectives, content.duration, content.level) == (("jouer un kit", "le démonter"), 55, 2)
    assert [row.label for row in content.material] == ["cartes « message »", "vidéoprojecteur"]
    assert (content.themes, content.mode, content.sources) == ((theme.code,), "onsite", ())
    assert [words for words in ("On a joué le kit en entier.", "Une règle du jeu.") if words not in content.body] == []
    assert SessionReport.objects.get().kit == kit


def test_a_draft_that_adapts_the_kit_of_the_session_has_its_lineage(samir):
    origin = factories.kit()
    session = past_session(kit_version=newest_version(origin), **FACTS)
    told(session)
    kit = draft_kit(session, is_adaptation=True, by=samir)
    content = made_of(kit)
    assert [(row.title, row.version, row.relation) for row in content.sources] == [
        ("Où est Camille ?", 1, "adaptation")
    ]
    assert Adaptation.objects.values_list("kit", "source").get() == (kit.pk, origin.pk)
    known, new = content.steps
    assert (known.title, known.minutes, known.facilitator, known.author) == (
        "Accueillir", 15, "Chacun choisit un rôle.", "Élise Vasseur",
    )  # fmt: skip
    assert (new.title, new.author, content.licence) == ("Démonter", "", "CC-BY-SA-4.0")
    assert content.material[0].quantity == "12"


def test_it_is_begun_once_whoever_asks(samir, lea):
    session = past_session()
    told(session)
    kit = draft_kit(session, is_adaptation=False, by=samir)
    assert draft_kit(session, is_adaptation=False, by=lea) == kit
    assert KitPage.objects.count() == 1


def test_a_kit_that_no_licence_lets_adapt_is_refused_and_another_one_may_begin(samir):
    origin = factories.kit(licence="CC-BY-ND-4.0")
    session = past_session(kit_version=newest_version(origin))
    told(session)
    with pytest.raises(NotAdaptable):
        draft_kit(session, is_adaptation=True, by=samir)
    assert made_of(draft_kit(session, is_adaptation=False, by=samir)).sources == ()


def test_a_kit_withdrawn_since_does_not_come_out_through_a_draft(samir):
    origin = factories.kit()
    session = past_session(kit_version=newest_version(origin))
    told(session)
    KitPage.objects.filter(pk=origin.pk).update(live=False)
    with pytest.raises(NotAsked):
        draft_kit(session, is_adaptation=True, by=samir)


def test_the_button_leads_to_the_draft_and_keeps_what_is_typed(client, samir):
    from catalogue.outcomes.queries import fingerprint_of

    session = past_session(created_by=samir)
    client.force_login(samir)
    typed = {"done": "Une carte.", "seen": fingerprint_of(session), "deed": "new-kit"}
    response = client.post(reverse("outcomes", args=[session.pk]), typed)
    kit = SessionReport.objects.get(done="Une carte.").kit
    assert response.url == reverse("writing-resume", args=[kit.pk])


def test_somebody_else_s_draft_is_said_and_not_opened(client, samir):
    other = person("ines@example.org")
    session = past_session(created_by=samir)
    told(session, kit=factories.draft(title="D’Inès"), by=other, thanked_at=timezone.now())
    client.force_login(samir)
    page = client.get(reverse("outcomes", args=[session.pk])).content.decode()
    assert "D’Inès" not in page
