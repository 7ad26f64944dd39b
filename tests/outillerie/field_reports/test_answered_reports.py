"""A new version cites the reports it answers."""

import pytest
from django.core.exceptions import ValidationError

from outillerie.field_reports.forms import AnsweredReportsField
from outillerie.notifications.models import Kind, Notification
from tests import factories
from tests.outillerie.field_reports.workshops import told

pytestmark = pytest.mark.django_db


def test_publishing_a_version_marks_the_reports_it_answers_and_tells_those_who_wrote_them(
    client, kit, lea, theo, author
):
    report, other = told(kit, lea), told(kit, theo)
    factories.publish(kit, by=author, hook="Autre accroche.", answered_reports=[report])
    report.refresh_from_db()
    other.refresh_from_db()
    assert (report.answered_in.number, other.answered_in) == (2, None)
    [row] = Notification.objects.filter(kind=Kind.FIELD_REPORT_ANSWERED)
    assert (row.person, row.actor, row.facts, row.path) == (lea, author, {"version": 2}, report.get_absolute_url())
    assert "La version 2 en tient compte" in client.get("/kits/camille/retours/").text
    assert "Tient compte de 1 retour d’atelier" in client.get("/kits/camille/versions/").text


def test_a_report_is_answered_once_and_by_its_own_kit(kit, lea, theo, author):
    other = told(factories.kit(slug="autre"), theo)
    report = told(kit, lea)
    kit = factories.publish(kit, by=author, hook="Deux.", answered_reports=[report, other])
    factories.publish(kit, by=author, hook="Trois.", answered_reports=[report])
    report.refresh_from_db()
    other.refresh_from_db()
    assert (report.answered_in.number, other.answered_in) == (2, None)
    assert Notification.objects.filter(kind=Kind.FIELD_REPORT_ANSWERED).count() == 1


def test_only_the_reports_of_the_kit_that_no_version_answers_are_offered(kit, lea, theo, moderator):
    offered = told(kit, lea, difficulties="Le code est trop long pour un groupe qui lit lentement.")
    told(factories.kit(slug="autre"), lea)
    told(kit, theo, is_hidden=True)
    told(kit, moderator, answered_in=kit.versions.get())
    field = AnsweredReportsField(kit)
    assert list(field.queryset) == [offered]
    assert field.label_from_instance(offered) == (
        "12 mars 2026, Léa\u00a0: «\u00a0Le code est trop long pour un groupe qui lit lentement.\u00a0»"
    )


def test_ATK_IDOR_02_the_report_of_another_kit_is_refused(kit, lea):
    other = told(factories.kit(slug="autre"), lea)
    with pytest.raises(ValidationError):
        AnsweredReportsField(kit).clean([other.pk])


def test_the_back_office_offers_the_reports_of_the_kit_alone(client, kit, lea):
    offered = told(kit, lea)
    told(factories.kit(slug="autre"), lea)
    client.force_login(factories.person("odile@example.org", is_superuser=True, is_staff=True))
    form = client.get(f"/admin/pages/{kit.pk}/edit/").context["form"]
    assert list(form.fields["answered_reports"].queryset) == [offered]
