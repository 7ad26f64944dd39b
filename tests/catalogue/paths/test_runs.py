"""Sessions of a path, announced by its trainers."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from catalogue.paths.models import PathFacet, PathRun
from catalogue.paths.runs import AlreadyAnnounced, CancelledRun, TooManyRuns, cancel_run, save_run
from tests.catalogue.factories import path
from tests.factories import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def odile():
    return person("odile@example.org", group="trainer")


@pytest.fixture
def own_path(odile):
    return path(owner=odile)


@pytest.fixture
def desk(odile):
    client = Client()
    client.force_login(odile)
    return client


def soon(days: int):
    return timezone.localdate() + timedelta(days=days)


def address(own_path) -> str:
    return f"/monter/parcours/{own_path.pk}/sessions/"


def places(own_path) -> list[str]:
    return sorted(PathFacet.objects.filter(path=own_path, facet="place").values_list("value", flat=True))


def test_a_session_is_announced_with_days_as_people_write_them(desk, own_path):
    day = soon(30)
    typed = {"starts_on": day.strftime("%d/%m/%Y"), "mode": "onsite", "commune": "Roubaix"}
    assert desk.post(address(own_path), typed).status_code == 302
    run = own_path.runs.get()
    assert (run.starts_on, run.ends_on, run.mode, run.commune) == (day, None, "onsite", "Roubaix")
    assert places(own_path) == ["Roubaix"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"starts_on": ""}, "Écrivez le premier jour de la session pour continuer."),
        ({"starts_on": "bientôt"}, "Écrivez le jour, le mois et l’année."),
        ({"ends_on": "01/01/2026"}, "Le dernier jour est avant le premier."),
        (
            {"enrolment_opens_on": "01/03/2027", "enrolment_closes_on": "01/02/2027"},
            "Les inscriptions ferment avant d’ouvrir.",
        ),
        ({"enrolment_opens_on": "01/12/2027"}, "Les inscriptions ouvrent après la fin de la session."),
    ],
)
def test_days_that_cannot_be_are_refused_in_words_and_stay_typed(typed, sentence, desk, own_path):
    values = {"starts_on": "14/10/2027", "mode": "onsite", "place": "Salle rare"} | typed
    response = desk.post(address(own_path), values)
    words = response.content.decode()
    assert response.status_code == 422
    assert sentence in words
    assert "Salle rare" in words
    assert not own_path.runs.exists()


def test_a_session_is_changed_then_cancelled_and_search_follows(desk, own_path):
    run = save_run(PathRun(path=own_path, starts_on=soon(5), commune="Lens"))
    where = f"{address(own_path)}{run.pk}/"
    desk.post(where, {"starts_on": soon(6).isoformat(), "mode": "remote", "commune": "Arras"})
    assert places(own_path) == ["Arras"]
    desk.post(where, {"cancel": "1"})
    run.refresh_from_db()
    assert (run.is_cancelled, run.starts_on, places(own_path)) == (True, soon(6), [])
    assert desk.get(address(own_path)).status_code == 200
    with pytest.raises(CancelledRun):
        save_run(run)


def test_the_same_session_announced_twice_is_one(own_path):
    save_run(PathRun(path=own_path, starts_on=soon(5), commune="Lens"))
    with pytest.raises(AlreadyAnnounced):
        save_run(PathRun(path=own_path, starts_on=soon(5), commune="Lens"))
    assert own_path.runs.count() == 1


def test_a_session_of_another_path_is_a_missing_page(desk, own_path, odile):
    other = save_run(PathRun(path=path("Autre"), starts_on=soon(5)))
    assert desk.get(f"{address(own_path)}{other.pk}/").status_code == 404


def test_a_path_has_so_many_sessions_at_most(own_path, monkeypatch):
    monkeypatch.setattr("catalogue.paths.runs.MOST_RUNS", 1)
    save_run(PathRun(path=own_path, starts_on=soon(5)))
    with pytest.raises(TooManyRuns):
        save_run(PathRun(path=own_path, starts_on=soon(6)))


def test_a_session_of_a_draft_is_counted_once_the_path_is_published(odile):
    from tests.catalogue.factories import path_draft, publish_path

    draft = path_draft("Brouillon", owner=odile)
    save_run(PathRun(path=draft, starts_on=soon(5), commune="Lens"))
    assert places(draft) == []
    publish_path(draft)
    assert places(draft) == ["Lens"]


def test_cancelling_twice_is_cancelling_once(own_path):
    run = save_run(PathRun(path=own_path, starts_on=soon(5)))
    cancel_run(run)
    cancel_run(run)
    assert own_path.runs.get().is_cancelled
