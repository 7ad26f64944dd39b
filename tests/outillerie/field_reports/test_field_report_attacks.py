"""Forged requests and hostile words about field reports (ATK), and what is not public (LEAK)."""

from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from outillerie.field_reports.models import FieldReport, FieldReportThanks
from tests import factories
from tests.outillerie.field_reports.workshops import ANSWERS, DAY, told

pytestmark = pytest.mark.django_db
DEEDS = ("corriger/", "enlever/", "repondre/", "masquer/", "montrer/", "merci/")
CORPUS = [
    line
    for line in Path("tests/data/xss-corpus.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]


@pytest.fixture
def report(kit, lea):
    return told(kit, lea)


def facts_of(report):
    return FieldReport.objects.filter(pk=report.pk).values().get()


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("nobody", set()),
        ("stranger", {"merci/"}),
        ("lea", {"corriger/", "enlever/"}),
        ("author", {"repondre/", "merci/"}),
        ("moderator", {"repondre/", "masquer/", "montrer/", "merci/"}),
        ("inactive", set()),
    ],
)
def test_ATK_IDOR_01_each_deed_is_for_those_it_belongs_to(client, report, request, who, allowed):
    if who == "stranger":
        client.force_login(factories.person("inconnue@example.org"))
    elif who == "inactive":
        lea = report.person
        client.force_login(lea)
        lea.is_active = False
        lea.save()
    elif who != "nobody":
        client.force_login(request.getfixturevalue(who))
    before = facts_of(report)
    forbidden = [deed for deed in DEEDS if deed not in allowed]
    answers = {
        deed: client.post(f"{report.get_absolute_url()}{deed}", ANSWERS | {"reason": "quality"}) for deed in forbidden
    }
    refused = 302 if who in ("nobody", "inactive") else 403
    assert {deed: answer.status_code for deed, answer in answers.items()} == dict.fromkeys(forbidden, refused)
    assert (facts_of(report), FieldReportThanks.objects.count()) == (before, 0)
    for deed in sorted(allowed):
        answer = client.post(f"{report.get_absolute_url()}{deed}", ANSWERS | {"reason": "quality", "is_given": "yes"})
        assert answer.status_code == 302, deed


def test_ATK_IDOR_02_a_report_is_found_under_its_own_kit_only(client, report, lea):
    factories.kit(slug="autre")
    client.force_login(lea)
    for deed in ("", *DEEDS):
        assert client.get(f"/kits/autre/retours/{report.pk}/{deed}").status_code in (404, 405), deed
    assert client.post(f"/kits/autre/retours/{report.pk}/enlever/").status_code == 404
    assert FieldReport.objects.count() == 1


def test_ATK_MASS_01_telling_gives_nothing_but_what_is_asked(client, kit, lea, theo):
    client.force_login(lea)
    forged = {
        "person": theo.pk, "kit": factories.kit(slug="autre").pk, "version": "9", "is_hidden": "on", "answer": "Bravo",
        "answered_by": theo.pk, "answered_in": kit.versions.get().pk, "id": "4", "pk": "4", "created_at": "2001-01-01",
    }  # fmt: skip
    client.post("/kits/camille/retours/raconter/", {**ANSWERS, **forged})
    report = FieldReport.objects.get()
    assert (report.kit, report.person, report.version.number) == (kit, lea, 1)
    assert (report.is_hidden, report.answer, report.answered_by, report.answered_in) == (False, "", None, None)
    client.post(f"{report.get_absolute_url()}corriger/", {**ANSWERS, **forged})
    report.refresh_from_db()
    assert (report.kit, report.person, report.is_hidden, report.answer) == (kit, lea, False, "")


def test_ATK_CSRF_01_nothing_changes_by_reading_nor_without_a_token(client, report, lea, moderator):
    before = facts_of(report)
    forgetful = Client(enforce_csrf_checks=True)
    for person in (lea, moderator):
        client.force_login(person)
        forgetful.force_login(person)
        for deed in DEEDS:
            client.get(f"{report.get_absolute_url()}{deed}", {"reason": "quality", "is_given": "yes"})
            client.head(f"{report.get_absolute_url()}{deed}")
            assert forgetful.post(f"{report.get_absolute_url()}{deed}", ANSWERS).status_code in (403, 404), deed
        assert forgetful.post("/kits/camille/retours/raconter/", ANSWERS).status_code == 403
    assert (facts_of(report), FieldReport.objects.count(), FieldReportThanks.objects.count()) == (before, 1, 0)


def test_ATK_XSS_01_hostile_words_stay_words(client, kit, lea, author):
    lea.first_name = CORPUS[0][:140]
    lea.save()
    everything = "\n".join(CORPUS)[:2900]
    report = told(kit, lea, worked=everything, difficulties=everything, alternatives=everything, answer=everything[:1900],
                  answered_by=lea)  # fmt: skip
    clean = told(kit, author, worked="Bien.", held_on=DAY)
    paths = ["/", "/kits/camille/", "/kits/camille/retours/", report.get_absolute_url()]
    quiet = ["/kits/camille/retours/raconter/", clean.get_absolute_url()]
    client.force_login(author)
    tags = {path: client.get(path).text.lower().count("<script") for path in paths + quiet}
    assert {tags[path] for path in paths[2:]} == {tags[quiet[1]]}
    for path in paths:
        text = client.get(path).text.lower()
        assert [word for word in ("<svg/onload", "<img src=x", "<iframe", 'href="javascript:') if word in text] == [], (
            path
        )


def test_ATK_RED_01_a_thanks_leads_back_to_the_kit_and_nowhere_else(client, report, theo):
    client.force_login(theo)
    for back in ("//evil.example", "https://evil.example", "/admin/", "/kits/camille/../../admin", "/kits/autre/", ""):
        answer = client.post(f"{report.get_absolute_url()}merci/", {"is_given": "yes", "back": back})
        assert answer.url.startswith("/kits/camille/"), back


def test_ATK_RATE_02_a_flood_of_reports_is_refused_for_a_minute(client, kit, lea):
    client.force_login(lea)
    answers = [client.post("/kits/camille/retours/raconter/", {}) for _press in range(31)]
    assert [answers[29].status_code, answers[30].status_code, answers[30]["Retry-After"]] == [200, 429, "60"]


def test_ATK_JSON_01_a_null_character_is_refused_with_a_sentence(client, kit, lea):
    client.force_login(lea)
    answer = client.post("/kits/camille/retours/raconter/", {**ANSWERS, "worked": "a\x00b"})
    assert (answer.status_code, FieldReport.objects.count()) == (200, 0)


def addresses(report):
    own = [f"{report.get_absolute_url()}{deed}" for deed in ("", *DEEDS)]
    return ["/kits/camille/retours/", "/kits/camille/retours/raconter/", *own]


@pytest.mark.parametrize("who", ["nobody", "stranger", "reporter"])
@pytest.mark.parametrize("state", ["unpublished", "private"])
def test_LEAK_01_02_03_the_reports_of_a_kit_that_is_not_public_are_nowhere(client, kit, report, who, state):
    if state == "unpublished":
        kit.unpublish()
    else:
        PageViewRestriction.objects.create(page=kit, restriction_type=PageViewRestriction.PASSWORD, password="secret")
    if who != "nobody":
        client.force_login(report.person if who == "reporter" else factories.person("inconnue@example.org"))
    answers = {
        path: (client.get(path).status_code, client.post(path, ANSWERS).status_code) for path in addresses(report)
    }
    assert {
        path: pair for path, pair in answers.items() if pair[0] not in (404, 405) or pair[1] not in (404, 405)
    } == {}
    elsewhere = [
        "/",
        "/kits/",
        "/kits/?tri=eprouves",
        "/kits/?q=camille",
        "/raconter-un-atelier/?q=camille",
        "/themes/",
    ]
    shown = "".join(client.get(path).text for path in elsewhere)
    assert [word for word in ("Tout le monde a parlé", "1 retour", "Où est Camille") if word in shown] == []


def test_LEAK_12_the_page_of_a_hidden_report_is_never_kept_by_a_cache(client, report, lea):
    client.force_login(lea)
    assert client.get(report.get_absolute_url())["Cache-Control"] == "private, no-store"


def test_LEAK_12_readers_without_a_cookie_get_none_from_a_kit_with_reports(client, report):
    answer = client.get("/kits/camille/")
    assert (dict(answer.cookies), answer["Cache-Control"]) == ({}, "public, max-age=0, must-revalidate")


def test_ATK_CACHE_01_a_kept_page_shows_a_new_report_at_once(client, kit, lea, django_capture_on_commit_callbacks):
    assert "1 retour d’atelier" not in client.get("/kits/camille/").text
    with django_capture_on_commit_callbacks(execute=True):
        told(kit, lea)
    assert "1 retour d’atelier" in client.get("/kits/camille/").text
