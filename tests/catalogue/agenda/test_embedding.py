"""The agenda on a partner's site: a frame, and nothing else that may be framed."""

import re

import pytest
from django.urls import reverse

from tests.catalogue.session_factories import online, roubaix
from tests.factories import person

pytestmark = pytest.mark.django_db
FRAME = "/agenda/cadre/"


def test_the_frame_shows_the_next_sessions_alone_without_script_or_cookie(client, announced, in_days):
    for number in range(7):
        announced(f"Séance {number}", starts_at=in_days(number + 1))
    response = client.get(FRAME, {"nombre": "5"})
    assert [card.title for card in response.context["cards"]] == [f"Séance {number}" for number in range(5)]
    assert response.cookies == {}
    assert "<script" not in response.text
    assert "<form" not in response.text
    assert response["Cache-Control"] == "public, max-age=300"
    assert re.findall(r'<link rel="stylesheet" href="(?!/static/)', response.text) == []


def test_links_of_the_frame_say_that_they_open_a_tab(client, announced):
    announced("Séance")
    text = client.get(FRAME).text
    links = re.findall(r"<a [^>]*>.*?</a>", text, re.S)
    assert len(links) == 2
    assert all('target="_blank"' in link and 'rel="noopener"' in link for link in links)
    assert text.count("visually-hidden") == len(links)


def test_the_frame_takes_the_filters_of_the_agenda(client, announced, amiens):
    announced("À Roubaix")
    announced("À Amiens", places=[{"venue": amiens}])
    announced("En ligne", places=[online()])
    response = client.get(FRAME, {"territoire": "department-59"})
    assert [card.title for card in response.context["cards"]] == ["À Roubaix"]


def test_the_frame_alone_may_be_framed(client, announced):
    session = announced("Séance")
    framed = client.get(FRAME)
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert "script-src 'none'" in framed["Content-Security-Policy"]
    assert not framed.has_header("X-Frame-Options")
    others = [
        "/",
        "/agenda/",
        reverse("embed-agenda"),
        reverse("season-programme"),
        session.get_absolute_url(),
        "/kits/",
    ]
    for address in others:
        response = client.get(address)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], address
        assert response["X-Frame-Options"] == "DENY"


def test_somebody_signed_in_sees_the_same_frame_as_everyone(client, announced):
    announced("Séance")
    before = client.get(FRAME).content
    client.force_login(person("odile@example.org", first_name="Odile"))
    after = client.get(FRAME)
    assert (after.content, after.cookies) == (before, {})


def test_the_page_gives_a_line_to_copy_and_a_plain_link(client, settings):
    settings.BASE_URL = "https://outillerie.example"
    roubaix()
    context = client.get(reverse("embed-agenda"), {"ou": "Nord", "format": "webinaire", "nombre": "20"}).context
    assert context["frame_url"].startswith("https://outillerie.example/agenda/cadre/?territoire=department-59")
    assert context["frame_url"].endswith("nombre=20")
    assert context["list_url"].startswith("https://outillerie.example/agenda/?territoire=department-59")


def test_the_line_to_copy_is_shown_as_text_and_runs_nothing(client):
    text = client.get(reverse("embed-agenda")).text
    assert "&lt;iframe src=" in text
    assert text.count("<iframe ") == 1
