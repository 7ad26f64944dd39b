"""The result of a positioning on paper: for its person alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.positioning.models import Positioning, PositioningAnswer
from outillerie.accounts.groups import ADMINISTRATOR
from tests.catalogue.documents.situations import trainer
from tests.catalogue.factories import skill_framework, skill_of
from tests.factories import person
from tests.outillerie.printing.reading import words_of

pytestmark = pytest.mark.django_db


def positioned():
    framework = skill_framework()
    ondine = person("ondine@example.org", first_name="Ondine", last_name="Lefebvre")
    made = Positioning.objects.create(person=ondine, framework=framework, finished_at=timezone.now())
    for code, rank in (("1.1", 3), ("2.1", None)):
        level = framework.levels.get(rank=rank) if rank else None
        PositioningAnswer.objects.create(positioning=made, skill=skill_of(framework, code), level=level)
    return made


def test_the_result_says_each_skill_and_its_level(client):
    made = positioned()
    client.force_login(made.person)
    response = client.get(reverse("positioning-document", args=[made.pk]))
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/pdf", "private, no-store")
    text = " ".join(words_of(response.content).replace("\u00a0", " ").split())
    said = ("Ondine Lefebvre", "Référentiel d’essai", "Protéger les appareils", "Maîtrise", "Interagir")
    assert [words for words in said if words not in text] == []


def test_leak_06_a_positioning_exists_for_nobody_else(client):
    made = positioned()
    address = reverse("positioning-document", args=[made.pk])
    assert client.get(address).status_code == 302
    for other in (trainer(), person("admin@example.org", group=ADMINISTRATOR), person("autre@example.org")):
        client.force_login(other)
        assert client.get(address).status_code == 404
