import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from outillerie.discovery.models import SearchLog
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def searches():
    today = datetime.date(2026, 11, 22)
    SearchLog.objects.create(day=today, query="poterie", results=0, times=2)
    SearchLog.objects.create(day=today - datetime.timedelta(days=1), query="poterie", results=1, times=5)
    SearchLog.objects.create(day=today, query="couture", results=0, times=3)


@pytest.fixture
def staff(client):
    person = factories.person()
    permissions = Permission.objects.filter(codename__in=["access_admin", "view_searchlog"])
    person.user_permissions.add(*permissions)
    client.force_login(person)
    return person


def test_needs_are_listed_the_most_wanted_first(client, staff, searches):
    rows = client.get(reverse("unmet-needs")).context["object_list"]
    assert [(row["query"], row["searches"], row["fewest"], str(row["last_day"])) for row in rows] == [
        ("poterie", 7, 0, "2026-11-22"),
        ("couture", 3, 0, "2026-11-22"),
    ]


def test_needs_can_be_taken_away_as_a_table(client, staff, searches):
    response = client.get(reverse("unmet-needs"), {"export": "csv"})
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert lines[1:] == ["poterie,7,0,2026-11-22", "couture,3,0,2026-11-22"]


def test_someone_without_the_right_does_not_read_them(client, searches):
    person = factories.person()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    assert client.get(reverse("unmet-needs")).status_code == 302
