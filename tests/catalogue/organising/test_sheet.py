"""The sheet of a session: nothing typed is lost, nothing of others' is overwritten in silence."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from catalogue.organising.actions import EditedMeanwhile, save_sheet
from catalogue.organising.sheet import Sheet
from catalogue.sessions.models import PeerSession
from catalogue.sessions.placing import PLACE_FACTS
from tests import factories
from tests.catalogue.organising.conftest import edit_url, fresh, sheet_data
from tests.catalogue.session_factories import online, paris, peer_session, registration, roubaix, territory, venue

pytestmark = pytest.mark.django_db


def send(client, session, user, **changes):
    return client.post(edit_url(session), sheet_data(session, user, **changes))


def test_saving_a_sheet_as_it_is_changes_nothing(signed_in, author):
    kept = peer_session(
        places=[{"venue": venue()}, online(), {"address": "3 place Exemple", "territory": roubaix()}],
        facilitators=[author, "Odile Exemple"], created_by=author, moments=[{"title": "Accueil", "minutes": 5, "text": "Café"}],
        starts_at=paris(2027, 3, 2, 9), ends_at=paris(2027, 3, 2, 17), break_starts_at=paris(2027, 3, 2, 12),
        break_ends_at=paris(2027, 3, 2, 13), registration_closes_at=paris(2027, 3, 1, 18), level=2, state="draft",
    )  # fmt: skip
    before = kept.changed_at
    response = send(signed_in, kept, author)
    assert (response.status_code, response["Location"]) == (303, edit_url(kept))
    assert (fresh(kept).changed_at, fresh(kept).sequence) == (before, 0)


def test_each_answer_of_the_sheet_is_kept(signed_in, author, draft):
    changes = {
        "title": " Autre titre ", "intention": "Parce que.", "price": "5 euros", "date": "14/10/2027", "starts": "14h",
        "ends": "16 h 30", "closes_date": "13/10/2027", "closes_hour": "18h", "offer_hours": "48", "has_waiting_list": None,
        "places-0-capacity": "8", "places-0-room": "Salle 2", "facilitators-0-role": "Animation",
    }  # fmt: skip
    assert send(signed_in, draft, author, **changes).status_code == 303
    kept = fresh(draft)
    assert (kept.title, kept.intention, kept.price, kept.starts_at, kept.ends_at) == (
        "Autre titre", "Parce que.", "5 euros", paris(2027, 10, 14, 14), paris(2027, 10, 14, 16, 30),
    )  # fmt: skip
    assert (kept.registration_closes_at, kept.offer_hours, kept.has_waiting_list) == (
        paris(2027, 10, 13, 18),
        48,
        False,
    )
    assert [(row.capacity, row.room) for row in kept.places.all()] == [(8, "Salle 2")]
    assert [(row.person, row.role) for row in kept.facilitators.all()] == [(author, "Animation")]


def test_a_draft_is_saved_whatever_is_missing_to_publish(signed_in, author):
    empty = peer_session(places=[], facilitators=[], state="draft", created_by=author)
    assert send(signed_in, empty, author, date="01/01/2020").status_code == 303
    page = signed_in.get(edit_url(empty))
    assert [lack.field for lack in page.context["lacks"]] == ["date", "places", "facilitators"]


def test_publishing_with_something_missing_keeps_the_text_and_says_what(signed_in, author):
    empty = peer_session(places=[], facilitators=[author], state="draft", created_by=author)
    response = send(signed_in, empty, author, title="Gardé", do="publish")
    assert response["Location"] == f"{edit_url(empty)}#publish"
    assert (fresh(empty).title, fresh(empty).state) == ("Gardé", "draft")


def test_a_mistake_keeps_every_word_and_leads_to_its_field(signed_in, author, draft):
    response = send(signed_in, draft, author, title="", intention="Un long texte", **{"places-0-capacity": "douze"})
    page = response.content.decode()
    assert response.status_code == 422
    assert ['href="#id_title"' in page, 'href="#id_places-0-capacity"' in page] == [True, True]
    assert ["Un long texte" in page, 'value="douze"' in page] == [True, True]
    assert fresh(draft).intention == ""


# --- rows ---


def test_buttons_add_move_and_remove_rows_and_save_nothing(signed_in, author, draft):
    response = send(signed_in, draft, author, do="add:moments", title="Pas encore gardé")
    assert (len(response.context["sheet"].moments), fresh(draft).moments) == (1, [])
    assert "Pas encore gardé" in response.content.decode()
    rows = {"moments-0-title": "Un", "moments-1-title": "Deux", "moments-2-title": "Trois"}
    sheet = send(signed_in, draft, author, do="up:moments:2", **rows).context["sheet"]
    assert [row["title"].value() for row in sheet.moments] == ["Un", "Trois", "Deux"]
    sheet = send(signed_in, draft, author, do="remove:moments:0", **rows).context["sheet"]
    assert [row["title"].value() for row in sheet.moments] == ["Deux", "Trois"]
    assert send(signed_in, draft, author, **rows).status_code == 303
    assert [row["title"] for row in fresh(draft).moments] == ["Un", "Deux", "Trois"]


def test_a_venue_is_found_by_its_name_or_its_commune_without_accents(signed_in, author, draft):
    other = venue("Maison du Beffroi", address="8 rue Exemple")
    row = {"places-1-kind": "venue", "places-1-capacity": "10"}
    response = send(signed_in, draft, author, **row, **{"places-1-search": "roubaix"})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("pick:places:1:venue:") == 2
    picked = send(signed_in, draft, author, **row, do=f"pick:places:1:venue:{other.pk}")
    assert "8 rue Exemple" in picked.content.decode()
    assert send(signed_in, draft, author, **row, **{"places-1-search": "BEFFROI maison"}).status_code == 303
    assert [place.venue_id for place in draft.places.all()][1] == other.pk


def test_LEAK_a_venue_that_is_not_shown_is_neither_found_nor_chosen_by_its_number(signed_in, author, draft):
    hidden = venue("Lieu retiré", is_shown=False)
    row = {"places-1-kind": "venue", "places-1-capacity": "10"}
    found = send(signed_in, draft, author, **row, **{"places-1-search": "Lieu retiré"})
    assert "pick:places:1" not in found.content.decode()
    assert send(signed_in, draft, author, **row, **{"places-1-venue": str(hidden.pk)}).status_code == 422
    assert draft.places.count() == 1


def test_a_venue_hidden_since_stays_where_it_was_chosen(signed_in, author, draft):
    place = draft.places.get()
    place.venue.is_shown = False
    place.venue.save()
    assert send(signed_in, draft, author, title="Autre").status_code == 303
    assert draft.places.get().venue == place.venue


def test_an_address_takes_the_commune_that_is_alone_and_asks_when_there_are_two(signed_in, author, draft):
    one = roubaix()
    territory("commune", "01001", "Saint-Exemple", plain_name="saint exemple")
    two = territory("commune", "59002", "Saint-Exemple", plain_name="saint exemple")
    row = {"places-1-kind": "address", "places-1-capacity": "5", "places-1-address": "3 place"}
    assert send(signed_in, draft, author, **row, **{"places-1-commune": "saint exemple"}).status_code == 422
    picked = send(signed_in, draft, author, **row, do=f"pick:places:1:territory:{two.pk}")
    assert picked.context["sheet"].places[1].chosen_commune == two
    assert send(signed_in, draft, author, **row, **{"places-1-commune": "Roubaix"}).status_code == 303
    assert draft.places.last().territory == one


def test_on_site_and_online_at_once_each_with_its_seats(signed_in, author, draft):
    row = {
        "places-1-kind": "online", "places-1-capacity": "30", "places-1-video_link": "visio.example.org/salle",
    }  # fmt: skip
    assert send(signed_in, draft, author, **row).status_code == 303
    assert [(place.is_online, place.capacity, place.video_link) for place in draft.places.all()] == [
        (False, 12, ""),
        (True, 30, "https://visio.example.org/salle"),
    ]


def test_seats_below_those_taken_are_refused_with_the_sentence_and_the_text_stays(signed_in, author, published):
    for _n in range(3):
        registration(published)
    response = send(signed_in, published, author, intention="Gardé à l’écran", **{"places-0-capacity": "2"})
    page = response.content.decode()
    assert (response.status_code, published.places.get().capacity, fresh(published).intention) == (422, 12, "")
    assert ["Gardé à l’écran" in page, "3" in page] == [True, True]


def test_a_published_session_keeps_what_publishing_asked_for(signed_in, author, published):
    data = {name: value for name, value in sheet_data(published, author).items() if not name.startswith("places-")}
    response = signed_in.post(edit_url(published), data)
    assert (response.status_code, published.places.count(), fresh(published).sequence) == (422, 1, 0)


def test_ATK_MASS_01_what_the_sheet_does_not_ask_is_ignored(signed_in, author, published):
    other = factories.person("autre@example.org")
    facts = {
        "state": "held", "created_by": other.pk, "slug": "vole", "published_at": "", "sequence": "99", "series": "1",
        "starts_at": "2027-01-01", "date": "01/01/2028", "starts": "8h", "ends": "9h", "places-0-taken": "7", "uid": "x",
    }  # fmt: skip
    assert send(signed_in, published, author, **facts).status_code == 303
    kept = fresh(published)
    assert (kept.state, kept.created_by, kept.slug, kept.sequence, kept.starts_at, kept.places.get().taken) == (
        "published", author, published.slug, 0, published.starts_at, 0,
    )  # fmt: skip


def test_ATK_MASS_01_a_place_of_another_session_is_not_taken_over(signed_in, author, draft):
    other = peer_session()
    place = other.places.get()
    send(signed_in, draft, author, **{"places-0-id": str(place.pk), "places-0-capacity": "99"})
    place.refresh_from_db()
    assert (place.session, place.capacity) == (other, 12)


def test_ATK_XSS_a_title_is_text_everywhere(signed_in, author):
    nasty = '"><script>alert(1)</script>'
    session = peer_session(nasty, created_by=author, facilitators=[nasty], state="draft")
    for url in (edit_url(session), reverse("organised-sessions"), reverse("delete-session", args=[session.pk])):
        assert "<script>alert(1)" not in signed_in.get(url).content.decode()


# --- two people ---


def test_two_people_who_change_different_things_both_keep_theirs(signed_in, author, published):
    mine = sheet_data(published, author, title="Mon titre")
    send(signed_in, published, author, intention="La leur")
    assert signed_in.post(edit_url(published), mine).status_code == 303
    assert (fresh(published).title, fresh(published).intention) == ("Mon titre", "La leur")


def test_two_people_who_change_the_same_thing_the_second_is_told_and_loses_nothing(signed_in, author, published):
    mine = sheet_data(published, author, title="Mon titre", price="12 euros")
    send(signed_in, published, author, title="Leur titre", **{"places-0-capacity": "9"})
    response = signed_in.post(edit_url(published), mine)
    page = response.content.decode()
    assert (response.status_code, fresh(published).title, fresh(published).price) == (409, "Leur titre", "")
    assert [row["theirs"] for row in response.context["conflicts"]] == ["Leur titre"]
    assert ['value="Mon titre"' in page, 'value="12 euros"' in page] == [True, True]
    # Saving again, knowingly, keeps mine; what only they changed stays theirs.
    again = {**mine, "base": response.context["sheet"].token, "places-0-capacity": "9"}
    assert signed_in.post(edit_url(published), again).status_code == 303
    assert (fresh(published).title, fresh(published).price, published.places.get().capacity) == (
        "Mon titre",
        "12 euros",
        9,
    )


def test_control_without_what_the_page_had_shown_the_second_overwrites(author, published):
    """What the token defends: with an empty base, nobody is told."""
    base, people = Sheet(published, user=author).kept, [{"person": author, "name": "", "role": ""}]
    shelves = {"audiences": [], "themes": []}
    theirs = {"title": "Leur titre", **shelves, "places": base_places(published), "facilitators": people}
    save_sheet(published, theirs, base=base, by=author)
    mine = theirs | {"title": "Mon titre"}
    with pytest.raises(EditedMeanwhile):
        save_sheet(published, mine, base=base, by=author)
    save_sheet(published, mine, base={}, by=author)
    assert fresh(published).title == "Mon titre"


def base_places(session):
    return [(row.pk, {name: getattr(row, name) for name in PLACE_FACTS}) for row in session.places.all()]


def test_a_token_of_another_session_or_made_up_is_no_base(author, published, draft):
    for token in ("", "x", Sheet(draft, user=author).token):
        posted = QueryDict(mutable=True)
        posted["base"] = token
        assert Sheet(published, user=author, posted=posted).base == {}


def test_a_draft_published_by_somebody_meanwhile_keeps_its_dates(signed_in, author, draft):
    mine = sheet_data(draft, author, date="20/10/2027")
    PeerSession.objects.filter(pk=draft.pk).update(state="published", published_at=draft.changed_at)
    signed_in.post(edit_url(draft), mine)
    assert fresh(draft).starts_at == draft.starts_at
