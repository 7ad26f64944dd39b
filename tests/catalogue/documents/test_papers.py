"""Certificat de réalisation, attestation, relevé de progression: their words, what they count, what they lack."""

import dataclasses
from datetime import date

import pytest
from django.urls import reverse

from catalogue.learning.documents import (
    ATTESTATION,
    CERTIFICATE,
    LABELS,
    STATEMENT,
    NotPrintable,
    attestation_of,
    certificate_of,
    followed,
    missing_facts,
    paper_pdf,
)
from catalogue.learning.models import Enrolment
from tests.catalogue.documents.situations import (
    assessed,
    attended,
    completed,
    enrolled,
    full_path,
    registered_title,
    run,
    trainer,
    training_provider,
    two_modules,
)
from tests.catalogue.factories import module
from tests.factories import person
from tests.outillerie.printing.reading import everything_in, opened, tags_of, words_of

pytestmark = pytest.mark.django_db
NEVER_PRINTED = ("onsite", "employee", "action_formation", "None", "{{", "en_cours")


def learner_of_all():
    """Return an enrolment whose two modules were attended whole and completed."""
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Accueillir", [first, second])]))
    attended(enrolment, first, date(2026, 3, 3), 180)
    attended(enrolment, second, date(2026, 3, 10), 120)
    completed(enrolment, first, (2026, 3, 3))
    completed(enrolment, second, (2026, 3, 10))
    return enrolment


def words(pdf):
    """Return what a document says, every space alike."""
    return " ".join(words_of(pdf).replace("\u00a0", " ").split())


def test_the_certificate_says_the_words_of_the_ministry():
    text = words(paper_pdf(CERTIFICATE, learner_of_all()))
    for sentence in (
        "Je soussigné(e) Wenceslas Delcourt, représentant légal du dispensateur de l’action concourant au développement "
        "des compétences Hub des Beffrois SCIC, atteste que :",
        "Mme/M. Ondine Lefebvre, salarié(e) de l’entreprise Mairie de Roubaix, a suivi l’action Aidant numérique.",
        "Nature de l’action concourant au développement des compétences : action de formation bilan de compétences "
        "action de VAE action de formation par apprentissage qui s’est déroulée du 3 mars 2026 au 10 mars 2026 pour une "
        "durée de 5 h.",
        "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je m’engage à conserver "
        "l’ensemble des pièces justificatives qui ont permis d’établir le présent certificat pendant une durée de 3 ans "
        "à compter de la fin de l’année du dernier paiement. En cas de cofinancement des fonds européens la durée de "
        "conservation est étendue conformément aux obligations conventionnelles spécifiques.",
        "Cachet et signature du responsable du dispensateur de formation Wenceslas Delcourt, gérant",
        "article R. 6332-26 du code du travail et de l’arrêté du 21 décembre 2018",
        "Déclaration d’activité enregistrée sous le numéro 32591234567 auprès du préfet de région Hauts-de-France. Cet "
        "enregistrement ne vaut pas agrément de l’État.",
    ):
        assert sentence in text
    assert "Fait à Roubaix, le " in text
    assert "partielle" not in text
    assert [article for article in ("6353", "6313-7") if article in text] == []


def test_the_nature_of_the_action_is_ticked_and_said():
    tags = tags_of(paper_pdf(CERTIFICATE, learner_of_all()))
    assert [alt for _depth, tag, alt in tags if tag == "/Figure" and alt] == ["Coché :", *["Non coché :"] * 3]


def test_a_trainee_who_is_no_employee_is_not_said_to_be_one():
    enrolment = learner_of_all()
    enrolment.trainee_type = Enrolment.TraineeType.JOB_SEEKER
    enrolment.save()
    assert "Mme/M. Ondine Lefebvre, a suivi l’action" in words(paper_pdf(CERTIFICATE, enrolment))
    assert certificate_of(enrolment).employer == ""


def test_an_apprentice_has_the_box_of_apprentices():
    enrolment = learner_of_all()
    enrolment.trainee_type = Enrolment.TraineeType.APPRENTICE
    assert [nature for nature, is_ticked in certificate_of(enrolment).natures if is_ticked] == [
        "action de formation par apprentissage"
    ]


def test_the_attestation_says_aims_dates_duration_and_results():
    text = words(paper_pdf(ATTESTATION, learner_of_all()))
    for sentence in (
        "Attestation de fin de formation Je soussigné(e) Wenceslas Delcourt, gérant de Hub des Beffrois SCIC, atteste que :",
        "Mme/M. Ondine Lefebvre a suivi la formation Aidant numérique.",
        "Nature de l’action Action de formation Dates du 3 mars 2026 au 10 mars 2026 Durée suivie 5 h",
        "Accueillir une personne",
        "Protéger ses données",
        "Écouter 3 h 3 h Acquis le 3 mars 2026 Orienter 2 h 2 h Acquis le 10 mars 2026",
        "article L. 6313-7 du code du travail",
    ):
        assert sentence in text
    assert [word for word in ("6332-26", "6353", "partielle", "certification") if word in text] == []


def test_an_attestation_of_a_certified_path_is_not_the_certification():
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Bloc", [first, second])], certification=registered_title()))
    attended(enrolment, first, date(2026, 3, 3), 180)
    assert (
        "Cette attestation ne vaut pas certification. Certification préparée : « Responsable d’espace de médiation "
        "numérique » (certificateur : Ministère du travail)."
    ) in words(paper_pdf(ATTESTATION, enrolment))


def test_partial_attendance_is_stated_as_such():
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Accueillir", [first, second])]), state=Enrolment.State.LEFT)
    attended(enrolment, first, date(2026, 3, 3), 180)
    attended(enrolment, second, date(2026, 3, 10), 30)
    assessed(enrolment, second, is_passed=False)
    assert "Réalisation partielle : 3 h 30 suivies sur 5 h prévues." in words(paper_pdf(CERTIFICATE, enrolment))
    text = words(paper_pdf(ATTESTATION, enrolment))
    assert "Attestation partielle de fin de formation" in text
    assert "a suivi en partie la formation" in text
    assert "Durée suivie 3 h 30 sur 5 h prévues" in text
    assert "Écouter 3 h 3 h Non évalué Orienter 30 min 2 h Non acquis" in text


def test_more_minutes_than_a_module_lasts_do_not_hide_an_absence():
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Accueillir", [first, second])]))
    attended(enrolment, first, date(2026, 3, 3), 300)
    seen = followed(enrolment)
    assert (seen.minutes, seen.planned, seen.is_partial) == (180, 300, True)


def test_a_remote_module_counts_the_time_estimated_for_it_once_completed():
    remote = module("À distance", minutes=90, mode="remote")
    enrolment = enrolled(full_path(blocks=[("Bloc", [remote])]))
    assert followed(enrolment).minutes == 0
    completed(enrolment, remote)
    seen = followed(enrolment)
    assert (seen.minutes, seen.remote_minutes, seen.is_partial) == (90, 90, False)
    assert "Dont 1 h 30 d’activités réalisées à distance" in words(paper_pdf(CERTIFICATE, enrolment))


def test_prior_learning_was_not_followed_and_is_not_missed():
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Bloc", [first, second])]))
    attended(enrolment, first, date(2026, 3, 3), 180)
    completed(enrolment, second, is_prior_learning=True)
    assert (followed(enrolment).minutes, followed(enrolment).planned) == (180, 180)
    assert attestation_of(enrolment).modules[1].outcome == "Acquis antérieurs reconnus le 30 juin 2026"


def test_meetings_before_the_enrolment_belong_to_another_path():
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Bloc", [first, second])]))
    attended(enrolment, first, date(2025, 11, 3), 180)
    attended(enrolment, second, date(2026, 3, 10), 120)
    seen = followed(enrolment)
    assert (seen.minutes, seen.minutes_before, seen.days) == (120, 180, [date(2026, 3, 10)])


def test_who_was_absent_or_excused_attended_nothing():
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Bloc", [first, second])]))
    attended(enrolment, first, date(2026, 3, 3), 180, state="absent")
    attended(enrolment, second, date(2026, 3, 10), 120, state="excused")
    assert followed(enrolment).minutes == 0


def test_the_progress_statement_says_where_one_stands():
    first, second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Accueillir", [first, second])]), state=Enrolment.State.ACTIVE)
    completed(enrolment, first)
    text = words(paper_pdf(STATEMENT, enrolment))
    assert [
        word
        for word in ("Ondine Lefebvre", "Aidant numérique", "Écouter", "Orienter", "30 juin 2026")
        if word not in text
    ] == []


@pytest.mark.parametrize("kind", LABELS)
def test_documents_hold_no_code_and_are_tagged(kind):
    pdf = paper_pdf(kind, learner_of_all())
    text = words(pdf)
    assert [code for code in NEVER_PRINTED if code in text] == []
    root = opened(pdf).root_object
    assert (bool(root["/MarkInfo"]["/Marked"]), root["/Lang"]) == (True, "fr")
    assert len([tag for _depth, tag, _alt in tags_of(pdf) if tag == "/H1"]) == 1


# --- What is missing is named before anything is printed


def lacks(kind, enrolment):
    return [(lack.about, lack.sentence) for lack in missing_facts(kind, followed(enrolment))]


def test_nothing_is_missing_when_everything_is_there():
    enrolment = learner_of_all()
    assert [lacks(kind, enrolment) for kind in LABELS] == [[], [], []]


@pytest.mark.parametrize("name", ["legal_name", "representative_name", "representative_role", "commune"])
def test_a_missing_fact_of_the_organisation_is_named(name):
    enrolment = learner_of_all()
    provider = enrolment.path.organisation.training_provider
    setattr(provider, name, "")
    provider.save()
    for kind in (CERTIFICATE, ATTESTATION):
        assert [about for about, _sentence in lacks(kind, enrolment)] == ["provider"]
    assert lacks(STATEMENT, enrolment) == []
    with pytest.raises(NotPrintable):
        certificate_of(enrolment)


def test_a_path_of_no_organisation_has_no_signature():
    enrolment = learner_of_all()
    enrolment.path.organisation.training_provider.delete()
    assert [about for about, _sentence in lacks(CERTIFICATE, enrolment)] == ["provider"]


@pytest.mark.parametrize(
    ("facts", "about"),
    [
        ({"trainee_type": ""}, "enrolment"),
        ({"employer": ""}, "enrolment"),
        ({"state": Enrolment.State.ACTIVE}, "training"),
    ],
)
def test_a_missing_fact_of_the_enrolment_is_named(facts, about):
    enrolment = learner_of_all()
    Enrolment.objects.filter(pk=enrolment.pk).update(**facts)
    assert [lack[0] for lack in lacks(CERTIFICATE, Enrolment.objects.get(pk=enrolment.pk))] == [about]


def test_a_session_that_is_over_ends_the_training():
    enrolment = learner_of_all()
    enrolment.state, enrolment.run = Enrolment.State.ACTIVE, run(enrolment.path)
    assert lacks(CERTIFICATE, enrolment) == []


def test_without_a_minute_attended_there_is_no_certificate():
    first, _second = two_modules()
    enrolment = enrolled(full_path(blocks=[("Bloc", [first])]))
    assert [about for about, _sentence in lacks(CERTIFICATE, enrolment)] == ["training"]
    assert [about for about, _sentence in lacks(ATTESTATION, enrolment)] == ["training"]


def test_a_completion_that_is_no_longer_justified_waits_for_a_decision():
    enrolment = learner_of_all()
    enrolment.module_completions.update(doubted_at="2026-07-01T10:00Z")
    assert [about for about, _sentence in lacks(ATTESTATION, enrolment)] == ["training", "training"]


def test_a_learner_without_a_name_is_asked_for_it():
    enrolment = learner_of_all()
    enrolment.person.first_name = enrolment.person.last_name = ""
    assert [[about for about, _sentence in lacks(kind, enrolment)] for kind in LABELS] == [["learner"]] * 3


# --- Who sees what (rule 7)


def address(enrolment, kind):
    return reverse("enrolment-document", args=[enrolment.pk, kind])


def statuses(client, enrolment):
    client_page = client.get(reverse("enrolment-documents", args=[enrolment.pk])).status_code
    return [client_page, *(client.get(address(enrolment, kind)).status_code for kind in LABELS)]


def test_leak_06_documents_are_for_the_learner_and_their_trainers(client):
    enrolment = learner_of_all()
    enrolment.path.owner = teacher = trainer()
    enrolment.path.save()
    assert statuses(client, enrolment) == [302] * 4
    client.force_login(enrolment.person)
    assert statuses(client, enrolment) == [200, 200, 200, 404]
    client.force_login(teacher)
    assert statuses(client, enrolment) == [200, 200, 200, 200]
    for stranger in (trainer("autre@beffrois.example"), person("inconnu@example.org")):
        client.force_login(stranger)
        assert statuses(client, enrolment) == [404] * 4


def test_documents_are_never_kept_by_anybody_else(client):
    enrolment = learner_of_all()
    client.force_login(enrolment.person)
    response = client.get(address(enrolment, STATEMENT))
    assert (response["Cache-Control"], response["Content-Type"]) == ("private, no-store", "application/pdf")


def test_nobody_prints_their_own_certificate(client):
    enrolment = learner_of_all()
    client.force_login(enrolment.person)
    assert client.get(address(enrolment, CERTIFICATE)).status_code == 404


def test_an_unknown_document_does_not_exist(client):
    enrolment = learner_of_all()
    client.force_login(enrolment.person)
    assert client.get(address(enrolment, "diplome")).status_code == 404


def test_the_page_names_what_is_missing_and_asking_all_the_same_says_it(client):
    enrolment = learner_of_all()
    enrolment.path.owner = teacher = trainer()
    enrolment.path.save()
    Enrolment.objects.filter(pk=enrolment.pk).update(employer="")
    client.force_login(teacher)
    page = client.get(reverse("enrolment-documents", args=[enrolment.pk]))
    [row] = [row for row in page.context["papers"] if not row["is_ready"]]
    assert (row["kind"], len(row["lacks"])) == (CERTIFICATE, 1)
    assert row["lacks"][0]["url"] == "#trainee"
    response = client.get(address(enrolment, CERTIFICATE), follow=True)
    assert response.redirect_chain == [(reverse("enrolment-documents", args=[enrolment.pk]), 302)]
    assert row["lacks"][0]["sentence"] in response.content.decode()


def test_those_who_train_write_who_is_trained_and_nobody_else(client):
    enrolment = learner_of_all()
    enrolment.path.owner = teacher = trainer()
    enrolment.path.save()
    page, facts = reverse("enrolment-documents", args=[enrolment.pk]), {"trainee_type": "job-seeker", "employer": ""}
    client.force_login(enrolment.person)
    assert client.post(page, facts).status_code == 403
    client.force_login(person("inconnu@example.org"))
    assert client.post(page, facts).status_code == 404
    client.force_login(teacher)
    assert client.post(page, {"trainee_type": "roi"}).status_code == 200
    assert client.post(page, facts).status_code == 302
    assert Enrolment.objects.get(pk=enrolment.pk).trainee_type == "job-seeker"


def test_atk_pdf_01_nothing_that_people_wrote_is_markup():
    attack = '<link rel="attachment" href="file:///etc/hostname"><img src="http://evil.example/x.png"><b>gras</b>'
    first, second = two_modules()
    page = full_path(attack[:200], blocks=[("<script>1</script>", [first, second])], objectives=attack)
    ondine = person("ondine@example.org", first_name="<b>Ondine</b>", last_name="<img src=x>")
    enrolment = enrolled(page, learner=ondine, employer=attack[:200])
    attended(enrolment, first, date(2026, 3, 3), 180)
    for kind in LABELS:
        pdf = paper_pdf(kind, enrolment)
        assert "<b>Ondine</b> <img src=x>" in words(pdf)
        assert b"/EmbeddedFile" not in everything_in(pdf)
        assert b"/URI" not in everything_in(pdf)


def test_the_number_of_statements_does_not_grow_with_the_path(django_assert_num_queries):
    counts = []
    for count in (1, 3):
        pieces = [module(f"Module {rank}") for rank in range(count)]
        page = full_path(f"Parcours {count}", blocks=[("Bloc", pieces)])
        learner = person(f"eleve{count}@example.org", first_name="Ondine", last_name="Lefebvre")
        enrolment = enrolled(page, learner=learner)
        for piece in pieces:
            attended(enrolment, piece, date(2026, 3, 3), 60)
            completed(enrolment, piece)
        found = Enrolment.objects.select_related("person", "path__organisation", "version", "run").get(pk=enrolment.pk)
        with django_assert_num_queries(4):
            counts.append(followed(found).minutes)
    assert counts == [60, 180]


def test_the_training_provider_of_the_path_signs():
    other = training_provider()
    enrolment = learner_of_all()
    assert dataclasses.asdict(certificate_of(enrolment).head)["legal_name"] == other.legal_name
