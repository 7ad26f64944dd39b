"""Hostile words in every field, read in a real browser: nothing runs, nothing is even attempted."""

from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from outillerie.kits.formats.content import Credit, Material, Step
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

CORPUS = [
    line
    for line in Path("tests/data/xss-corpus.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
]


class Alarm:
    """What a browser says when a page tries something: a dialog, or a refusal of the content policy."""

    def __init__(self, page):
        self.rung = []
        page.on("dialog", lambda dialog: (self.rung.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.rung.append(f"script: {error}"))

    def note(self, message):
        if "Content Security Policy" in message.text or "Refused to" in message.text:
            self.rung.append(message.text)


def hostile_kit(number):
    """Publish a kit whose every text is a payload, another one in each field."""

    def payload(place):
        return CORPUS[(number * 17 + place * 5) % len(CORPUS)]

    everything = "\n\n".join(CORPUS)
    kit = factories.kit(
        title=payload(0)[:200], hook=payload(1), objectives=(payload(2), payload(3)), preparation=everything,
        variants=everything, evaluation=payload(4), watch_points=everything, further_reading=payload(5), body=payload(6),
        material=(Material(label=payload(7), quantity=payload(8)),), changes=payload(9), organisation=payload(10)[:100],
        steps=(Step(title=payload(11), minutes=5, aim=payload(12), facilitator=everything, say=everything,
                    participants=payload(13), supports=payload(14)),),
        credits=(Credit(name=payload(15), organisation=payload(16)),), slug=f"hostile-{number}",
    )  # fmt: skip
    return factories.publish(kit, hook=payload(18), version_notes=payload(19)[:300])


def test_ATK_XSS_01_no_payload_runs_on_any_public_page(site, page):
    kits = [hostile_kit(number) for number in range(4)]
    alarm = Alarm(page)
    paths = ["/", "/kits/", "/themes/", "/organisations/", "/plan-du-site/"]
    paths += [kit.organisation.get_absolute_url() for kit in kits]
    paths += [f"{kit.url}{rest}" for kit in kits for rest in ("", "v1/", "versions/", "versions/1...2/")]
    paths += [f"/kits/?q={quote(payload)}" for payload in CORPUS[:20]]
    for path in paths:
        answer = page.goto(site + path)
        assert answer.status == 200, path
        assert alarm.rung == [], path


def test_ATK_XSS_01_no_payload_runs_in_the_back_office(site, page):
    kit = hostile_kit(1)
    moderator = factories.person("marc@example.org", group="moderator")
    sign_in(page, site, moderator)
    alarm = Alarm(page)
    first, last = kit.revisions.order_by("pk").first(), kit.latest_revision
    for path in (
        f"/admin/pages/{kit.get_parent().pk}/", f"/admin/pages/{kit.pk}/edit/", f"/admin/pages/{kit.pk}/history/",
        f"/admin/pages/{kit.pk}/revisions/compare/{first.pk}...{last.pk}/", "/admin/reports/site-history/",
    ):  # fmt: skip
        answer = page.goto(site + path)
        assert answer.status in {200, 302, 403}, path
        assert alarm.rung == [], path


def sign_in(page, site, person):
    session = Client()
    session.force_login(person)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])


def test_the_alarm_rings_when_something_runs(site, page):
    """The control: without our escaping and policy, the first payload would be seen."""
    alarm = Alarm(page)
    page.set_content("<img src=x onerror=alert(1)>")
    page.wait_for_timeout(300)
    assert alarm.rung == ["dialog: 1"]
