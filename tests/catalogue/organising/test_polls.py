"""Date polls: whoever holds the address answers, one answer an address, and no address is ever shown."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from catalogue.organising import polls
from catalogue.organising.making import Origin, from_kit
from catalogue.organising.models import DatePoll, PollReply
from catalogue.organising.polls import PollRefused, Reply, answer, make_poll, settle_poll
from catalogue.organising.results import results_of
from catalogue.sessions.actions import publish_session
from catalogue.sessions.models import PeerSession
from outillerie.kits.queries import newest_version
from outillerie.notifications.models import Notification
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from tests import factories
from tests.catalogue.session_factories import online, paris, session_format

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_january_2027")]
HOURS = timedelta(hours=2)
STARTS = [paris(2027, 3, day, 10) for day in (2, 3, 4)]


@pytest.fixture
def poll(author):
    dates = [(starts, starts + HOURS) for starts in STARTS]
    return make_poll(Origin(), dates, by=author, key=uuid.uuid4().hex, title="Se voir", format=session_format())


def said(poll, *codes, **facts):
    """Return the answers of a reply, one a date."""
    return Reply(answers={str(row.pk): code for row, code in zip(poll.dates.all(), codes, strict=True)}, **facts)


def posted(poll, *codes, **facts):
    return {f"date-{row.pk}": code for row, code in zip(poll.dates.all(), codes, strict=True)} | facts


def signed_out(poll, *codes, email="lea@example.org", name="Léa", **facts):
    return posted(poll, *codes, email=email, name=name, website="", **facts)


def link_in(message):
    return re.search(r"/sondages/\S+/reponse/\S+/", message.body)[0]


def state_of(poll):
    return list(poll.replies.values_list("name", "email", "answers", "comment"))


def test_a_poll_has_from_3_to_20_different_dates_to_come(author):
    def make(dates):
        return make_poll(Origin(), dates, by=author, key=uuid.uuid4().hex, title="x", format=session_format())

    day = timedelta(days=1)
    many = [(STARTS[0] + n * day, STARTS[0] + n * day + HOURS) for n in range(21)]
    past = timezone.now() - day
    for dates in (many[:2], many, [*many[:3], many[0]], [*many[:3], (past, past + HOURS)]):
        with pytest.raises(PollRefused):
            make(dates)
    assert DatePoll.objects.count() == 0
    assert (make(many[:3]).dates.count(), make(many[:20]).dates.count()) == (3, 20)


def test_the_same_key_makes_one_poll_and_never_gives_that_of_somebody_else(author, poll):
    dates = [(starts, starts + HOURS) for starts in STARTS]
    again = make_poll(Origin(), dates, by=author, key=poll.key, title="Autre", format=session_format())
    assert again == poll
    with pytest.raises(PollRefused):
        make_poll(
            Origin(), dates, by=factories.person("x@example.org"), key=poll.key, title="x", format=session_format()
        )


def test_somebody_with_an_account_answers_at_once_and_changes_their_answer(client, poll):
    samir = factories.person("samir@example.org", first_name="Samir")
    client.force_login(samir)
    for codes in (("yes", "no", "maybe"), ("no", "no", "yes")):
        assert client.post(poll.get_absolute_url(), posted(poll, *codes)).status_code == 303
    row = poll.replies.get()
    assert (row.person, row.email, list(row.answers.values())) == (samir, "", ["no", "no", "yes"])


def test_somebody_without_an_account_confirms_by_mail_and_opening_the_link_writes_nothing(client, poll, mailoutbox):
    assert (
        client.post(poll.get_absolute_url(), signed_out(poll, "yes", "no", "maybe", comment="Après 10 h")).status_code
        == 303
    )
    assert (state_of(poll), [message.to for message in mailoutbox]) == ([], [["lea@example.org"]])
    link = link_in(mailoutbox[0])
    page = client.get(link)
    assert (page.status_code, state_of(poll), "Après 10 h" in page.content.decode()) == (200, [], True)
    assert client.post(link, posted(poll, "yes", "no", "maybe", name="Léa", comment="Après 10 h")).status_code == 303
    ids = [str(row.pk) for row in poll.dates.all()]
    assert state_of(poll) == [
        ("Léa", "lea@example.org", dict(zip(ids, ["yes", "no", "maybe"], strict=True)), "Après 10 h")
    ]


def test_one_answer_an_address_changed_by_the_same_link_or_by_this_browser(client, poll, mailoutbox):
    client.post(poll.get_absolute_url(), signed_out(poll, "yes", "no", "maybe"))
    link = link_in(mailoutbox[0])
    client.post(link, posted(poll, "yes", "no", "maybe", name="Léa"))
    client.post(poll.get_absolute_url(), posted(poll, "no", "yes", "no", name="Léa B."))
    assert [(name, list(answers.values())) for name, _mail, answers, _word in state_of(poll)] == [
        ("Léa B.", ["no", "yes", "no"])
    ]
    client.logout()
    shown = client.get(link).context["form"].initial
    assert shown["name"] == "Léa B."
    client.post(link, posted(poll, "no", "no", "no", name="Léa"))
    assert (poll.replies.count(), len(mailoutbox)) == (1, 1)


def test_ATK_ENUM_an_address_that_answered_and_another_are_answered_alike(client, poll, mailoutbox):
    answer(poll, said(poll, "yes", "yes", "yes", name="Léa"), email="lea@example.org")
    seen = []
    for email in ("LEA@example.org", "nouvelle@example.org"):
        client.cookies.clear()
        response = client.post(
            poll.get_absolute_url(), signed_out(poll, "no", "no", "no", email=email, name="Moi"), follow=True
        )
        body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
        seen.append((response.redirect_chain, body))
    assert seen[0] == seen[1]
    assert [name for name, *_rest in state_of(poll)] == ["Léa"]
    assert len(mailoutbox) == 2


def test_LEAK_addresses_are_on_no_page_and_names_only_for_who_has_the_link(client, signed_in, poll):
    answer(poll, said(poll, "yes", "no", "no", name="Léa"), email="lea@example.org")
    pages = [
        client.get(poll.get_absolute_url()).content.decode(),
        signed_in.get(reverse("manage-poll", args=[poll.pk])).content.decode(),
    ]
    assert [("Léa" in page, "lea@example.org" in page) for page in pages] == [(True, False)] * 2
    assert client.get(reverse("poll", args=["0" * 32])).status_code == 404
    client.force_login(factories.person("samir@example.org"))
    assert client.get(reverse("manage-poll", args=[poll.pk])).status_code == 404


def test_a_link_made_up_or_of_another_poll_is_nowhere(client, poll, author):
    dates = [(starts, starts + HOURS) for starts in STARTS]
    other = make_poll(Origin(), dates, by=author, key=uuid.uuid4().hex, title="x", format=session_format())
    token = polls.token_of(other, Reply(name="Léa", answers={}, email="lea@example.org"))
    for wrong in (token, "x", f"{token}x"):
        assert client.get(reverse("poll-reply", args=[poll.key, wrong])).status_code == 404


def test_a_program_that_fills_everything_is_refused_and_sends_no_mail(client, poll, mailoutbox):
    response = client.post(poll.get_absolute_url(), signed_out(poll, "yes", "no", "no") | {"website": "http://x"})
    assert (response.status_code, mailoutbox) == (422, [])


def test_one_machine_does_not_send_mails_without_end(client, poll, mailoutbox):
    answers = [
        client.post(poll.get_absolute_url(), signed_out(poll, "yes", "no", "no", email=f"a{n}@example.org")).status_code
        for n in range(32)
    ]
    assert answers.count(429) == 2
    assert len(mailoutbox) == 30


def test_nobody_floods_the_address_of_somebody_else_and_is_not_told(client, poll, mailoutbox):
    answers = {
        client.post(poll.get_absolute_url(), signed_out(poll, "yes", "no", "no", name=f"N{n}", email=email)).status_code
        for n, email in enumerate(["lea@example.org", "LEA@example.org"] * 4)
    }
    assert (answers, len(mailoutbox)) == ({303}, 3)


def test_answers_that_are_none_of_this_poll_are_not_kept(poll):
    row = answer(poll, Reply(name="Léa", answers={"999": "yes", "x": "yes"}), email="lea@example.org")
    assert set(row.answers.values()) == {"no"}
    assert set(row.answers) == {str(date.pk) for date in poll.dates.all()}


def test_a_closed_poll_takes_no_answer(client, signed_in, poll):
    link = reverse(
        "poll-reply", args=[poll.key, polls.token_of(poll, Reply(name="Léa", answers={}, email="l@example.org"))]
    )
    signed_in.post(reverse("manage-poll", args=[poll.pk]), {"do": "close"})
    assert signed_in.post(poll.get_absolute_url(), posted(poll, "yes", "no", "no")).status_code == 422
    assert client.post(link, posted(poll, "yes", "no", "no", name="Léa")).status_code == 422
    assert state_of(poll) == []


def test_answers_stop_after_their_last_day(poll):
    DatePoll.objects.filter(pk=poll.pk).update(answers_until=timezone.localdate() - timedelta(days=1))
    with pytest.raises(PollRefused):
        answer(poll, said(poll, "yes", "no", "no", name="Léa"), email="lea@example.org")
    DatePoll.objects.filter(pk=poll.pk).update(answers_until=timezone.localdate())
    answer(poll, said(poll, "yes", "no", "no", name="Léa"), email="lea@example.org")
    assert PollReply.objects.count() == 1


def test_results_count_each_date_and_name_the_best(poll):
    for n, codes in enumerate((("yes", "yes", "no"), ("maybe", "yes", "no"), ("no", "yes", "maybe"))):
        answer(poll, said(poll, *codes, name=f"P{n}"), email=f"p{n}@example.org")
    results = results_of(poll)
    assert [(row.yes, row.maybe, row.no, row.is_best) for row in results["rows"]] == [
        (1, 1, 1, False), (3, 0, 0, True), (0, 1, 2, False),
    ]  # fmt: skip
    assert (results["count"], results["names"]) == (3, ["P0", "P1", "P2"])


def test_with_no_answer_or_dates_that_suit_alike_none_is_the_best(poll):
    assert [row.is_best for row in results_of(poll)["rows"]] == [False] * 3
    answer(poll, said(poll, "yes", "yes", "yes", name="Léa"), email="lea@example.org")
    assert [row.is_best for row in results_of(poll)["rows"]] == [False] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_a_poll_asks_the_same_number_of_questions_whatever_its_answers(
    client, poll, count, django_assert_num_queries
):
    for n in range(count):
        answer(poll, said(poll, "yes", "no", "no", name=""), person=factories.person(f"p{n}@example.org"))
    client.get(poll.get_absolute_url())
    with django_assert_num_queries(5):
        client.get(poll.get_absolute_url())


# --- from the best date to the session ---


def settled(client, poll, place=1):
    date = poll.dates.all()[place]
    return client.post(reverse("manage-poll", args=[poll.pk]), {"do": f"settle:{date.pk}", "key": str(uuid.uuid4())})


def test_the_best_date_becomes_a_draft_with_all_of_the_kit_and_once_only(signed_in, author):
    origin = from_kit(newest_version(factories.kit()))
    dates = [(starts, starts + HOURS) for starts in STARTS]
    facts = {"title": "Se voir", "intention": "Pour essayer", "format": session_format()}
    poll = make_poll(origin, dates, by=author, key=uuid.uuid4().hex, **facts)
    first, again = settled(signed_in, poll), settled(signed_in, poll, place=2)
    made = PeerSession.objects.get()
    assert first["Location"] == again["Location"] == reverse("edit-session", args=[made.pk])
    assert (made.title, made.intention, made.state, made.starts_at, made.ends_at) == (
        "Se voir", "Pour essayer", "draft", STARTS[1], STARTS[1] + HOURS,
    )  # fmt: skip
    assert (made.kit_version.title, len(made.moments)) == ("Où est Camille ?", 2)
    poll.refresh_from_db()
    assert (poll.session, poll.closed_at is not None) == (made, True)


def test_those_who_answered_are_told_when_it_is_published_and_once(
    signed_in, author, poll, mailoutbox, django_capture_on_commit_callbacks
):
    samir = factories.person("samir@example.org")
    answer(poll, said(poll, "no", "yes", "no", name="Samir"), person=samir)
    answer(poll, said(poll, "yes", "yes", "no", name="Léa"), email="lea@example.org")
    settled(signed_in, poll)
    made = PeerSession.objects.get()
    made.places.create(**online())
    assert (mailoutbox, Notification.objects.filter(person=samir).count()) == ([], 0)
    with django_capture_on_commit_callbacks(execute=True):
        publish_session(made, by=author)
    handle_all()
    handle_all()
    [told] = [message for message in mailoutbox if message.to == ["lea@example.org"]]
    assert made.get_absolute_url() in told.body
    assert "salle-secrete" not in told.body
    notification = Notification.objects.get(person=samir)
    assert (notification.kind, notification.path) == ("poll-date-chosen", made.get_absolute_url())


def handle_all():
    for message in OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING):
        handle(message.pk)


def test_a_past_date_is_not_chosen(author, poll):
    date = poll.dates.first()
    date.starts_at, date.ends_at = timezone.now() - HOURS, timezone.now()
    date.save()
    with pytest.raises(PollRefused):
        settle_poll(poll, date, by=author, origin=Origin(), key=uuid.uuid4())


def test_a_poll_is_made_from_its_page_in_any_way_of_writing_dates_and_deleted_with_its_answers(signed_in):
    data = {
        "title": "Se voir", "format": session_format().pk, "key": uuid.uuid4().hex, "lines": "5", "time_zone": "Europe/Paris",
        "dates-0-date": "2 mars 2027", "dates-0-starts": "10h", "dates-0-ends": "12h",
        "dates-1-date": "03/03/2027", "dates-1-starts": "10:00", "dates-1-ends": "12 h",
        "dates-3-date": "28/03/2027", "dates-3-starts": "2h30", "dates-3-ends": "5h",
    }  # fmt: skip
    url = reverse("new-poll")
    refused = signed_in.post(url, data)
    assert (refused.status_code, "take:dates-3-starts:0330" in refused.content.decode()) == (422, True)
    assert signed_in.post(url, data | {"do": "take:dates-3-starts:0330"}).status_code == 303
    made = DatePoll.objects.get()
    assert [row.starts_at for row in made.dates.all()] == [*STARTS[:2], paris(2027, 3, 28, 3, 30)]
    more = signed_in.post(url, data | {"do": "add"})
    assert (len(more.context["lines"]), "2 mars 2027" in more.content.decode()) == (8, True)
    signed_in.post(reverse("manage-poll", args=[made.pk]), {"do": "delete"})
    assert DatePoll.objects.count() == 0


def test_a_mail_holds_nothing_of_who_else_answered(client, poll):
    answer(poll, said(poll, "yes", "no", "no", name="Odile"), email="odile@example.org")
    client.post(poll.get_absolute_url(), signed_out(poll, "yes", "no", "no"))
    assert "dile" not in mail.outbox[0].body
