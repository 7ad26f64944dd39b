"""Those who come say so themselves. Nobody reads the list of the others (LEAK-09), and codes are not guessed (ATK-RATE)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.attending.actions import open_code
from catalogue.attending.formats.codes import new_code
from catalogue.attending.links import presence_key_of, registration_by_presence_key
from catalogue.attending.models import CheckInCode
from catalogue.learning.models import Attendance, AttendanceMark
from catalogue.registering.links import key_of
from catalogue.registering.models import Registration
from catalogue.sessions.models import PeerSession
from tests.catalogue.attending.conftest import under_way
from tests.catalogue.attending.days import half_day, kept, says, words
from tests.catalogue.session_factories import peer_session, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def code(session, odile):
    return open_code(session, half_day=half_day(session), by=odile)


@pytest.fixture
def room(session):
    """Nine people, none of whom should read the others."""
    names = ["Ondine Exemple", "Basile Erable", "Basile Exemple", *(f"Marie Numéro{letter}" for letter in "ABCDEF")]
    return [registration(session, name=name, email=f"{number}@secret.example") for number, name in enumerate(names)]


def at(name, *args):
    return reverse(name, args=args)


def check_in(client, code, **fields):
    return client.post(at("presence-code", code.code), {"key": uuid4().hex, "is_here": "on", **fields})


def choices(page) -> dict[str, str]:
    """Return the keys of the choices that a page offers, by short name."""
    found = re.findall(r'name="who" value="([^"]+)"[^>]*>\s*([^<]+?)\s*</label>', page.text)
    return {short: key for key, short in found}


def test_the_code_is_typed_however_and_leads_to_the_session(client, code):
    typed = f"{code.code[:3].lower()}-{code.code[3:]} "
    answer = client.post(at("presence"), {"code": typed})
    assert (answer.status_code, answer.url) == (302, at("presence-code", code.code))
    page = client.get(answer.url)
    assert "Code of the day recognised" in page.text
    assert "I confirm that I am here" in page.text


def test_LEAK_09_the_page_of_a_code_names_nobody(client, code, room):
    text = client.get(at("presence-code", code.code)).text
    assert not [name for name in ("Ondine", "Basile", "Marie", "secret.example") if name in text]


@pytest.mark.parametrize("typed", ["", "m", " m ", "%", "__", "*", "é"])
def test_LEAK_09_less_than_two_letters_find_nobody(client, code, room, typed):
    assert choices(client.post(at("presence-names", code.code), {"name": typed})) == {}
    assert choices(check_in(client, code, name=typed)) == {}


def test_LEAK_09_five_short_names_at_most_and_never_a_whole_one(client, code, room):
    page = client.post(at("presence-names", code.code), {"name": "ma"})
    assert len(choices(page)) <= 5
    assert re.findall(r"Numéro\w|secret\.example|Mairie", page.text) == []
    both = choices(client.post(at("presence-names", code.code), {"name": "bas"}))
    assert sorted(both) == ["Basile Er.", "Basile Ex."]


def test_LEAK_09_letters_in_the_middle_of_a_name_find_nobody(client, code, room):
    assert choices(client.post(at("presence-names", code.code), {"name": "arie"})) == {}


def test_somebody_finds_their_name_ticks_and_is_noted(client, code, room):
    page = check_in(client, code, name="ond")
    assert (page.status_code, Attendance.objects.count()) == (422, 0)
    page = check_in(client, code, name="ond", who=choices(page)["Ondine E."])
    assert re.search(r"It is noted, \d\d:\d\d\.", page.text)
    assert words(Attendance.objects.get(registration=room[0])) == [("present", "self", None)]
    assert kept(room[0]) == ("present", 120, False)


def test_a_whole_name_that_one_person_has_needs_no_choice(client, code, room):
    check_in(client, code, name="ondine exemple")
    assert kept(room[0]) == ("present", 120, False)


def test_nothing_is_noted_without_the_tick_and_the_choice_stays(client, code, room):
    found = choices(check_in(client, code, name="ond"))
    page = client.post(at("presence-code", code.code), {"key": uuid4().hex, "name": "ond", "who": found["Ondine E."]})
    assert (page.status_code, Attendance.objects.count()) == (422, 0)
    assert list(choices(page)) == ["Ondine E."]
    assert "Tick “I am in the room” to continue." in page.text


def test_saying_it_twice_is_saying_it_once(client, code, room):
    for _time in range(2):
        page = check_in(client, code, name="Ondine Exemple")
    assert ("Already noted" in page.text, AttendanceMark.objects.count()) == (True, 1)


def test_somebody_who_is_signed_in_has_nothing_to_type(client, session, code, lea):
    seat = registration(session, lea)
    client.force_login(lea)
    page = client.get(at("presence-code", code.code))
    assert ('id="id_name"' in page.text, "Léa" in page.text) == (False, True)
    check_in(client, code)
    assert words(Attendance.objects.get(registration=seat)) == [("present", "self", lea.pk)]


def test_ATK_IDOR_02_a_choice_of_another_code_or_a_number_is_not_taken(client, code, room, odile):
    other = under_way(facilitators=[odile])
    theirs = open_code(other, half_day=half_day(other), by=odile)
    key = choices(check_in(client, code, name="ond"))["Ondine E."]
    assert check_in(client, theirs, who=key).status_code == 422
    for forged in (str(room[0].pk), f"{room[0].pk}:abc", "", "🙂"):
        assert check_in(client, code, who=forged).status_code == 422
    assert Attendance.objects.count() == 0


def test_a_code_that_ended_says_to_scan_the_one_of_the_screen(client, session, code, room, odile):
    open_code(session, half_day=half_day(session), by=odile)
    page = check_in(client, code, name="Ondine Exemple")
    assert (page.status_code, "This code has changed. Scan the one on the screen." in page.text) == (410, True)
    assert Attendance.objects.count() == 0


@pytest.mark.parametrize("state", ["cancelled", "held", "draft"])
def test_the_code_of_a_session_that_does_not_take_place_any_more_is_unknown(client, session, code, state):
    PeerSession.objects.update(state=state)
    assert client.get(at("presence-code", code.code)).status_code == 404


def test_it_may_be_too_early(client, odile):
    later = peer_session(starts_at=timezone.now() + timedelta(hours=3), facilitators=[odile])
    somebody = registration(later, name="Ondine Exemple")
    early = open_code(later, half_day=half_day(later), by=odile)
    page = check_in(client, early, name=somebody.name)
    assert ("It is too early" in page.text, Attendance.objects.count()) == (True, 0)


def test_ATK_CSRF_01_a_link_notes_nobody(client, code, room):
    client.get(at("presence-code", code.code), {"name": "Ondine Exemple", "is_here": "on", "key": uuid4().hex})
    assert client.get(at("presence-names", code.code)).status_code == 405
    assert Attendance.objects.count() == 0


def test_ATK_RATE_01_past_twenty_wrong_codes_in_a_minute_even_the_right_one_waits(client, code):
    statuses = [client.get(at("presence-code", new_code())).status_code for _time in range(20)]
    assert statuses == [404] * 20
    answer = client.get(at("presence-code", code.code))
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    forged = client.get(at("presence-code", code.code), headers={"x-forwarded-for": "203.0.113.7"})
    assert forged.status_code == 429
    elsewhere = client.get(at("presence-code", code.code), REMOTE_ADDR="203.0.113.7")
    assert elsewhere.status_code == 200


def test_ATK_RATE_01_wrong_codes_typed_on_the_page_of_a_person_count_too(client, code, ondine):
    page = at("presence-person", presence_key_of(ondine))
    for _time in range(20):
        assert client.post(page, {"code": new_code(), "key": uuid4().hex}).status_code == 422
    assert client.post(page, {"code": code.code, "key": uuid4().hex}).status_code == 429
    assert Attendance.objects.count() == 0


def test_ATK_RATE_02_a_code_looks_up_what_a_room_needs_and_no_more(client, odile):
    small = under_way(facilitators=[odile], places=[{"capacity": 1, "is_online": True}])
    code = open_code(small, half_day=half_day(small), by=odile)
    letters = at("presence-names", code.code)
    statuses = [client.post(letters, {"name": "ab"}).status_code for _time in range(61)]
    assert statuses == [200] * 60 + [429]


# --- somebody without a registration ---


def add_oneself(client, code, **facts):
    facts = {"name": "Gaëlle Exemple", "email": "", "employer": "", "key": uuid4().hex, **facts}
    return client.post(at("presence-walk-in", code.code), facts)


def test_somebody_without_a_registration_adds_themselves_while_seats_are_left(client, code):
    page = check_in(client, code, name="Gaëlle Exemple")
    assert "Is your name not there?" in page.text
    page = add_oneself(client, code)
    made = Registration.objects.get()
    assert (page.status_code, made.source, kept(made)) == (200, "walk-in", ("present", 120, False))


def test_nobody_adds_themselves_to_a_full_room(client, odile):
    full = under_way(facilitators=[odile], places=[{"capacity": 1, "is_online": True}])
    registration(full)
    code = open_code(full, half_day=half_day(full), by=odile)
    assert "Every seat is taken" in check_in(client, code, name="Gaëlle Exemple").text
    page = add_oneself(client, code)
    assert (page.status_code, 'value="Gaëlle Exemple"' in page.text, Registration.objects.count()) == (422, True, 1)


# --- the code of a person ---


def test_the_key_of_a_person_is_not_the_key_of_their_registration_and_cannot_be_guessed(ondine):
    key = presence_key_of(ondine)
    assert registration_by_presence_key(key) == ondine
    assert len(key.partition("-")[2]) == 22
    forged = [
        str(ondine.pk),
        f"{ondine.pk}-",
        f"{ondine.pk}-{'A' * 22}",
        f"{ondine.pk + 1}-{key.partition('-')[2]}",
        key_of(ondine),
        "²-x",
    ]
    assert [registration_by_presence_key(one) for one in forged] == [None] * len(forged)


def test_whoever_welcomes_notes_the_person_of_a_code_in_one_press(client, odile, ondine):
    client.force_login(odile)
    page = client.get(at("presence-person", presence_key_of(ondine)))
    assert ("Boucle magnétique" in page.text, Attendance.objects.count()) == (True, 0)
    client.post(at("presence-person", presence_key_of(ondine)), {"key": uuid4().hex})
    assert words(Attendance.objects.get()) == [("present", "scan", odile.pk)]


def test_LEAK_09_anybody_else_who_scans_a_code_reads_a_short_name_and_notes_nobody(client, ondine, stranger, code):
    client.force_login(stranger)
    page = client.get(at("presence-person", presence_key_of(ondine)))
    assert [word in page.text for word in ("Ondine E.", "Ondine Exemple", "Boucle", "Mairie")] == [
        True,
        False,
        False,
        False,
    ]
    client.post(at("presence-person", presence_key_of(ondine)), {"key": uuid4().hex})
    assert Attendance.objects.count() == 0


def test_with_their_own_link_a_person_types_the_code_of_the_room_and_nothing_else(client, ondine, code):
    page = client.post(at("presence-person", presence_key_of(ondine)), {"code": code.code, "key": uuid4().hex})
    assert "It is noted" in page.text
    assert words(Attendance.objects.get()) == [("present", "self", None)]


def test_the_code_of_another_room_is_refused(client, ondine, odile):
    other = under_way(facilitators=[odile])
    theirs = open_code(other, half_day=half_day(other), by=odile)
    page = client.post(at("presence-person", presence_key_of(ondine)), {"code": theirs.code, "key": uuid4().hex})
    assert (page.status_code, "We do not know this code" in page.text, Attendance.objects.count()) == (422, True, 0)


def test_what_the_facilitator_said_before_stays_and_the_disagreement_is_seen(client, code, room, odile):
    says(room[0], "absent", by=odile)
    check_in(client, code, name="Ondine Exemple")
    assert kept(room[0]) == ("present", 120, True)
    assert CheckInCode.objects.count() == 1
