"""The queue, the screen of one proposal, its conflicts, and the page where authors follow a reading."""

import hashlib
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from outillerie.accounts.groups import TRUSTED
from outillerie.kits.actions import NotPublishable
from outillerie.kits.formats.content import File
from outillerie.moderation.actions import ask_for_changes, submit_kit, withdraw
from outillerie.moderation.models import KitReviewState
from outillerie.moderation.queries import open_reports, waiting_proposals
from outillerie.moderation.reading import age_label, queue_rows, report_rows
from outillerie.moderation.reports import report_kit
from outillerie.remix.models import Adaptation
from outillerie.writing.actions import begin_kit
from tests import factories
from tests.outillerie.moderation.conftest import FILE, begun, fresh, rewritten

pytestmark = pytest.mark.django_db


def address(state):
    return reverse("review", args=[state.pk])


def answer(state, decision, **words):
    return {"decision": decision, "revision": state.revision_id, "reason": "", "feedback": "", "note": "", **words}


def said(response):
    return [str(message) for message in response.context["messages"]]


# --- The queue ---


def test_the_queue_shows_the_oldest_first_with_its_age_and_what_to_know(browsing, author, moderator, stranger):
    known = factories.kit(slug="photos", title="Trier ses photos")
    type(known).objects.filter(pk=known.pk).update(owner=stranger)
    report_kit(known, reason="errors", details="L’étape 2.")
    new = submit_kit(begun(author, title="Premier kit"), by=author)
    newer = submit_kit(rewritten(known, stranger, title="Trier ses photos de famille"), by=stranger)
    Adaptation.objects.create(kit=known, source=factories.kit(slug="source", title="Source"))
    KitReviewState.objects.filter(pk=newer.pk).update(started_at=timezone.now() - timedelta(days=3))
    response = browsing(moderator).get("/relecture/")
    rows = response.context["rows"]
    assert [
        (row.url, row.title, row.sender, row.age, row.is_first, row.is_adaptation, row.is_known, row.open_reports)
        for row in rows
    ] == [
        (address(newer), "Trier ses photos de famille", "Zoé", "3 days", False, True, True, 1),
        (address(new), "Premier kit", "Léa", "less than an hour", True, False, False, 0),
    ]
    for words in ("waiting for 3 days", "First kit of this person", "Adaptation", "1 report to handle"):
        assert words in response.text


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(minutes=59), "less than an hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=23), "23 hours"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_an_age_is_said_in_the_unit_that_people_count_in(age, words):
    assert age_label(timezone.now() - age) == words


def test_the_queue_asks_as_much_for_one_row_as_for_three(author, django_assert_num_queries):
    kits = [factories.kit(slug=f"kit-{number}", title=f"Kit {number}") for number in range(3)]

    def rows():
        return queue_rows(list(waiting_proposals())), report_rows(open_reports())

    for count in (1, 3):
        for kit in kits[count // 3 : count]:
            submit_kit(rewritten(kit, author, title="Autre titre"), by=author)
            report_kit(kit, reason="errors", details="Là.")
        with django_assert_num_queries(3):
            assert [len(found) for found in rows()] == [count, count]


def test_when_everything_is_read_the_queue_says_so(browsing, moderator):
    assert "Nothing waits" in browsing(moderator).get("/relecture/").text


def test_those_who_read_find_the_queue_in_their_own_space(browsing, proposal, moderator, author):
    pages = [browsing(person).get(reverse("my-space")).text for person in (moderator, author)]
    assert ['href="/relecture/"' in page for page in pages] == [True, False]
    assert "1 kit waits for a reading" in pages[0]


# --- One proposal ---


def test_the_screen_shows_the_kit_as_it_will_be_and_not_what_its_author_wrote_since(
    browsing, kit, proposal, author, moderator
):
    rewritten(kit, author, hook="Pas encore envoyé")
    page = browsing(moderator).get(address(proposal)).text
    for words in ("Où est Camille", "Un jeu d’enquête", "Accueillir", "relisez surtout l’étape 2", "Answer this"):
        assert words in page
    assert "Pas encore envoyé" not in page


def test_the_screen_shows_what_changed_since_the_version_and_since_the_last_answer(browsing, author, moderator):
    kit = factories.kit(slug="camille")
    first = submit_kit(rewritten(kit, author, hook="Une première accroche"), by=author)
    ask_for_changes(first, by=moderator, revision_id=first.revision_id, feedback="Plus court.")
    second = submit_kit(rewritten(kit, author, hook="Courte"), by=author)
    review = browsing(moderator).get(address(second)).context["review"]

    def words(rows):
        return [(row["title"], "".join(s.text for s in row["segments"] if s.kind == "added")) for row in rows]

    assert len(review["since_published"]) == len(review["since_read"]) == 1
    assert (words(review["since_published"]), words(review["since_read"])) == (
        [("Hook", "Courte")], [("Hook", "Courte")],
    )  # fmt: skip
    assert [(turn.message, turn.state, turn.feedback) for turn in review["turns"]] == [
        ("", "changes", "Plus court."),
        ("", "waiting", ""),
    ]


def test_what_deserves_a_second_look_is_said(browsing, author, moderator):
    factories.kit(slug="ou-est-camille", title="Où est Camille ?")
    spam = begun(
        author, preparation="Écrire à camille@example.org ou au 01 23 45 67 89.",
        further_reading=" ".join(f"https://promo.example.org/{number}" for number in range(15)),
    )  # fmt: skip
    state = submit_kit(spam, by=author)
    doubts = browsing(moderator).get(address(state)).context["review"]["doubts"]
    assert [(row["text"], list(row["details"]), [link["url"] for link in row["links"]]) for row in doubts] == [
        ("Nobody has published a kit of this person yet.", [], []),
        ("Another kit has the same title: is it a duplicate?", [], ["/kits/ou-est-camille/"]),
        ("Its texts give many web addresses.", [f"https://promo.example.org/{number}" for number in range(5)], []),
        (
            "An e-mail address or a telephone number stands in its texts: is it meant to?",
            ["camille@example.org", "01 23 45 67 89"], [],
        ),
    ]  # fmt: skip


def test_a_mix_that_nothing_allows_is_said_before_deciding(browsing, author, moderator, kit, proposal, monkeypatch):
    draft = fresh(kit).get_latest_revision_as_object()
    draft.steps.set(
        [type(draft.steps.all()[0])(title="Prise ailleurs", minutes=5, author="X", licence="CC-BY-NC-SA-4.0")]
    )
    revision = draft.save_revision(user=author, clean=False)
    KitReviewState.objects.filter(pk=proposal.pk).update(revision=revision)
    review = browsing(moderator).get(address(proposal)).context["review"]
    assert (review["licence"]["is_allowed"], len(review["licence"]["sentences"])) == (False, 1)
    refused = browsing(moderator).post(address(proposal), answer(proposal, "approved", revision=revision.pk))
    assert (refused.status_code, list(refused.context["form"].non_field_errors())) == (
        200, review["licence"]["sentences"],
    )  # fmt: skip
    assert fresh(kit).live is False


def test_files_of_a_draft_are_for_those_who_read(browsing, author, moderator, stranger):
    sha256 = hashlib.sha256(FILE).hexdigest()
    content = factories.content(organisation="", files=(File(name="cartes.pdf", title="Cartes", sha256=sha256),))
    state = submit_kit(begin_kit(content, by=author, blobs={sha256: FILE}), by=author)
    path = reverse("review-file", args=[state.pk, "cartes.pdf"])
    assert path in browsing(moderator).get(address(state)).text
    given = browsing(moderator).get(path)
    assert b"".join(given.streaming_content) == FILE
    assert (given["Cache-Control"], given["Content-Disposition"]) == (
        "private, no-store",
        'attachment; filename="cartes.pdf"',
    )
    assert "sandbox" in given["Content-Security-Policy"]
    assert browsing(moderator).get(reverse("review-file", args=[state.pk, "autre.pdf"])).status_code == 404
    assert [browsing(person).get(path).status_code for person in (stranger, author)] == [404, 404]


def test_publishing_from_the_screen(browsing, kit, proposal, moderator):
    response = browsing(moderator).post(address(proposal), answer(proposal, "approved", feedback="Merci"), follow=True)
    assert said(response) == ["“Où est Camille ?” is published. Its author is told."]
    assert (response.redirect_chain, fresh(kit).live) == ([("/relecture/", 302)], True)


@pytest.mark.parametrize(
    ("words", "errors"),
    [
        ({}, {"decision"}),
        ({"decision": "approved", "revision": ""}, {"revision"}),
        ({"decision": "changes"}, {"feedback"}),
        ({"decision": "refused"}, {"feedback", "reason"}),
        ({"decision": "refused", "reason": "autre", "feedback": "Non"}, {"reason"}),
        ({"decision": "superseded", "feedback": "Non"}, {"decision"}),
        ({"decision": "approved", "feedback": "x" * 4001}, {"feedback"}),
    ],
)
def test_an_answer_that_lacks_something_is_asked_again_and_nothing_is_lost(
    browsing, kit, proposal, moderator, words, errors
):
    sent = answer(proposal, "", note="Ne pas perdre cette note") | words
    response = browsing(moderator).post(address(proposal), sent)
    assert (response.status_code, set(response.context["form"].errors)) == (200, errors)
    assert "Ne pas perdre cette note" in response.text
    assert (KitReviewState.objects.get(pk=proposal.pk).decision, fresh(kit).live) == ("", False)


def test_a_refusal_from_the_screen_keeps_its_reason_and_both_texts(browsing, proposal, moderator):
    words = answer(proposal, "refused", reason="duplicate", feedback="Il existe déjà.", note="Trois fois ce mois-ci")
    browsing(moderator).post(address(proposal), words)
    state = KitReviewState.objects.get(pk=proposal.pk)
    assert (state.decision, state.reason, state.comment, state.note, state.finished_by) == (
        "refused", "duplicate", "Il existe déjà.", "Trois fois ce mois-ci", moderator,
    )  # fmt: skip


def test_race_05_the_second_moderator_sees_who_decided_what_and_keeps_every_word(
    browsing, proposal, moderator, other_moderator
):
    reader = browsing(other_moderator)
    ask_for_changes(
        proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez l’étape 2.", note="Vu ensemble"
    )
    sent = answer(proposal, "refused", reason="quality", feedback="Trop court pour moi.", note="Ma note à moi")
    response = reader.post(address(proposal), sent)
    assert response.status_code == 409
    for words in (
        "Someone has already answered this proposal.", "Gaspard answered on", "Changes are asked for.", "Datez l’étape 2.",
        "Vu ensemble", "Nothing: it says the same.", "Trop court pour moi.", "Ma note à moi", "Refuse this kit",
    ):  # fmt: skip
        assert words in response.text
    assert KitReviewState.objects.get(pk=proposal.pk).comment == "Datez l’étape 2."


def test_even_an_incomplete_answer_that_comes_too_late_is_kept(browsing, kit, proposal, author, moderator):
    withdraw(kit, by=author)
    response = browsing(moderator).post(address(proposal), answer(proposal, "", feedback="À moitié écrit"))
    assert (response.status_code, "À moitié écrit" in response.text) == (409, True)


def test_race_05_a_newer_proposal_shows_what_changed_and_takes_the_same_words(
    browsing, kit, proposal, author, moderator
):
    newer = submit_kit(rewritten(kit, author, title="Où est donc Camille ?"), by=author)
    response = browsing(moderator).post(address(proposal), answer(proposal, "changes", feedback="Datez l’étape 2."))
    assert (response.status_code, [row["title"] for row in response.context["rows"]]) == (409, ["Title"])
    assert f'action="{address(newer)}"' in response.text
    assert f'name="revision" value="{newer.revision_id}"' in response.text
    assert "Datez l’étape 2.</textarea>" in response.text
    assert browsing(moderator).post(address(newer), answer(newer, "changes", feedback="Datez.")).status_code == 302


def test_an_answered_proposal_is_read_and_not_answered_again(browsing, proposal, moderator, other_moderator):
    ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez.", note="Entre nous")
    page = browsing(other_moderator).get(address(proposal)).text
    assert ("Entre nous" in page, "This proposal is answered." in page, 'id="decision"' in page) == (True, True, False)


def test_readers_see_that_a_kit_is_their_own(browsing, moderator, other_moderator):
    state = submit_kit(begun(moderator), by=moderator)
    page = browsing(moderator).get(address(state)).text
    assert ("This kit is yours." in page, 'id="decision"' in page) == (True, False)
    refused = browsing(moderator).post(address(state), answer(state, "approved"))
    assert "This kit is yours: someone else reads it." in refused.text
    assert KitReviewState.objects.get(pk=state.pk).decision == ""


def test_a_reader_who_corrected_a_kit_reads_and_publishes_their_version(browsing, kit, proposal, moderator):
    mine = rewritten(kit, moderator, title="Corrigé").latest_revision_id
    response = browsing(moderator).get(address(proposal))
    assert (response.context["review"]["is_edited"], response.context["form"]["revision"].value()) == (True, mine)
    browsing(moderator).post(address(proposal), answer(proposal, "approved", revision=mine))
    assert fresh(kit).title == "Corrigé"


# --- Trust ---


def test_hub_staff_trust_a_person_and_stop_and_the_log_says_who(browsing, proposal, author, staff):
    path = reverse("review-trust", args=[proposal.pk])
    assert said(browsing(staff).post(path, follow=True)) == ["Léa may now publish their own kits without a reading."]
    assert list(author.groups.values_list("name", flat=True)) == ["contributor", TRUSTED]
    assert said(browsing(staff).post(path, follow=True)) == [
        "The kits of Léa are read again before they are published."
    ]
    assert list(author.groups.values_list("name", flat=True)) == ["contributor"]
    assert list(ModelLogEntry.objects.order_by("timestamp").values_list("action", "user", "object_id")) == [
        ("outillerie.trust", staff.pk, str(author.pk)), ("outillerie.withdraw_trust", staff.pk, str(author.pk)),
    ]  # fmt: skip


def test_moderators_do_not_give_trust_and_nobody_trusts_themselves(browsing, proposal, moderator, author, staff):
    path = reverse("review-trust", args=[proposal.pk])
    assert [browsing(person).post(path).status_code for person in (moderator, author, None)] == [403, 404, 302]
    own = submit_kit(begun(staff), by=staff)
    assert browsing(staff).post(reverse("review-trust", args=[own.pk])).status_code == 403


# --- The author ---


def test_an_author_follows_answers_and_sends_again(browsing, kit, proposal, author, moderator):
    path = reverse("kit-review", args=[kit.pk])
    assert "Your kit waits for a reading." in browsing(author).get(path).text
    ask_for_changes(proposal, by=moderator, revision_id=proposal.revision_id, feedback="Datez l’étape 2.")
    page = browsing(author).get(path).text
    assert ("Changes are asked for." in page, "Datez l’étape 2." in page, "Gaspard" in page) == (True, True, False)
    sent = browsing(author).post(path, {"message": "C’est daté."}, follow=True)
    assert said(sent) == ["Your kit is sent. Someone reads it, and you are told."]
    newest = KitReviewState.objects.order_by("pk").last()
    assert (newest.message, newest.status) == ("C’est daté.", "in_progress")


def test_an_author_takes_a_proposal_back_from_the_page(browsing, kit, proposal, author):
    path = reverse("kit-withdraw", args=[kit.pk])
    assert said(browsing(author).post(path, follow=True)) == ["Your proposal is taken back. Your draft is kept."]
    assert said(browsing(author).post(path, follow=True)) == ["This kit does not wait for a reading any more."]


def test_a_kit_that_lacks_something_is_not_sent_and_the_message_is_kept(browsing, author):
    kit = begun(author, steps=())
    response = browsing(author).post(reverse("kit-review", args=[kit.pk]), {"message": "Presque fini"})
    assert list(response.context["form"].non_field_errors()) == [
        "Some things are missing in this kit. Complete it, then send it from its last page."
    ]
    assert "Presque fini" in response.text


def test_publication_that_is_refused_is_a_sentence_and_changes_nothing(browsing, kit, proposal, moderator, monkeypatch):
    def forbidden(content):
        raise NotPublishable("Nothing allows this mix.")

    monkeypatch.setattr("outillerie.kits.actions.check_licence", forbidden)
    response = browsing(moderator).post(address(proposal), answer(proposal, "approved", feedback="Oui", note="Vu"))
    assert list(response.context["form"].non_field_errors()) == ["Nothing allows this mix."]
    assert ("Vu" in response.text, KitReviewState.objects.get(pk=proposal.pk).status) == (True, "in_progress")
