"""The next version of a kit may say which field reports it takes into account."""

from datetime import date

import pytest
from django.urls import reverse

from outillerie.field_reports.models import FieldReport
from outillerie.kits.models import KitPage
from outillerie.writing.exports import base_token, written
from outillerie.writing.queries import draft_of
from outillerie.writing.stages import STAGE
from tests.factories import kit, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea(client):
    lea = person(first_name="Léa", group="trusted contributor")
    client.force_login(lea)
    return lea


@pytest.fixture
def mine(lea):
    page = kit(by=lea)
    KitPage.objects.filter(pk=page.pk).update(owner=lea)
    return KitPage.objects.get(pk=page.pk)


@pytest.fixture
def report(mine):
    return FieldReport.objects.create(
        kit=mine,
        person=person("noe@example.org"),
        held_on=date(2026, 3, 2),
        difficulties="Trop long.",
        recommendation=2,
    )


def send(client, mine, lea, **answers):
    page = KitPage.objects.get(pk=mine.pk)
    token = base_token(written(draft_of(page)), STAGE["licence"], kit=page, by=lea)
    url = reverse("writing-licence", args=[mine.pk])
    return client.post(url, {"base": token, "licence": "CC-BY-SA-4.0", "version_notes": "Plus court.", **answers})


def test_the_page_of_the_licence_offers_the_reports_that_wait_for_an_answer(client, lea, mine, report):
    page = client.get(reverse("writing-licence", args=[mine.pk])).content.decode()
    assert f'value="{report.pk}"' in page


def test_a_version_answers_the_reports_that_its_author_ticked(client, lea, mine, report):
    send(client, mine, lea, answered_reports=[report.pk], hook="x")
    latest = KitPage.objects.get(pk=mine.pk).get_latest_revision_as_object()
    assert [row.pk for row in latest.answered_reports.all()] == [report.pk]
    latest.hook = "Autrement dit."
    latest.save_revision(user=lea).publish(user=lea, skip_permission_checks=True)
    report.refresh_from_db()
    assert report.answered_in.number == 2


def test_ATK_MASS_01_a_report_of_another_kit_is_not_answered(client, lea, mine, report):
    other = FieldReport.objects.create(
        kit=kit(slug="autre"), person=report.person, held_on=date(2026, 3, 3), worked="Tout.", recommendation=4
    )
    send(client, mine, lea, answered_reports=[other.pk])
    latest = KitPage.objects.get(pk=mine.pk).get_latest_revision_as_object()
    assert list(latest.answered_reports.all()) == []
