"""Who may open what of `/animer/`, and what each button does beyond saving."""

import pytest
from django.urls import reverse
from django.utils import timezone

from catalogue.organising.showing import session_rows
from catalogue.sessions.models import PeerSession, SessionMove
from outillerie.accounts.models import Membership, Organisation
from outillerie.notifications.models import Notification
from tests import factories
from tests.catalogue.organising.conftest import edit_url, fresh, sheet_data
from tests.catalogue.session_factories import online, paris, peer_session, registration

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_january_2027")]
PAGES = ("edit-session", "move-session", "cancel-session", "delete-session")


def test_a_draft_does_not_exist_for_others_on_any_page(client, draft):
    for person in (None, factories.person("samir@example.org"), factories.person("jean@example.org", group="trainer")):
        if person:
            client.force_login(person)
        for name in PAGES:
            url = reverse(name, args=[draft.pk])
            found = [client.get(url).status_code, client.post(url, {"reason": "x"}).status_code]
            assert found == ([404, 404] if person else [302, 302])
        assert client.get(draft.get_absolute_url()).status_code == 404
    assert fresh(draft).state == "draft"


def test_who_made_it_who_facilitates_the_manager_and_the_staff_may_open_it(client, draft):
    organisation = Organisation.objects.create(name="Espace Exemple", slug="espace-exemple")
    draft.organisation = organisation
    draft.save()
    manager, member, facilitator = (factories.person(f"{name}@example.org") for name in ("mia", "max", "fay"))
    for person, role in ((manager, Membership.Role.MANAGER), (member, Membership.Role.MEMBER)):
        Membership.objects.create(person=person, organisation=organisation, role=role, state=Membership.State.ACTIVE)
    draft.facilitators.create(person=facilitator)
    answers = {}
    for person in (
        draft.created_by,
        manager,
        member,
        facilitator,
        factories.person("wen@example.org", group="hub staff"),
    ):
        client.force_login(person)
        answers[person.email.partition("@")[0]] = client.get(edit_url(draft)).status_code
    assert answers == {"rose": 200, "mia": 200, "max": 404, "fay": 200, "wen": 200}


def test_ATK_CSRF_reading_a_page_changes_nothing(signed_in, published, draft):
    stamps = [(fresh(row).changed_at, fresh(row).state) for row in (published, draft)]
    for row in (published, draft):
        for name in PAGES:
            signed_in.get(reverse(name, args=[row.pk]) + "?do=publish&reason=x&date=01/01/2027")
        assert signed_in.get(reverse("take-kit-version", args=[row.pk])).status_code == 405
    assert [(fresh(row).changed_at, fresh(row).state) for row in (published, draft)] == stamps


def test_whoever_may_publish_does_it_in_one_press(signed_in, author, draft):
    response = signed_in.post(edit_url(draft), sheet_data(draft, author, do="publish", title="Enfin"))
    assert (response["Location"], fresh(draft).state, fresh(draft).title) == (
        draft.get_absolute_url(),
        "published",
        "Enfin",
    )


def test_whoever_may_not_publish_asks_the_staff_who_are_told_once(client):
    samir, staff = factories.person("samir@example.org"), factories.person("wen@example.org", group="hub staff")
    session = peer_session(facilitators=[samir], created_by=samir, state="draft")
    client.force_login(samir)
    client.post(edit_url(session), sheet_data(session, samir, do="publish"))
    assert fresh(session).state == "draft"
    for _press in range(2):
        client.post(edit_url(session), sheet_data(session, samir, do="propose"))
    told = Notification.objects.get(person=staff)
    assert (fresh(session).proposed_at is not None, told.kind, told.path) == (
        True,
        "session-proposed",
        edit_url(session),
    )
    client.force_login(staff)
    assert [row["session"] for row in client.get(reverse("organised-sessions")).context["waiting"]] == [session]
    client.post(edit_url(session), sheet_data(session, staff, do="publish"))
    assert fresh(session).state == "published"
    assert list(Notification.objects.filter(person=samir).values_list("kind", flat=True)) == ["session-published"]


def test_the_list_says_where_each_session_stands_and_what_to_do_next(author):
    now = timezone.now()
    hour = timezone.timedelta(hours=1)
    rows = {
        "draft": peer_session(state="draft"),
        "proposed": peer_session(state="draft", proposed_at=now),
        "published": peer_session(),
        "under way": peer_session(starts_at=now - hour),
        "over": peer_session(starts_at=now - 5 * hour),
        "held": peer_session(state="held"),
        "cancelled": peer_session(state="cancelled"),
    }
    urls = {
        "draft": "edit-session", "proposed": "edit-session", "published": "session-registrations", "under way": "welcome",
        "over": "outcomes", "held": "outcomes",
    }  # fmt: skip
    shown = dict(zip(rows, session_rows(list(rows.values()), author), strict=True))
    expected = {name: reverse(url, args=[rows[name].pk]) for name, url in urls.items()}
    expected["cancelled"] = f"{reverse('new-session')}?seance={rows['cancelled'].pk}"
    assert {name: row["url"] for name, row in shown.items()} == expected
    assert len({str(row["state"]) for row in shown.values()}) == 7


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_whatever_its_length(
    signed_in, author, count, django_assert_num_queries
):
    for _n in range(count):
        peer_session(created_by=author, facilitators=[author], state="draft", places=[{"address": "x"}, online()])
        peer_session(created_by=author, facilitators=[author, "Odile"])
    signed_in.get(reverse("organised-sessions"))
    with django_assert_num_queries(16):
        signed_in.get(reverse("organised-sessions"))


# --- moving and cancelling, from their pages ---


def test_the_page_of_a_move_counts_who_is_told_and_moves(signed_in, author, published):
    registration(published)
    registration(published, state="waiting", place_in_line=1)
    registration(published, state="cancelled")
    url = reverse("move-session", args=[published.pk])
    assert signed_in.get(url).context["told"] == 2
    posted = {"date": "14/10/2027", "starts": "10h", "ends": "12h", "reason": "Salle prise"}
    assert signed_in.post(url, posted).status_code == 303
    assert (fresh(published).starts_at, SessionMove.objects.get().reason) == (paris(2027, 10, 14, 10), "Salle prise")
    assert "Salle prise" in signed_in.get(edit_url(published)).content.decode()


def test_a_move_into_the_past_is_refused_and_keeps_what_was_typed(signed_in, published):
    url = reverse("move-session", args=[published.pk])
    response = signed_in.post(url, {"date": "14/10/2020", "starts": "10h", "ends": "12h", "reason": "Grève"})
    assert (response.status_code, "Grève" in response.content.decode()) == (422, True)
    assert fresh(published).starts_at == published.starts_at


def test_RACE_05_of_two_organisers_who_move_a_session_the_second_is_told_and_may_insist(signed_in, published):
    url = reverse("move-session", args=[published.pk])
    seen = published.sequence
    first = {"date": "14/10/2027", "starts": "10h", "ends": "12h", "reason": "Salle prise", "seen": seen}
    second = first | {"date": "15/10/2027", "reason": "Grève"}
    assert signed_in.post(url, first).status_code == 303
    refused = signed_in.post(url, second)
    assert (refused.status_code, fresh(published).starts_at) == (422, paris(2027, 10, 14, 10))
    assert ("Grève" in refused.text, "14 octobre" in refused.text) == (True, True)
    again = refused.context["session"].sequence
    assert signed_in.post(url, second | {"seen": again}).status_code == 303
    assert fresh(published).starts_at == paris(2027, 10, 15, 10)


def test_cancelling_asks_why(signed_in, published):
    url = reverse("cancel-session", args=[published.pk])
    assert signed_in.post(url, {"reason": " "}).status_code == 422
    assert signed_in.post(url, {"reason": "Salle fermée"}).status_code == 303
    assert (fresh(published).state, fresh(published).cancel_reason) == ("cancelled", "Salle fermée")


def test_a_draft_is_deleted_and_a_published_session_is_not(signed_in, published, draft):
    for row in (published, draft):
        signed_in.post(reverse("delete-session", args=[row.pk]))
    assert list(PeerSession.objects.values_list("pk", flat=True)) == [published.pk]


def test_LEAK_nobody_is_offered_as_facilitator_but_oneself_and_colleagues(signed_in, author, draft):
    factories.person("secrete@example.org", first_name="Inconnue")
    page = signed_in.get(edit_url(draft)).content.decode()
    assert ["Rose" in page, "Inconnue" in page, "secrete@" in page] == [True, False, False]
