"""Convocation, attestation, certificat de réalisation of a session: their words read back, what is missing, who has them."""

import pytest
from django.urls import reverse

from catalogue.attending.actions import mark_presence
from catalogue.learning.documents import NotPrintable
from catalogue.learning.documents import followed as followed_path
from catalogue.outcomes.documents import (
    ATTESTATION,
    CERTIFICATE,
    CONVOCATION,
    LABELS,
    attended,
    missing_facts,
    papers_pdf,
)
from catalogue.registering.links import key_of
from outillerie.accounts.models import Membership
from tests.catalogue.documents.situations import enrolled, full_path
from tests.catalogue.factories import module
from tests.catalogue.outcomes.situations import came, past_session, provider, soon, told, whole_day
from tests.catalogue.session_factories import online, registration, venue
from tests.factories import person
from tests.outillerie.printing.reading import everything_in, opened, tags_of, words_of

pytestmark = pytest.mark.django_db
NEVER_PRINTED = ("onsite", "remote", "online", "present", "absent", "None", "{{", "echange-entre-pairs", " am ", " pm ")


def words(pdf):
    """Return what a document says, every space alike."""
    return " ".join(words_of(pdf).replace("\u00a0", " ").replace("\u202f", " ").split())


def paper(kind, row, **options):
    return papers_pdf(kind, attended(row.session, [row]), **options)


def lacks(kind, row):
    [seen] = attended(row.session, [row])
    return [lack.about for lack in missing_facts(kind, seen)]


def training(**facts):
    """Return a day of training, of a module, by an organisation with its representative."""
    return whole_day("Accueillir et orienter", module=module(), organisation=provider().organisation, **facts)


# --- Convocation


def test_the_convocation_says_everything_that_one_needs_to_come():
    session = soon(
        title="Tester un kit",
        facilitators=["Inès Canal"],
        contact_name="Odile Carpentier",
        contact_email="odile@example.org",
        to_bring="Un ordinateur",
        prerequisites="Aucun",
        accessibility="Salle de plain-pied",
        places=[{"venue": venue(getting_there="Métro Eurotéléport"), "capacity": 5, "room": "Salle 2"}],
    )
    text = words(paper(CONVOCATION, registration(session, name="Ondine Lefebvre")))
    for sentence in (
        "Mme/M. Ondine Lefebvre, vous êtes inscrit(e) à la séance Tester un kit.",
        "Durée 2 h",
        "Modalité en présence",
        "Lieu Médiathèque des Tisserands, 12 rue Exemple, 59100 Roubaix",
        "Salle Salle 2",
        "Accès Métro Eurotéléport",
        "Avec Inès Canal",
        "Contact Odile Carpentier, odile@example.org",
        "À apporter Un ordinateur",
        "Prérequis Aucun",
        "Accessibilité Salle de plain-pied",
    ):
        assert sentence in text


def test_the_link_of_the_video_room_is_on_the_convocation_of_its_own_place_alone():
    session = soon(places=[{"venue": venue(), "capacity": 5}, online()])
    here, there = registration(session), registration(session, place=session.places.last())
    secret = "visio.example.org/salle-secrete"
    assert (secret in words(paper(CONVOCATION, here)), secret in words(paper(CONVOCATION, there))) == (False, True)
    assert "Modalité à distance" in words(paper(CONVOCATION, there))


def test_a_convocation_without_its_link_is_not_printed():
    row = registration(soon(places=[online(link="")]))
    assert lacks(CONVOCATION, row) == ["session"]


@pytest.mark.parametrize("state", ["cancelled", "held", "draft"])
def test_nobody_is_called_to_a_session_that_is_not_to_come(state):
    assert lacks(CONVOCATION, registration(soon(state=state))) == ["session"]


def test_nobody_is_called_to_a_session_that_is_over():
    assert lacks(CONVOCATION, registration(past_session())) == ["session"]


def test_training_gives_its_programme():
    piece = module()
    full_path(slug="aidant", blocks=[("Bloc", [piece])])
    text = words(paper(CONVOCATION, registration(soon(module=piece))))
    assert "Programme de la formation : " in text
    assert "/parcours/aidant/programme.pdf" in text.replace(" ", "")


# --- Attestation


def test_an_attestation_of_participation_is_signed_by_who_facilitated():
    session = past_session(facilitators=["Inès Canal"], aims="Jouer un kit")
    text = words(paper(ATTESTATION, came(session, name="Ondine Lefebvre")))
    for sentence in (
        "Attestation de participation Je soussigné(e) Inès Canal, qui a animé la séance, atteste que :",
        "Mme/M. Ondine Lefebvre a participé à la séance Tester un kit avant de l’animer.",
        "Date mardi 3 mars 2026",
        "Présence 1 demi-journée sur 1, 3 h sur 3 h",
        "matin, de 9 h à 12 h 3 h 3 h",
        "Objectifs Jouer un kit",
    ):
        assert sentence in text
    assert [word for word in ("formation", "6313", "partiel", "représentant") if word in text] == []


def test_an_attestation_of_training_cites_its_article_and_its_representative():
    session = training()
    row = came(session, name="Ondine Lefebvre")
    came(session, registration=row, half_day="pm")
    text = words(paper(ATTESTATION, row))
    for sentence in (
        "Attestation de formation Je soussigné(e) Wenceslas Delcourt, gérant de Hub des Beffrois SCIC, atteste que :",
        "Mme/M. Ondine Lefebvre a suivi la formation Accueillir et orienter.",
        "Présence 2 demi-journées sur 2, 6 h 30 sur 6 h 30",
        "matin, de 9 h à 12 h 3 h 3 h après-midi, de 13 h 30 à 17 h 3 h 30 3 h 30",
        "article L. 6313-7 du code du travail",
        "Cet enregistrement ne vaut pas agrément de l’État.",
    ):
        assert sentence in text
    assert [article for article in ("6332-26", "6353") if article in text] == []


def test_partial_attendance_is_stated_as_partial():
    session = training()
    row = came(session, name="Ondine Lefebvre", minutes=90)
    came(session, registration=row, half_day="pm", state="absent")
    text = words(paper(ATTESTATION, row))
    for sentence in (
        "Attestation partielle de formation",
        "a suivi en partie la formation",
        "Présence 1 demi-journée sur 2, 1 h 30 sur 6 h 30",
        "matin, de 9 h à 12 h 1 h 30 3 h après-midi, de 13 h 30 à 17 h – 3 h 30",
    ):
        assert sentence in text
    assert "Réalisation partielle : 1 h 30 suivies sur 6 h 30 prévues." in words(paper(CERTIFICATE, row))


def test_nobody_attests_more_minutes_than_a_half_day_lasts():
    [seen] = attended(*(lambda row: (row.session, [row]))(came(past_session(), minutes=600)))
    assert (seen.minutes, seen.is_partial) == (180, False)


@pytest.mark.parametrize("state", ["absent", "excused"])
def test_who_attended_nothing_is_refused_with_a_sentence(state):
    row = came(past_session(facilitators=["Inès"]), state=state)
    assert lacks(ATTESTATION, row) == ["attendance"]
    with pytest.raises(NotPrintable):
        paper(ATTESTATION, row)


def test_a_blank_line_attests_nothing():
    assert lacks(ATTESTATION, registration(past_session(facilitators=["Inès"]))) == ["attendance"]


def test_marks_that_disagree_wait_for_a_decision():
    row = came(past_session(facilitators=["Inès"]))
    row.attendances.update(has_conflict=True)
    assert lacks(ATTESTATION, row) == ["attendance"]


def test_before_its_end_a_session_attests_nothing():
    assert lacks(ATTESTATION, registration(soon(facilitators=["Inès"]))) == ["session"]


# --- Certificat de réalisation


def test_the_certificate_says_the_words_of_the_ministry():
    session = training()
    row = came(session, name="Ondine Lefebvre", employer="Mairie de Roubaix")
    came(session, registration=row, half_day="pm")
    text = words(paper(CERTIFICATE, row))
    for sentence in (
        "Je soussigné(e) Wenceslas Delcourt, représentant légal du dispensateur de l’action concourant au développement "
        "des compétences Hub des Beffrois SCIC, atteste que :",
        "Mme/M. Ondine Lefebvre, a suivi l’action Accueillir et orienter.",
        "Nature de l’action concourant au développement des compétences : action de formation bilan de compétences "
        "action de VAE action de formation par apprentissage qui s’est déroulée du 3 mars 2026 au 3 mars 2026 pour une "
        "durée de 6 h 30.",
        "Sans préjudice des délais imposés par les règles fiscales, comptables ou commerciales, je m’engage à conserver "
        "l’ensemble des pièces justificatives qui ont permis d’établir le présent certificat pendant une durée de 3 ans "
        "à compter de la fin de l’année du dernier paiement. En cas de cofinancement des fonds européens la durée de "
        "conservation est étendue conformément aux obligations conventionnelles spécifiques.",
        "Cachet et signature du responsable du dispensateur de formation Wenceslas Delcourt, gérant",
        "article R. 6332-26 du code du travail et de l’arrêté du 21 décembre 2018",
    ):
        assert sentence in text
    assert "Mairie de Roubaix" not in text
    employed = words(paper(CERTIFICATE, row, is_employed=True))
    assert "Mme/M. Ondine Lefebvre, salarié(e) de l’entreprise Mairie de Roubaix, a suivi" in employed


def test_no_certificate_without_a_training_organisation():
    assert lacks(CERTIFICATE, came(past_session(facilitators=["Inès"]))) == ["provider"]


@pytest.mark.parametrize("name", ["legal_name", "representative_name", "representative_role", "commune"])
def test_a_missing_fact_of_the_organisation_is_named(name):
    session = past_session(module=module(), organisation=provider(**{name: ""}).organisation)
    row = came(session)
    assert (lacks(CERTIFICATE, row), lacks(ATTESTATION, row)) == (["provider"], ["provider"])


# --- All of them


def full(kind):
    facts = {"module": module(), "organisation": provider().organisation, "facilitators": ["Inès Canal"]}
    if kind == CONVOCATION:
        return registration(soon(**facts), name="Ondine Lefebvre")
    return came(past_session(**facts), name="Ondine Lefebvre")


@pytest.mark.parametrize("kind", LABELS)
def test_documents_hold_no_code_and_are_tagged(kind):
    pdf = paper(kind, full(kind))
    text = words(pdf)
    assert [code for code in NEVER_PRINTED if code in text] == []
    root = opened(pdf).root_object
    assert (bool(root["/MarkInfo"]["/Marked"]), root["/Lang"]) == (True, "fr")
    assert len([tag for _depth, tag, _alt in tags_of(pdf) if tag == "/H1"]) == 1


def test_everybody_s_documents_are_one_file_a_sheet_each():
    session = past_session(facilitators=["Inès Canal"])
    rows = [came(session, name=f"Ondine {rank}") for rank in range(3)]
    pdf = papers_pdf(ATTESTATION, attended(session, rows))
    texts = [" ".join(page.extract_text().split()) for page in opened(pdf).pages]
    assert [[f"Ondine {rank}" in text for rank in range(3)] for text in texts] == [
        [True, False, False], [False, True, False], [False, False, True],
    ]  # fmt: skip


def test_atk_pdf_01_nothing_that_people_wrote_is_markup():
    attack = '<link rel="attachment" href="file:///etc/hostname"><img src="http://evil.example/x.png"><b>gras</b>'
    session = past_session(attack[:190], facilitators=[attack[:110]], aims=attack)
    pdf = paper(ATTESTATION, came(session, name="<b>Ondine</b> <img src=x>"))
    assert "<b>Ondine</b> <img src=x>" in words(pdf)
    assert b"/EmbeddedFile" not in everything_in(pdf)


@pytest.mark.parametrize("people", [1, 3])
def test_the_number_of_questions_does_not_grow_with_the_people(people, django_assert_num_queries):
    session = training(facilitators=["Inès"])
    for _rank in range(people):
        came(session)
    rows = list(session.registrations.select_related("person", "place__venue", "place__territory"))
    with django_assert_num_queries(7):
        found = attended(session, rows)
        [seen.minutes for seen in found]
    assert [seen.minutes for seen in found] == [180] * people


# --- Who prints what


def mine(row, kind):
    return reverse("my-session-document", args=[key_of(row), kind])


def test_whoever_holds_the_address_prints_their_own_and_no_shared_cache_keeps_it(client):
    row = came(past_session(facilitators=["Inès Canal"]), name="Ondine Lefebvre")
    response = client.get(mine(row, ATTESTATION))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in response["Cache-Control"]
    assert "Ondine Lefebvre" in words(response.content)


def test_ATK_IDOR_a_forged_address_and_another_document_do_not_exist(client):
    row = came(training())
    gone = registration(row.session, state="cancelled")
    addresses = [
        mine(row, CERTIFICATE),
        mine(row, "diplome"),
        mine(gone, ATTESTATION),
        reverse("my-session-document", args=[str(row.pk), ATTESTATION]),
        reverse("my-session-document", args=[key_of(row) + "x", ATTESTATION]),
    ]
    assert [client.get(address).status_code for address in addresses] == [404] * 5


def test_what_cannot_be_printed_is_said_in_a_sentence(client):
    row = came(past_session(facilitators=["Inès"]), state="absent")
    response = client.get(mine(row, ATTESTATION))
    assert (response.status_code, response["Content-Type"].startswith("text/html")) == (409, True)


def test_organisers_print_one_or_all_and_read_what_the_others_lack(client, samir):
    session = past_session(created_by=samir, facilitators=["Inès Canal"])
    first = came(session, name="Ondine Lefebvre")
    came(session, name="Ali Bensaïd", state="absent")
    client.force_login(samir)
    page = client.get(reverse("session-documents", args=[session.pk]))
    [paper_row] = [row for row in page.context["papers"] if row["kind"] == ATTESTATION]
    assert [one["name"] for one in paper_row["ready"]] == ["Ondine Lefebvre"]
    assert [one["name"] for one in paper_row["lacking"]] == ["Ali Bensaïd"]
    address = reverse("session-document", args=[session.pk, ATTESTATION])
    assert "Ondine Lefebvre" in words(client.get(address).content)
    one = client.get(f"{address}?personne={first.pk}")
    assert one["Content-Disposition"] == f'inline; filename="attestation-{session.slug}.pdf"'
    other = came(past_session(facilitators=["Autre"]))
    for asked in (other.pk, "0", "1 OR 1=1"):
        assert client.get(address, {"personne": asked}).status_code == 302


def test_a_manager_of_the_organisation_prints_and_a_member_does_not(client):
    session = training()
    came(session)
    manager, member = person("chef@example.org"), person("membre@example.org")
    for who, role in ((manager, "manager"), (member, "member")):
        Membership.objects.create(person=who, organisation=session.organisation, role=role, state="active")
    address = reverse("session-documents", args=[session.pk])
    answers = []
    for who in (manager, member):
        client.force_login(who)
        answers.append(client.get(address).status_code)
    assert answers == [200, 404]


# --- Documents of a path read what sessions recorded


def test_the_documents_of_a_path_count_the_attendance_of_its_sessions():
    provider()
    piece = module(minutes=180)
    enrolment = enrolled(full_path(blocks=[("Bloc", [piece])]))
    session = past_session(module=piece)
    came(session, enrolment.person)
    told(session)
    seen = followed_path(enrolment)
    assert (seen.minutes, seen.days) == (180, [session.starts_at.date()])


def test_a_half_day_recorded_twice_is_attended_once():
    """A trainer wrote it on the module, and it was marked in the session too."""
    provider()
    piece, other = module(minutes=600), module("Autre", minutes=60)
    enrolment = enrolled(full_path(blocks=[("Bloc", [piece, other])]))
    session = past_session(module=piece)
    row = came(session, enrolment.person)
    line = row.attendances.get()
    type(line).objects.create(
        person=enrolment.person, module=piece, held_on=line.held_on, half_day="am", minutes=120, state="present"
    )
    seen = followed_path(enrolment)
    assert (seen.minutes, len(seen.days)) == (180, 1)


def test_what_is_marked_in_a_session_completes_its_module_and_is_attested(samir):
    """From the mark on the facilitator’s list to the attestation of the path: one record, read everywhere."""
    provider()
    piece = module(minutes=180, rule={"kind": "attendance", "times": 1})
    enrolment = enrolled(full_path(blocks=[("Bloc", [piece])]))
    row = registration(past_session(module=piece, facilitators=[samir]), enrolment.person)
    mark_presence(row, half_day="am", state="present", minutes=120, way="list", key="une-marque", by=samir)
    assert (followed_path(enrolment).minutes, followed_path(enrolment).planned) == (120, 180)
    [seen] = attended(row.session, [row])
    assert (seen.minutes, seen.half_days, seen.is_partial) == (120, 1, True)
