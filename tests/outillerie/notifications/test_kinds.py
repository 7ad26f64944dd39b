"""The apps above add what they tell: their words and their visibility come with it, and nothing here knows them."""

import pytest

from outillerie.notifications import kinds
from outillerie.notifications.actions import choose_mail, notify, subscribe_again, unsubscribe
from outillerie.notifications.emails import notification_mail, read_unsubscribe_token
from outillerie.notifications.kinds import AddedKind, Kind, Told, add_kinds, kind_choices, label_of
from outillerie.notifications.models import MailChoice, Notification
from outillerie.notifications.queries import lines_of, mail_choices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def asked(monkeypatch):
    """Add two kinds that share their words; return the rows that they were asked for, call by call."""
    monkeypatch.setattr(kinds, "_added", {})
    calls = []

    def tell(person, rows):
        calls.append([row.pk for row in rows])
        return [Told(f"News {row.facts['number']}.", is_visible=row.facts["number"] != 2) for row in rows]

    add_kinds(
        AddedKind(code="news", label="News", tell=tell),
        AddedKind(code="secret-news", label="Secret news", tell=tell, concerns=lambda person: person.is_staff),
    )
    return calls


def test_an_added_kind_says_its_own_words_and_hides_what_may_not_be_seen(lea, samir, camille, asked):
    notify([lea], "news", path="/a/", number=1)
    notify([lea], Kind.KIT_ADAPTED, path="/kits/camille/", kit=camille, actor=samir)
    notify([lea], "secret-news", path="/b/", number=2)
    rows = list(Notification.objects.order_by("pk"))
    assert [(line.sentence, line.path) for line in lines_of(lea, rows)] == [
        ("News 1.", "/a/"),
        ("Samir adapted one of your kits: “Où est Camille ?”.", "/kits/camille/"),
        ("News 2.", ""),
    ]
    assert asked == [[rows[0].pk, rows[2].pk]]


def test_added_kinds_are_among_the_choices_of_those_whom_they_concern(lea, samir, asked):
    samir.is_staff = True
    assert (set(mail_choices(samir)) - set(mail_choices(lea)), "news" in mail_choices(lea)) == ({"secret-news"}, True)
    assert kind_choices() == [*Kind.choices, ("news", "News"), ("secret-news", "Secret news")]


def test_no_more_mail_of_all_kinds_means_the_added_ones_too(lea, asked):
    unsubscribe(lea, "")
    assert mail_choices(lea)["news"] == MailChoice.NEVER
    subscribe_again(lea, "news")
    assert (mail_choices(lea)["news"], mail_choices(lea)[Kind.COLLECTION]) == (MailChoice.DAILY, MailChoice.NEVER)


def test_a_mail_names_the_added_kind_and_stops_it_in_one_click(lea, asked, client):
    choose_mail(lea, {"news": MailChoice.NOW})
    row = Notification.objects.create(person=lea, kind="news", path="/a/", facts={"number": 1})
    message = notification_mail(lea, lines_of(lea, [row])[0], "news")
    token = message.extra_headers["List-Unsubscribe"].rstrip(">/").rsplit("/", 1)[1]
    assert read_unsubscribe_token(token) == (lea.pk, "news")
    assert client.get(message.extra_headers["List-Unsubscribe"].strip("<>")).status_code == 200
    client.post(message.extra_headers["List-Unsubscribe"].strip("<>"))
    assert mail_choices(lea)["news"] == MailChoice.NEVER


def test_what_no_app_tells_any_more_still_has_a_sentence(lea, monkeypatch):
    monkeypatch.setattr(kinds, "_added", {})
    row = Notification.objects.create(person=lea, kind="gone", path="/a/", facts={})
    [line] = lines_of(lea, [row])
    assert (line.sentence, label_of("gone")) == ("There is news of something that this site no longer has.", "gone")
