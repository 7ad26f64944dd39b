"""What learners show: kept privately, read by trainers whose word decides, and by peers where the rule asks for them."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from catalogue.learning import evidence as deeds
from catalogue.learning.actions import enrol, leave
from catalogue.learning.completing import ReasonNeeded
from catalogue.learning.evidence import (
    AlreadyDecided,
    AlreadyDone,
    AlreadyShown,
    BadLink,
    EmptyEvidence,
    ModuleNotHere,
    NotAsked,
    TooMuchEvidence,
    review_as_peer,
    review_evidence,
    submit_evidence,
    withdraw_evidence,
)
from catalogue.learning.models import Evidence, EvidenceReview
from catalogue.learning.permissions import (
    can_follow_enrolment,
    can_read_as_peer,
    can_see_enrolment,
    can_see_evidence,
)
from catalogue.learning.queries import evidence_for_peers, evidence_waiting_for, trainers_of
from catalogue.learning.recording import OwnWork
from outillerie.accounts.models import Membership, Organisation
from outillerie.kits.uploads import UploadRefused
from outillerie.notifications.models import Notification
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue.factories import module
from tests.catalogue.learning.learners import MEETING_AND_EVIDENCE, TWO_PEERS, accepts, done, enrolled, open_path, shows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
ONE_EVIDENCE = {"kind": "evidence", "at_least": 1}


@pytest.fixture
def piece(db):
    return module(rule=ONE_EVIDENCE)


def stored(settings):
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def picture_with_a_place():
    exif = Image.Exif()
    exif[0x9286] = "chez Léa"
    buffer = BytesIO()
    Image.new("RGB", (30, 20), "navy").save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def test_a_text_an_address_or_a_file_is_shown_and_the_trainers_are_told(lea, odile, piece):
    enrolment = enrolled(lea, piece, owner=odile)
    shown = submit_evidence(enrolment, piece, text=" Un atelier. ", link="https://example.org/compte-rendu")
    assert (shown.text, shown.link, shown.state) == ("Un atelier.", "https://example.org/compte-rendu", "waiting")
    assert list(evidence_waiting_for(odile)) == [shown]
    assert [(row.person, row.kind, row.actor) for row in Notification.objects.all()] == [
        (odile, "evidence-waiting", lea)
    ]


def test_a_file_is_cleaned_and_kept_under_a_name_that_nobody_guesses(lea, odile, piece, settings):
    enrolment = enrolled(lea, piece, owner=odile)
    shown = submit_evidence(enrolment, piece, file=("Photo de Léa.JPG", picture_with_a_place()))
    [path] = stored(settings)
    assert (shown.file_name, shown.size) == ("photo-de-lea.jpg", path.stat().st_size)
    assert ("lea" in path.name, len(path.stem), b"chez L" in path.read_bytes()) == (False, 32, False)


def test_no_address_of_the_site_serves_a_file_by_its_name(lea, odile, piece, client):
    shown = submit_evidence(enrolled(lea, piece, owner=odile), piece, file=("note.txt", b"Un atelier."))
    client.force_login(lea)
    assert [client.get(f"{folder}{shown.file.name}").status_code for folder in ("/media/", "/", "/documents/")] == [
        404
    ] * 3


@pytest.mark.parametrize(
    ("name", "data"), [("note.exe", b"MZ"), ("note.pdf", b"<html>"), ("note.txt", b"<script>x</script>"), ("note.svg", b"<svg/>")]
)  # fmt: skip
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_stays(lea, odile, piece, settings, name, data):
    enrolment = enrolled(lea, piece, owner=odile)
    with pytest.raises(UploadRefused):
        submit_evidence(enrolment, piece, file=(name, data))
    assert (Evidence.objects.count(), stored(settings)) == (0, [])


def test_a_file_whose_row_is_refused_does_not_stay(lea, odile, piece, settings):
    enrolment = enrolled(lea, piece, owner=odile)
    with pytest.raises(ModuleNotHere):
        submit_evidence(enrolment, module("Ailleurs"), file=("note.txt", b"Un atelier."))
    assert stored(settings) == []


@pytest.mark.parametrize(
    ("shown", "refusal"),
    [
        ({}, EmptyEvidence),
        ({"text": "  "}, EmptyEvidence),
        ({"text": "x" * 10_001}, EmptyEvidence),
        ({"link": "javascript:alert(1)"}, BadLink),
        ({"link": "file:///etc/passwd"}, BadLink),
        ({"link": "un site"}, BadLink),
    ],
)
def test_what_shows_nothing_is_refused(lea, odile, piece, shown, refusal):
    with pytest.raises(refusal):
        submit_evidence(enrolled(lea, piece, owner=odile), piece, **shown)


def test_the_same_thing_is_not_shown_twice_nor_without_end(lea, odile, piece):
    enrolment = enrolled(lea, piece, owner=odile)
    shows(enrolment, piece)
    with pytest.raises(AlreadyShown):
        shows(enrolment, piece)
    for number in range(deeds.MOST_WAITING - 1):
        shows(enrolment, piece, text=f"Atelier {number}")
    with pytest.raises(TooMuchEvidence):
        shows(enrolment, piece, text="Encore un")


def test_one_may_not_keep_more_than_ones_share_of_files(lea, odile, piece, monkeypatch):
    monkeypatch.setattr(deeds, "MOST_MEGABYTES", 0.00001)
    enrolment = enrolled(lea, piece, owner=odile)
    submit_evidence(enrolment, piece, file=("note.txt", b"12345678"))
    with pytest.raises(UploadRefused, match="Your files would pass"):
        submit_evidence(enrolment, piece, file=("autre.txt", b"123"))


def test_a_completed_module_asks_for_nothing_more(lea, odile, piece):
    enrolment = enrolled(lea, piece, owner=odile)
    accepts(shows(enrolment, piece), by=odile)
    with pytest.raises(AlreadyDone):
        shows(enrolment, piece, text="Encore")


def test_who_left_the_path_shows_nothing_in_it_and_no_longer_waits(lea, odile, piece):
    enrolment = enrolled(lea, piece, owner=odile)
    shows(enrolment, piece)
    leave(enrolment, by=lea)
    with pytest.raises(ModuleNotHere):
        shows(enrolment, piece, text="Autre")
    assert list(evidence_waiting_for(odile)) == []


def test_returning_asks_for_a_reason_and_accepting_later_corrects_it(lea, odile, piece):
    shown = shows(enrolled(lea, piece, owner=odile), piece)
    with pytest.raises(ReasonNeeded):
        review_evidence(shown, is_accepted=False, by=odile)
    review_evidence(shown, is_accepted=False, reason="Dites pour qui.", by=odile)
    assert done(lea) == []
    with pytest.raises(AlreadyDecided):
        review_evidence(shown, is_accepted=False, reason="Encore.", by=odile)
    review_evidence(shown, is_accepted=True, by=odile)
    assert (done(lea), EvidenceReview.objects.count()) == ([piece.title], 2)
    events = Notification.objects.filter(person=lea, kind="evidence-reviewed").order_by("pk")
    assert [row.facts["event"] for row in events] == ["returned", "accepted"]


def test_nobody_judges_their_own_evidence(odile, piece):
    shown = shows(enrolled(odile, piece, owner=odile), piece)
    with pytest.raises(OwnWork):
        review_evidence(shown, is_accepted=True, by=odile)
    assert (can_follow_enrolment(odile, shown.enrolment), list(evidence_waiting_for(odile))) == (False, [])


def test_what_is_taken_back_is_forgotten_and_what_is_read_stays(lea, odile, piece):
    enrolment = enrolled(lea, piece, owner=odile)
    shown = submit_evidence(enrolment, piece, text="Trop personnel", file=("note.txt", b"Trop personnel"))
    with pytest.raises(AlreadyDecided):
        withdraw_evidence(shown, by=odile)
    withdraw_evidence(shown, by=lea)
    row = Evidence.objects.get()
    assert (row.state, row.text, row.link, row.file.name, row.size) == ("withdrawn", "", "", "", 0)
    assert OutboxMessage.objects.filter(kind="forget-files").count() == 1
    read = accepts(shows(enrolment, piece), by=odile)
    with pytest.raises(AlreadyDecided):
        withdraw_evidence(read, by=lea)


# --- peers ---


@pytest.fixture
def among_peers(lea, tom, odile):
    """Evidence that Léa shows for a module that asks for the voice of two peers, and a path that Tom follows with her."""
    piece = module("Entre pairs", rule=TWO_PEERS)
    page = open_path(piece, owner=odile)
    enrol(tom, page, by=tom)
    return shows(enrol(lea, page, by=lea), piece)


def test_peers_who_follow_the_module_in_any_path_read_it_and_their_voices_count(lea, tom, odile, among_peers):
    zoe = factories.person("zoe@example.org")
    assert (can_read_as_peer(zoe, among_peers), evidence_for_peers(zoe)) == (False, [])
    enrolled(zoe, among_peers.module, owner=odile, title="Un autre parcours")
    assert (evidence_for_peers(zoe), evidence_for_peers(tom), evidence_for_peers(lea)) == (
        [among_peers],
        [among_peers],
        [],
    )
    review_as_peer(among_peers, is_convincing=True, by=tom)
    assert (done(lea), evidence_for_peers(tom)) == ([], [])
    review_as_peer(among_peers, is_convincing=True, by=zoe)
    assert done(lea) == ["Entre pairs"]


def test_a_peer_says_it_once_and_why_when_it_does_not_convince(tom, among_peers):
    with pytest.raises(ReasonNeeded):
        review_as_peer(among_peers, is_convincing=False, by=tom)
    review_as_peer(among_peers, is_convincing=False, reason="Il manque le public.", by=tom)
    with pytest.raises(AlreadyDecided):
        review_as_peer(among_peers, is_convincing=True, by=tom)
    assert done(among_peers.person) == []


def test_one_peer_is_one_voice_however_much_they_read(lea, tom, among_peers):
    second = shows(among_peers.enrolment, among_peers.module, text="Un deuxième atelier")
    for shown in (among_peers, second):
        review_as_peer(shown, is_convincing=True, by=tom)
    assert done(lea) == []


def test_voices_about_what_a_trainer_returned_no_longer_count(lea, tom, odile, among_peers):
    zoe = factories.person("zoe@example.org")
    enrolled(zoe, among_peers.module, owner=odile, title="Un autre parcours")
    review_as_peer(among_peers, is_convincing=True, by=tom)
    review_evidence(among_peers, is_accepted=False, reason="Ce n’est pas de vous.", by=odile)
    with pytest.raises(NotAsked):
        review_as_peer(among_peers, is_convincing=True, by=zoe)
    assert done(lea) == []


def test_a_module_that_asks_for_no_peer_offers_nothing_to_them(lea, tom, odile):
    piece = module(rule=MEETING_AND_EVIDENCE)
    page = open_path(piece, owner=odile)
    enrol(tom, page, by=tom)
    shown = shows(enrol(lea, page, by=lea), piece)
    claim = shows(shown.enrolment, piece, text="Je sais déjà", is_prior_learning=True)
    assert (can_read_as_peer(tom, shown), can_read_as_peer(tom, claim), evidence_for_peers(tom)) == (False, False, [])
    with pytest.raises(NotAsked):
        review_as_peer(shown, is_convincing=True, by=tom)


# --- who sees what ---


def test_only_the_learner_and_those_who_train_them_see_an_enrolment(lea, tom, odile):
    mill = Organisation.objects.create(name="Le Moulin")
    page = open_path(owner=odile, organisation=mill)
    enrolment = enrol(lea, page, by=lea)
    colleague = factories.person("samir@example.org", group="trainer")
    Membership.objects.create(person=colleague, organisation=mill, state="active")
    employer = Organisation.objects.create(name="CCAS de Lens")
    manager = factories.person("chef@example.org")
    Membership.objects.create(person=manager, organisation=employer, state="active", role="manager")
    Membership.objects.create(person=lea, organisation=employer, state="active")
    members = {
        "lea": lea, "odile": odile, "colleague": colleague, "staff": factories.person("s@x.fr", group="hub staff"),
        "tom": tom, "manager": manager, "moderator": factories.person("m@x.fr", group="moderator"),
        "other trainer": factories.person("t@x.fr", group="trainer"),
    }  # fmt: skip
    seen = {name for name, person in members.items() if can_see_enrolment(person, enrolment)}
    assert seen == {"lea", "odile", "colleague", "staff"}
    assert {name for name, person in members.items() if can_follow_enrolment(person, enrolment)} == seen - {"lea"}
    assert trainers_of(page) == [odile, colleague]


def test_a_peer_sees_the_evidence_and_nothing_else(tom, among_peers):
    assert can_read_as_peer(tom, among_peers)
    assert (can_see_evidence(tom, among_peers), can_see_enrolment(tom, among_peers.enrolment)) == (False, False)


def test_without_a_trainer_left_the_staff_of_the_hub_is_told(lea, piece):
    staff = factories.person("s@x.fr", group="hub staff")
    shows(enrolled(lea, piece, owner=None), piece)
    assert list(Notification.objects.values_list("person", "kind")) == [(staff.pk, "evidence-waiting")]
