"""The sheet to sign, read back from the PDF."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from catalogue.certifications.models import TrainingProvider
from catalogue.sessions.models import PeerSession
from outillerie.accounts.models import Organisation
from outillerie.pages.models import Funder, HubSettings
from tests.catalogue.session_factories import paris, peer_session, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def day(odile, tom):
    """A whole day in a room of twelve."""
    return peer_session(
        "Tester « Où est Camille ? »",
        starts_at=paris(2026, 10, 14, 9),
        ends_at=paris(2026, 10, 14, 16, 30),
        break_starts_at=paris(2026, 10, 14, 12, 30),
        break_ends_at=paris(2026, 10, 14, 14),
        facilitators=[odile, "Deux médiatrices"],
    )


def sheet(client, session, person, **query) -> PdfReader:
    client.force_login(person)
    answer = client.get(reverse("sign-in-sheet", args=[session.pk], query=query))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200, "application/pdf", "private, no-store",
    )  # fmt: skip
    return PdfReader(io.BytesIO(answer.content))


def text_of(page) -> str:
    return " ".join(page.extract_text().replace("\u00a0", " ").split())


def test_the_sheet_says_what_when_where_with_whom_and_who_organises(client, day, odile):
    team = Organisation.objects.create(name="Espace public numérique", slug="epn")
    TrainingProvider.objects.create(
        organisation=team, legal_name="EPN de Roubaix", siret="12345678200010", activity_number="32590000059"
    )
    PeerSession.objects.update(organisation=team)
    registration(day, name="Ondine Exemple", employer="Mairie")
    hub = HubSettings.objects.first() or HubSettings.objects.create(site_id=1)
    Funder.objects.create(hub=hub, name="Fonds imaginaire")
    HubSettings.objects.update(funding_mention="Cofinancé par l’Union européenne. " * 6)
    document = sheet(client, day, odile, **{"demi-journee": "am"})
    text = text_of(document.pages[0])
    for said in (
        "Tester « Où est Camille ? »", "Médiathèque des Tisserands, Roubaix", "Odile Vasseur, Deux médiatrices",
        "EPN de Roubaix", "SIRET 12345678200010", "32590000059", "Ondine Exemple", "Mairie", "Lines 2 to 12: free",
        "Signature of Odile Vasseur", "Signature of Deux médiatrices", "Fonds imaginaire",
        "This information proves your presence. Kept 5 years, then erased.", "page 1 of 1",
    ):  # fmt: skip
        assert said in text, said
    assert len(document.pages) == 1


def test_the_sheet_is_tagged_and_says_its_language_and_title(client, day, odile):
    root = sheet(client, day, odile).trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "en")
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def test_each_half_day_has_its_sheet(client, day, odile):
    whole = sheet(client, day, odile)
    assert len(whole.pages) == 2
    assert ["morning" in text_of(whole.pages[0]), "afternoon" in text_of(whole.pages[1])] == [True, True]
    one = sheet(client, day, odile, **{"demi-journee": "pm"})
    assert (len(one.pages), "afternoon" in text_of(one.pages[0])) == (1, True)
    client.force_login(odile)
    missing = reverse("sign-in-sheet", args=[day.pk], query={"demi-journee": "ev"})
    assert client.get(missing).status_code == 404


def test_forty_people_with_very_long_names_fill_several_pages_and_each_is_there_once(client, odile):
    crowd = peer_session(
        "Anticonstitutionnellement " * 7, facilitators=[odile], places=[{"is_online": True, "capacity": 45}]
    )
    names = [f"Marie-Anticonstitutionnellement Numéro{number:02d} de la Longue-Rivière" for number in range(40)]
    for name in names:
        registration(crowd, name=name, employer="Centre communal d’action sociale de l’agglomération " * 2)
    document = sheet(client, crowd, odile)
    text = "".join(page.extract_text() for page in document.pages)
    assert [text.count(f"Numéro{number:02d}") for number in range(40)] == [1] * 40
    assert f"page 1 of {len(document.pages)}" in text_of(document.pages[0])
    assert all("Signature" in page.extract_text() for page in document.pages[:-1])


def test_a_seat_that_is_waited_for_or_cancelled_is_not_on_the_sheet(client, day, odile):
    for state in ("waiting", "cancelled", "unconfirmed", "lapsed"):
        registration(day, name=f"Personne {state}", state=state)
    assert "Personne" not in text_of(sheet(client, day, odile, **{"demi-journee": "am"}).pages[0])


def test_an_empty_sheet_names_nobody(client, day, odile):
    registration(day, name="Ondine Exemple")
    text = text_of(sheet(client, day, odile, **{"demi-journee": "am", "vide": "1"}).pages[0])
    assert ("Ondine" in text, "Write your name so that it can be read." in text) == (False, True)


def test_a_sheet_of_a_public_that_is_not_named_names_nobody(client, day, odile):
    registration(day, name="Ondine Exemple")
    PeerSession.objects.update(is_anonymous=True)
    assert "Ondine" not in text_of(sheet(client, day, odile, **{"demi-journee": "am"}).pages[0])


def test_a_name_that_looks_like_markup_is_a_name(client, day, odile):
    registration(day, name="<b>Ondine</b> & Cie {{ x }}")
    assert "<b>Ondine</b> & Cie {{ x }}" in text_of(sheet(client, day, odile, **{"demi-journee": "am"}).pages[0])
