"""What learners see and do: enrolling, evidence, the newer version of a path. Theirs alone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalogue.learning.models import Enrolment, Evidence
from tests.catalogue.factories import module, path, publish_path
from tests.factories import person

pytestmark = pytest.mark.django_db
EVIDENCE = {"kind": "evidence", "at_least": 1}


@pytest.fixture
def trainer():
    return person("trainer@example.org", first_name="Jeanne", group="trainer")


@pytest.fixture
def learner():
    return person("learner@example.org", first_name="Lucas", last_name="Terril")


@pytest.fixture
def piece():
    return module("Mots de passe", rule=EVIDENCE)


@pytest.fixture
def followed(trainer, learner, piece, client):
    """Return the enrolment of the learner, who pressed the button."""
    page = path(owner=trainer, is_always_open=True, blocks=[("Protéger", [piece]), ("Accueillir", [module("Écouter")])])
    client.force_login(learner)
    client.post(reverse("enrol", args=[page.slug]), {"trainee_type": "", "employer": ""})
    return Enrolment.objects.get()


def module_url(enrolment, piece):
    return reverse("enrolled-module", args=[enrolment.pk, piece.key])


def test_one_press_enrols_and_leads_to_the_path_as_it_is_followed(followed, client):
    assert (followed.person.first_name, followed.version.number, followed.source) == ("Lucas", 1, "self")
    page = client.get(followed.get_absolute_url())
    assert page.status_code == 200
    assert "Mots de passe" in page.text
    assert client.get(reverse("enrol", args=[followed.path.slug])).url == followed.get_absolute_url()


def test_who_is_signed_out_signs_in_and_comes_back(client):
    page = path(is_always_open=True)
    answer = client.get(reverse("enrol", args=[page.slug]))
    assert answer.url == f"/compte/connexion/?next=/parcours/{page.slug}/inscription/"


def test_a_path_that_is_not_open_says_so_and_takes_nobody(learner, client):
    page = path(is_always_open=False)
    client.force_login(learner)
    answer = client.get(reverse("enrol", args=[page.slug]))
    assert "<form class" not in answer.text
    client.post(reverse("enrol", args=[page.slug]), {})
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("name", ["enrolment", "enrolment-version", "leave-path"])
def test_leak_nobody_else_opens_an_enrolment(followed, client, name):
    for stranger in (person("other@example.org"), person("staff@example.org", group="hub staff")):
        client.force_login(stranger)
        assert client.get(reverse(name, args=[followed.pk])).status_code == 404


def test_leak_a_module_of_somebody_else_does_not_exist(followed, piece, client):
    client.force_login(person("other@example.org"))
    assert client.get(module_url(followed, piece)).status_code == 404


def test_evidence_is_sent_and_waits_for_a_reading(followed, piece, client):
    answer = client.post(module_url(followed, piece), {"text": "J’ai animé l’atelier."})
    assert answer.status_code == 302
    sent = Evidence.objects.get()
    assert (sent.text, sent.state, sent.is_prior_learning) == ("J’ai animé l’atelier.", "waiting", False)
    assert "J’ai animé l’atelier." in client.get(module_url(followed, piece)).text


def test_empty_evidence_is_refused_in_words(followed, piece, client):
    answer = client.post(module_url(followed, piece), {"text": "  "})
    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_what_was_typed_beside_a_wrong_address_is_kept(followed, piece, client):
    answer = client.post(module_url(followed, piece), {"text": "Mon récit", "link": "pas une adresse"})
    assert answer.status_code == 422
    assert "Mon récit" in answer.text


def test_a_file_is_given_as_a_download_to_its_learner_and_trainer_only(followed, piece, client, trainer):
    file = SimpleUploadedFile("recit.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n", "application/pdf")
    client.post(module_url(followed, piece), {"file": file})
    url = reverse("evidence-file", args=[Evidence.objects.get().pk])
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(trainer)
    assert client.get(url).status_code == 200
    client.force_login(person("other@example.org"))
    assert client.get(url).status_code == 404


def test_atk_xss_02_what_a_learner_writes_is_shown_as_it_is_written(followed, piece, client, trainer):
    client.post(module_url(followed, piece), {"text": "<script>alert(1)</script>"})
    client.force_login(trainer)
    page = client.get(reverse("evidence-reading", args=[Evidence.objects.get().pk]))
    assert "<script>alert(1)" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


def test_prior_learning_that_is_accepted_completes_the_module(followed, piece, client, trainer):
    client.post(module_url(followed, piece), {"text": "Je le fais depuis dix ans.", "is_prior_learning": "on"})
    client.force_login(trainer)
    client.post(reverse("evidence-reading", args=[Evidence.objects.get().pk]), {"is_convincing": "yes"})
    completion = followed.person.module_completions.get()
    assert (completion.module, completion.is_prior_learning) == (piece, True)


def test_what_is_sent_after_a_return_answers_what_came_back(followed, piece, client, trainer):
    client.post(module_url(followed, piece), {"text": "Sans date"})
    client.force_login(trainer)
    reading = reverse("evidence-reading", args=[Evidence.objects.get().pk])
    client.post(reading, {"is_convincing": "no", "reason": "Il manque la date."})
    client.force_login(followed.person)
    assert "Il manque la date." in client.get(module_url(followed, piece)).text
    client.post(module_url(followed, piece), {"text": "Le 14 octobre"})
    assert [(row.text, row.replaces.text) for row in Evidence.objects.filter(state="waiting")] == [
        ("Le 14 octobre", "Sans date")
    ]


def test_evidence_that_waits_can_be_taken_back_by_its_learner_alone(followed, piece, client):
    client.post(module_url(followed, piece), {"text": "Trop tôt"})
    url = reverse("withdraw-evidence", args=[Evidence.objects.get().pk])
    client.force_login(person("other@example.org"))
    assert client.post(url).status_code == 404
    client.force_login(followed.person)
    client.post(url)
    assert Evidence.objects.get().state == "withdrawn"


def test_a_newer_version_changes_nothing_until_the_learner_says_so(followed, client):
    publish_path(followed.path, summary="Un autre résumé")
    page = client.get(followed.get_absolute_url())
    assert reverse("enrolment-version", args=[followed.pk]) in page.text
    followed.refresh_from_db()
    assert followed.version.number == 1
    changes = client.get(reverse("enrolment-version", args=[followed.pk]))
    assert "Un autre résumé" in changes.text
    client.post(reverse("enrolment-version", args=[followed.pk]))
    followed.refresh_from_db()
    assert followed.version.number == 2
    assert followed.moves.count() == 1


def test_leaving_asks_first(followed, client):
    url = reverse("leave-path", args=[followed.pk])
    assert client.get(url).status_code == 200
    followed.refresh_from_db()
    assert followed.state == "active"
    client.post(url)
    followed.refresh_from_db()
    assert followed.state == "left"


def test_a_peer_reads_what_the_module_asks_peers_to_read(trainer, learner, client):
    piece = module("Raconter", rule={"kind": "peer_review", "at_least": 1})
    page = path(owner=trainer, is_always_open=True, blocks=[("Raconter", [piece])])
    peer = person("peer@example.org", first_name="Théo")
    for one in (learner, peer):
        client.force_login(one)
        client.post(reverse("enrol", args=[page.slug]), {})
    client.force_login(learner)
    client.post(module_url(learner.enrolments.get(), piece), {"text": "Mon récit"})
    url = reverse("peer-reading", args=[Evidence.objects.get().pk])
    assert client.get(url).status_code == 404
    client.force_login(peer)
    assert url in client.get(reverse("my-paths")).text
    client.post(url, {"is_convincing": "yes", "reason": "Clair et utile."})
    assert learner.module_completions.get().module == piece


@pytest.mark.parametrize("count", [1, 3])
def test_my_paths_ask_the_same_number_of_questions_whatever_their_number(
    count, learner, client, django_assert_num_queries
):
    client.force_login(learner)
    for number in range(count):
        page = path(f"Parcours {number}", is_always_open=True, blocks=[("Bloc", [module(f"Module {number}")])])
        client.post(reverse("enrol", args=[page.slug]), {})
    client.get(reverse("my-paths"))
    with django_assert_num_queries(17):
        client.get(reverse("my-paths"))
