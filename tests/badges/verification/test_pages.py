"""`/verifier/`, `/v/<code>/`, the programs' address and the command: the same verdict by every way."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from badges.awarding.models import Credential
from badges.openbadges import png
from badges.openbadges.baking import OB3
from badges.openbadges.serialising import serialise
from badges.verification import limits
from badges.verification.formats.verdict import CODES, Check, Facts, judged, to_dict
from badges.verification.showing import LOOKS
from badges.verification.wording import TITLES
from tests.badges import factories
from tests.badges.verification.formats.test_recognising import picture
from tests.badges.verification.world import badge, laid_out, signed

pytestmark = pytest.mark.django_db
AUTHENTIC = "This badge is authentic"


@pytest.fixture(autouse=True)
def in_english(client):
    client.cookies[settings.DISPLAY_COOKIE_NAME] = "language=en"
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    caches["throttle"].clear()


@pytest.fixture
def given():
    return factories.credential()


def document(given, form="ob3") -> bytes:
    return bytes(given.documents.get(form=form).content)


def page(response) -> str:
    return response.content.decode()


def post(client, **fields):
    return client.post("/verifier/", fields)


def as_file(content, name="badge.png"):
    return SimpleUploadedFile(name, content)


def test_every_verdict_has_its_words_and_its_look():
    assert set(TITLES) == set(LOOKS) == set(CODES)


def test_PERM_12_the_same_verdict_by_paste_by_file_by_address_and_by_code(client, given):
    baked = png.bake(picture(), {OB3: document(given).decode()})
    url = json.loads(document(given))["id"]
    ways = [
        post(client, text=document(given).decode()),
        post(client, file=as_file(document(given), "badge.json")),
        post(client, file=as_file(baked)),
        post(client, text=document(given, "jwt").decode()),
        post(client, text=url),
        post(client, code=url),
        client.get(f"/v/{given.code}/"),
        client.get(f"/verifier/{given.uuid}/"),
    ]
    assert [AUTHENTIC in page(way) for way in ways] == [True] * len(ways)
    assert {way.status_code for way in ways} == {200}


def test_a_code_leads_to_an_address_that_one_can_keep(client, given):
    response = post(client, code=f" {given.code[:4].lower()}-{given.code[4:]} ")
    assert (response.status_code, response["Location"]) == (302, f"/v/{given.code}/")


def test_a_code_is_read_however_it_is_written(client, given):
    for code in (given.code.lower(), f"{given.code[:4]}-{given.code[4:]}", f"{given.code[:4]} {given.code[4:]}"):
        assert AUTHENTIC in page(client.get(f"/v/{code}/"))


@pytest.mark.parametrize("code", ["00000000", "x", "7K3F-Q2NU", "é"])
def test_a_code_that_nobody_has_is_said_so_and_kept_in_its_field(client, code):
    response = client.get(f"/v/{code}/")
    assert response.status_code == 404
    assert "We do not find this code. Check its 8 signs." in page(response)
    assert f'value="{code}"' in page(response)


def test_nothing_given_asks_for_something(client):
    response = post(client)
    assert response.status_code == 422
    assert "Give a code, an address, a file or the text of a badge." in page(response)


def test_what_cannot_be_read_is_said_beside_its_field_and_what_was_typed_is_kept(client):
    response = post(client, text="bonjour", email="lea@example.org")
    assert response.status_code == 422
    assert "We do not recognise this." in page(response)
    assert "bonjour</textarea>" in page(response)
    assert 'value="lea@example.org"' in page(response)


def test_a_file_that_is_too_big_is_refused(client):
    response = post(client, file=as_file(b"x" * (8 * 1024 * 1024 + 1)))
    assert "It is too big to be a badge." in page(response)


def test_the_name_of_the_holder_is_shown_to_whoever_has_the_code_or_when_the_badge_is_public(client, given):
    """A badge is hidden by default: its file says nobody's name, and neither do we (LEAK-10)."""
    assert "Léa" in page(client.get(f"/v/{given.code}/"))
    for way in (client.get(f"/verifier/{given.uuid}/"), post(client, text=document(given).decode())):
        assert "Léa" not in page(way)
        assert f"/badge/{given.uuid}/" not in page(way)
    Credential.objects.filter(pk=given.pk).update(visibility="public")
    assert "Léa" in page(client.get(f"/verifier/{given.uuid}/"))


def test_no_address_is_ever_shown(client, given):
    response = client.post(f"/v/{given.code}/", {"email": "lea@example.org"})
    assert "It is this person’s" in page(response)
    assert "lea@example.org" not in page(response)


def test_the_person_is_not_the_holder(client, given):
    assert "It is not this person’s" in page(client.post(f"/v/{given.code}/", {"email": "other@example.org"}))


def test_whose_it_is_may_be_asked_only_so_many_times(client, given, monkeypatch):
    monkeypatch.setattr(limits, "MOST_QUESTIONS_ABOUT_A_BADGE", 2)
    answers = [page(client.post(f"/v/{given.code}/", {"email": f"{n}@example.org"})) for n in range(3)]
    assert ["It is not this person’s" in answer for answer in answers] == [True, True, False]
    assert ["Too many addresses were tried." in answer for answer in answers] == [False, False, True]
    # By any other way, and from any other address, the badge is the same.
    again = client.post(
        "/verifier/", {"text": document(given).decode(), "email": "x@example.org"}, REMOTE_ADDR="192.0.2.9"
    )
    assert "Too many addresses were tried." in page(again)


def test_one_address_may_ask_only_so_many_times(client, monkeypatch):
    monkeypatch.setattr(limits, "MOST_QUESTIONS_OF_A_CLIENT", 1)
    first, second = (
        factories.credential(),
        factories.credential(email="b@example.org", version=factories.published("B", slug="b")),
    )
    assert "It is not" in page(client.post(f"/v/{first.code}/", {"email": "x@example.org"}))
    assert "Too many" in page(client.post(f"/v/{second.code}/", {"email": "x@example.org"}))


def test_verifications_are_counted(client):
    answers = [post(client, text="bonjour").status_code for _ in range(limits.MOST_VERIFICATIONS + 1)]
    assert answers == [422] * limits.MOST_VERIFICATIONS + [429]


def test_a_revoked_badge_says_it_first(client, given):
    Credential.objects.filter(pk=given.pk).update(
        state="revoked", revoked_at=timezone.now(), revocation_reason="remis par erreur <b>"
    )
    shown = page(client.get(f"/v/{given.code}/"))
    assert "This badge was revoked" in shown
    assert "Reason: remis par erreur &lt;b&gt;" in shown


def test_an_expired_badge_says_it_first(client, given):
    Credential.objects.filter(pk=given.pk).update(valid_until=timezone.now() - timedelta(days=400))
    assert "This badge is no longer valid" in page(client.get(f"/v/{given.code}/"))


def test_a_badge_of_elsewhere_never_shows_the_picture_that_it_came_in(client, world, tmp_path, monkeypatch):
    from badges.verification import confined

    laid_out(world, tmp_path)
    ask = confined.ask_apart
    monkeypatch.setattr(
        confined, "ask_apart", lambda *given, **options: ask(*given, **options | {"folder": str(tmp_path)})
    )
    baked = png.bake(picture(), {OB3: serialise(signed(badge())).decode()})
    shown = page(post(client, file=as_file(baked)))
    assert "We do not know this issuer" in shown
    assert "Accompagner un public" in shown
    assert "<img" not in shown.partition("<main")[2].partition("</main>")[0]


def test_what_was_not_proved_is_not_shown(client, monkeypatch):
    """Its issuer does not answer: its name and that of its badge may be anybody's invention."""
    from badges.verification import confined

    unproved = Check(name="content", outcome="unknown", reason="unreachable")
    answer = to_dict(judged([unproved], Facts(name="Docteur", issuer_name="Université")))
    monkeypatch.setattr(confined, "ask_apart", lambda *_, **options: answer)
    shown = page(post(client, text=serialise(signed(badge())).decode()))
    assert "We could not verify this badge" in shown
    assert "verification__card" not in shown
    proved = Check(name="content", outcome="passed", reason="signed")
    who = Check(name="issuer", outcome="unknown", reason="not-in-directory", values={"issuer": "Université"})
    answer = to_dict(judged([who, proved], Facts(name="Docteur", issuer_name="Université")))
    shown = page(post(client, text=serialise(signed(badge())).decode()))
    assert "It names “Université” as its issuer" in shown


def test_pages_of_a_verdict_are_neither_kept_nor_indexed(client, given):
    response = client.get(f"/v/{given.code}/")
    assert "no-store" in response["Cache-Control"]
    assert 'content="noindex"' in page(response)
    assert 'content="index, follow"' in page(client.get("/verifier/"))


def test_a_verdict_asks_few_questions(client, given, django_assert_max_num_queries):
    client.get(f"/v/{given.code}/")
    with django_assert_max_num_queries(12):
        client.get(f"/v/{given.code}/")


# --- programs ---


def ask(client, body, content_type="application/json", **options):
    return client.post("/api/v1/verify", body, content_type=content_type, **options)


def test_programs_ask_with_a_document_a_token_an_address_a_code_or_a_file(client, given):
    answers = [
        ask(client, document(given)),
        ask(client, document(given, "jwt"), "application/vc+jwt"),
        ask(client, {"url": json.loads(document(given))["id"]}),
        ask(client, {"code": given.code, "email": "lea@example.org"}),
        client.post("/api/v1/verify", {"file": as_file(document(given)), "email": "x@example.org"}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(200, "valid")] * 5
    assert [answer.json()["checks"][-1]["reason"] for answer in answers[3:]] == ["theirs", "not-theirs"]
    assert {answer["Access-Control-Allow-Origin"] for answer in answers} == {"*"}


def test_the_answer_says_what_the_page_says(client, given):
    answer = ask(client, {"code": given.code}).json()
    assert (answer["title"], answer["facts"]["name"]) == (AUTHENTIC, "Accueillir avec bienveillance")
    assert [check["name"] for check in answer["checks"]] == ["issuer", "content", "dates", "status"]
    assert "Léa" not in json.dumps(answer, ensure_ascii=False)
    french = ask(client, {"code": given.code}, headers={"accept-language": "fr-FR,fr;q=0.9,en;q=0.5"})
    assert (french["Content-Language"], french.json()["code"]) == ("fr", "valid")


@pytest.mark.parametrize(
    "body", [b'{"url": "\\ud800"}', b'{"code": "7K3FQ2ND", "email": "\\ud800"}', b'{"url": 1e999}']
)
def test_a_program_that_sends_half_a_letter_is_told_so(client, body):
    assert ask(client, body).status_code == 422


def test_what_cannot_be_read_is_an_error_in_words(client):
    answer = ask(client, b"bonjour", "text/plain")
    assert (answer.status_code, answer.json()["code"], answer.json()["reason"]) == (422, "unreadable", "unknown-kind")


def test_any_site_may_ask_without_a_session(given):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert ask(strict, {"code": given.code}).json()["code"] == "valid"
    assert ask(strict, {"code": given.code}).cookies == {}
    preflight = strict.options("/api/v1/verify")
    assert (preflight.status_code, preflight["Access-Control-Allow-Headers"]) == (200, "Content-Type, Accept-Language")
    assert strict.get("/api/v1/verify").status_code == 405


def test_programs_are_counted_too(client, monkeypatch):
    from badges.verification import api

    monkeypatch.setattr(api, "MOST_VERIFICATIONS", 1)
    assert [ask(client, b"x", "text/plain").status_code for _ in range(2)] == [422, 429]


# --- the command ---


def run(*arguments, capsys):
    """Return what the command ends with, and what it says."""
    try:
        call_command("verify", *arguments)
        code = 0
    except SystemExit as end:
        code = end.code
    return code, capsys.readouterr().out


def test_the_command_judges_a_file_and_ends_as_it_should(given, tmp_path, capsys):
    path = tmp_path / "badge.json"
    path.write_bytes(document(given))
    assert run(str(path), capsys=capsys)[0] == 0
    assert run(given.code, "--email", "x@example.org", capsys=capsys)[0] == 1
    assert run("https://127.0.0.1/", capsys=capsys)[0] == 2
    code, said = run(str(path), "--json", capsys=capsys)
    assert (code, json.loads(said)["code"]) == (0, "valid")
    path.write_bytes(document(given).replace(b"bienveillance", b"malveillance"))
    assert run(str(path), capsys=capsys)[0] == 1


def test_PERM_09_the_command_needs_neither_the_database_nor_the_network(
    world, tmp_path, capsys, django_assert_num_queries
):
    laid_out(world, tmp_path)
    path = tmp_path / "badge.json"
    path.write_bytes(serialise(signed(badge())))
    with django_assert_num_queries(0):
        code, said = run(str(path), "--with", str(tmp_path), "--email", "a@example.com", "--json", capsys=capsys)
    verdict = json.loads(said)
    assert (code, verdict["code"], verdict["checks"][-1]["reason"]) == (0, "valid", "theirs")
    (tmp_path / "openbadges/status/hub-1.json").unlink()
    assert run(str(path), "--with", str(tmp_path), capsys=capsys)[0] == 2


def test_a_folder_that_is_none_is_said_so(tmp_path):
    with pytest.raises(CommandError) as refused:
        call_command("verify", "x", "--with", str(tmp_path / "nothing"))
    assert refused.value.returncode == 2
