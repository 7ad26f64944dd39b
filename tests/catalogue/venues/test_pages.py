"""The public pages of venues, and those where the staff brings them in and decides."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from catalogue.venues.asking import venue_request
from catalogue.venues.imports import import_venues
from catalogue.venues.listing import venues_page
from catalogue.venues.models import Venue
from outillerie.accounts.groups import STAFF, TRAINER
from tests import factories
from tests.catalogue.session_factories import roubaix, venue
from tests.catalogue.venues.samples import csv_file, data, line

pytestmark = pytest.mark.django_db
HOURS = "Mo-Fr 09:00-12:00,14:00-17:30; Sa 10:00-12:00; PH off"


def titles(response):
    return re.findall(r'venue-row__title"><a href="[^"]+">([^<]+)</a>', response.content.decode())


@pytest.fixture
def staff(client):
    client.force_login(factories.person(group=STAFF))
    return client


@pytest.fixture
def three(territories):
    import_venues(
        csv_file(
            line(
                code_insee="59512",
                latitude="50.69",
                longitude="3.18",
                frais_a_charge="Gratuit",
                services="Loisirs et créations numériques",
            ),
            line(
                id="essai-2",
                nom="Maison des Hortillons",
                commune="Amiens",
                code_postal="80000",
                code_insee="80021",
                latitude="49.89",
                longitude="2.30",
            ),
            line(
                id="essai-3",
                nom="Atelier du Canal",
                commune="Lens",
                code_postal="62300",
                code_insee="62498",
                latitude="50.43",
                longitude="2.83",
                fiche_acces_libre="https://acceslibre.beta.gouv.fr/app/x",
            ),
        )
    )


def test_the_list_is_by_name_and_numbered_as_the_map(client, three):
    html = client.get("/lieux/").content.decode()
    assert re.findall(r'id="lieu-(\d+)"', html) == ["1", "2", "3"]
    assert re.findall(r'class="map__pin" href="#lieu-(\d+)"', html) == ["1", "2", "3"]
    assert titles(client.get("/lieux/")) == ["Atelier du Canal", "Maison des Hortillons", "Médiathèque des Tisserands"]


def test_a_commune_finds_what_is_near_the_nearest_first(client, three):
    assert titles(client.get("/lieux/?ou=lille&rayon=20")) == ["Médiathèque des Tisserands"]
    assert titles(client.get("/lieux/?ou=59000&rayon=50")) == ["Médiathèque des Tisserands", "Atelier du Canal"]


@pytest.mark.parametrize(
    ("address", "count"),
    [("/lieux/region/32/", 3), ("/lieux/departement/59/", 1), ("/lieux/intercommunalite/200093201/", 1),
     ("/lieux/?dans=department-80", 1), ("/lieux/?ou=Nord", 1), ("/lieux/?frais=gratuit", 1), ("/lieux/?accueil=fiche", 1),
     ("/lieux/?service=loisirs-et-creations-numeriques&frais=gratuit", 1), ("/lieux/?q=atelier", 1), ("/lieux/?q=rien", 0),
     ("/lieux/?frais=payant", 0), ("/lieux/?ou=nullepart", 3), ("/lieux/?rayon=999&page=99", 3),
     ("/lieux/?dans=commune-%00&ou=%F0&rayon=abc&page=-1&service=%27", 3)],
)  # fmt: skip
def test_a_search_says_how_many(address, count, client, three):
    response = client.get(address)
    assert (response.status_code, len(titles(response))) == (200, count)


def test_territories_lead_to_those_below_with_their_counts(client, three):
    html = client.get("/lieux/region/32/").content.decode()
    assert re.findall(r'<li><a href="(/lieux/departement/\d+/)">[^<]+</a> \((\d+)\)', html) == [
        ("/lieux/departement/59/", "1"),
        ("/lieux/departement/62/", "1"),
        ("/lieux/departement/80/", "1"),
    ]


def test_a_place_that_nobody_knows_is_told_and_what_was_typed_stays(client, three):
    html = client.get("/lieux/?ou=nullepart").content.decode()
    assert 'value="nullepart"' in html and 'aria-invalid="true"' in html


def test_the_page_stays_within_its_budget_of_nodes(client, territories):
    import_venues(data("lieux-auvergne-rhone-alpes-hinaura-v1.csv"))
    html = client.get("/lieux/departement/74/").content.decode()
    assert (len(titles(client.get("/lieux/departement/74/"))), len(re.findall(r"<[a-z]", html)) < 350) == (10, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_questions_for_one_and_three(count, territories, django_assert_num_queries):
    place = roubaix()
    for _number in range(count):
        venue(territory=place)
    with django_assert_num_queries(6):
        page = venues_page(venue_request(QueryDict("dans=department-59&frais=gratuit&frais=payant&q=medi")))
        assert (page["count"], page["below"]["rows"][0]["count"]) == (0, count)
    with django_assert_num_queries(4):
        assert len(venues_page(venue_request(QueryDict("q=medi")))["rows"]) == count


def test_the_page_of_a_venue_says_all_that_it_says(client, three):
    Venue.objects.filter(standard_id="essai-1").update(
        opening_hours=HOURS,
        phone="+33320000000",
        emails=["contact@example.org"],
        websites=["https://www.example.org/"],
        accessibility_url="https://acceslibre.beta.gouv.fr/app/x",
        latitude=50.69,
        longitude=3.18,
    )
    html = client.get("/lieux/mediatheque-des-tisserands-roubaix/").content.decode()
    links = set(re.findall(r'href="((?:tel|mailto|geo|https)[^"]*)"', html))
    assert links >= {
        "tel:+33320000000",
        "mailto:contact@example.org",
        "https://www.example.org/",
        "https://acceslibre.beta.gouv.fr/app/x",
        "geo:50.69,3.18?q=50.69,3.18(M%C3%A9diath%C3%A8que%20des%20Tisserands)",
    }
    assert "03\u00a020\u00a000\u00a000\u00a000" in html
    assert re.findall(r"<dt>([^<]+)</dt><dd>9\u00a0h", html) != []
    assert html.count('class="venue-hours"') == 1


def test_hours_that_are_not_understood_are_shown_as_they_are(client):
    venue(slug="ici", opening_hours="de 9h à midi <script>")
    html = client.get("/lieux/ici/").content.decode()
    assert "de 9h à midi &lt;script&gt;" in html and "venue-hours" not in html


def test_LEAK_a_hidden_venue_does_not_exist_but_for_the_staff(client, staff):
    venue("Caché", slug="cache", is_shown=False)
    assert client.get("/lieux/cache/").status_code == 200
    client.logout()
    assert client.get("/lieux/cache/").status_code == 404
    everywhere = [client.get(address).content.decode() for address in ("/lieux/", "/lieux/?q=cache", "/sitemap.xml")]
    assert [html for html in everywhere if "lieux/cache" in html] == []


@pytest.mark.parametrize(
    "address", ["/lieux/rien/", "/lieux/planete/1/", "/lieux/departement/999/", "/lieux/region/%00/"]
)
def test_what_does_not_exist_is_not_found(address, client):
    assert client.get(address).status_code == 404


# --- for the staff


@pytest.mark.parametrize("address", ["/lieux/importer/", "/lieux/importer/abc/", "/lieux/propositions/"])
def test_the_pages_of_the_staff_do_not_exist_for_others(address, client):
    assert client.get(address).status_code == 302
    client.force_login(factories.person(group=TRAINER))
    assert client.get(address).status_code == 404


def uploaded(content):
    return {"file": SimpleUploadedFile("lieux.csv", content)}


def test_a_file_is_shown_before_it_is_imported_and_confirmed_once(staff):
    response = staff.post("/lieux/importer/", uploaded(csv_file(line(), line(id="x", adresse=""))))
    assert (response.status_code, Venue.objects.count()) == (302, 0)
    preview = response.url
    assert "adresse" in staff.get(preview).content.decode()
    assert Venue.objects.count() == 0
    assert (staff.post(preview).url, Venue.objects.count()) == ("/lieux/", 1)
    assert (staff.post(preview).url, Venue.objects.count()) == ("/lieux/importer/", 1)


def test_a_file_that_cannot_be_read_is_refused_in_the_form(staff):
    response = staff.post("/lieux/importer/", uploaded(b"titre;prix\npain;2\n"))
    assert (response.status_code, "data-error-summary" in response.content.decode()) == (200, True)


def test_a_file_kept_for_one_is_not_for_another(staff, client):
    preview = staff.post("/lieux/importer/", uploaded(csv_file(line()))).url
    client.force_login(factories.person("autre@example.org", group=STAFF))
    assert client.post(preview).url == "/lieux/importer/"
    assert Venue.objects.count() == 0


def test_the_staff_decides_of_a_proposal(staff):
    import_venues(csv_file(line(telephone="+33320000000")))
    Venue.objects.update(phone="+33321111111")
    import_venues(csv_file(line(telephone="+33322222222", nom="Autre")))
    html = staff.get("/lieux/propositions/").content.decode()
    assert "+33321111111" in html and "+33322222222" in html
    venue = Venue.objects.get()
    staff.post("/lieux/propositions/", {"lieu": venue.pk, "champ": ["phone"], "choix-phone": "prendre"})
    venue.refresh_from_db()
    assert (venue.phone, venue.proposed) == ("+33322222222", {})


def test_a_forged_field_of_a_proposal_changes_nothing(staff):
    import_venues(csv_file(line()))
    venue = Venue.objects.get()
    before = Venue.objects.values().get()
    staff.post("/lieux/propositions/", {"lieu": venue.pk, "champ": ["is_shown", "slug"], "choix-slug": "prendre"})
    assert Venue.objects.values().get() == before
    assert staff.post("/lieux/propositions/", {"lieu": "x"}).status_code == 404


def test_the_back_office_edits_a_venue_in_the_words_of_the_standard(staff, territories):
    import_venues(csv_file(line(services="Loisirs et créations numériques")))
    venue = Venue.objects.get()
    address = f"/admin/snippets/catalogue/venue/edit/{venue.pk}/"
    page = staff.get(address)
    assert page.status_code == 200
    form = page.context["form"]
    sent = {name: ("" if value is None else value) for name, value in form.initial.items()}
    sent |= {
        "updated_on": "05/01/2026", "emails": "a@example.org\nb@example.org", "websites": "", "other_labels": "",
        "phone": "03 20 00 00 00", "postcode": "62500", "commune": "Saint-Omer", "is_shown": "on",
    }  # fmt: skip
    response = staff.post(address, sent)
    assert response.status_code == 302, response.context["form"].errors
    venue.refresh_from_db()
    assert (venue.phone, venue.emails, venue.services, venue.territory.name) == (
        "+33320000000",
        ["a@example.org", "b@example.org"],
        ["Loisirs et créations numériques"],
        "Saint-Omer",
    )
