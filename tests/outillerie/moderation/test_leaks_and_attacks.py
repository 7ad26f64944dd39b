"""What stays between readers, who may open what, and what a forged request changes: nothing."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from outillerie.moderation.actions import approve, ask_for_changes, refuse, submit_kit
from outillerie.moderation.models import KitReport, KitReviewState
from outillerie.moderation.reports import handle_report, report_kit
from tests import factories
from tests.outillerie.moderation.conftest import begun, fresh, rewritten
from tests.outillerie.moderation.test_reports import form_of
from tests.outillerie.moderation.test_screens import address, answer

pytestmark = pytest.mark.django_db

NOTE = "Cette personne nous a déjà menti, à surveiller"
XSS = [
    line
    for line in Path("tests/data/xss-corpus.txt").read_text(encoding="utf-8").splitlines()
    if line and line[0] != "#"
][:12]


@pytest.fixture
def report(moderator, author, stranger):
    kit = factories.kit(slug="signale")
    type(kit).objects.filter(pk=kit.pk).update(owner=author)
    return report_kit(fresh(kit), reason="errors", details="Là.", reporter=stranger)


# --- Who opens what ---


def codes(browsing, person, paths):
    return {path: browsing(person).get(path).status_code for path in paths}


def test_atk_idor_01_readings_are_for_those_who_read(browsing, proposal, report, author, stranger, moderator):
    paths = [address(proposal), reverse("report-review", args=[report.pk])]
    assert codes(browsing, moderator, paths) == dict.fromkeys(paths, 200)
    assert codes(browsing, author, paths) == codes(browsing, stranger, paths) == dict.fromkeys(paths, 404)
    assert codes(browsing, None, paths) == dict.fromkeys(paths, 302)
    assert codes(browsing, author, ["/relecture/"]) == {"/relecture/": 403}
    assert codes(browsing, None, ["/relecture/"]) == {"/relecture/": 302}


def test_atk_idor_01_what_does_not_exist_answers_as_what_one_may_not_see(browsing, proposal, author, moderator):
    for path in ("/relecture/9999/", "/relecture/signalements/9999/", "/relecture/9999/fichiers/a.pdf"):
        assert [browsing(person).get(path).status_code for person in (author, moderator)] == [404, 404]


def test_atk_idor_01_following_a_reading_is_for_those_who_write_the_kit(
    browsing, kit, proposal, author, stranger, moderator
):
    path, back = reverse("kit-review", args=[kit.pk]), reverse("kit-withdraw", args=[kit.pk])
    assert [browsing(person).get(path).status_code for person in (author, moderator, stranger, None)] == [
        200, 200, 404, 302,
    ]  # fmt: skip
    assert browsing(stranger).post(path, {"message": "Moi aussi"}).status_code == 404
    assert browsing(stranger).post(back).status_code == 404
    assert KitReviewState.objects.get().status == "in_progress"


def test_atk_idor_01_an_outcome_is_for_who_reported(browsing, report, author, stranger, moderator):
    path = reverse("report-outcome", args=[report.pk])
    assert [browsing(person).get(path).status_code for person in (stranger, author, moderator, None)] == [
        200, 404, 404, 302,
    ]  # fmt: skip
    anonymous = report_kit(report.kit, reason="rights", details="Ma photo.")
    assert browsing(stranger).get(reverse("report-outcome", args=[anonymous.pk])).status_code == 404


def test_atk_idor_01_someone_who_no_longer_reads_decides_nothing(browsing, kit, proposal, moderator):
    reader = browsing(moderator)
    moderator.groups.remove(Group.objects.get(name="moderator"))
    assert reader.post(address(proposal), answer(proposal, "approved")).status_code == 404
    assert fresh(kit).live is False


def test_atk_idor_02_a_revision_of_another_kit_is_never_published(browsing, kit, proposal, author, moderator):
    other = rewritten(begun(author, title="Autre"), moderator, title="Autre, corrigé").latest_revision_id
    response = browsing(moderator).post(address(proposal), answer(proposal, "approved", revision=other))
    assert (response.status_code, fresh(kit).live) == (409, False)


# --- Forged requests ---


def test_atk_csrf_01_no_deed_is_done_without_its_token(proposal, kit, report, author, staff):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(staff)
    paths = {
        address(proposal): answer(proposal, "approved"),
        reverse("review-trust", args=[proposal.pk]): {},
        reverse("report-review", args=[report.pk]): {"decision": "unfounded", "outcome": "Non"},
        reverse("kit-review", args=[kit.pk]): {},
        reverse("kit-withdraw", args=[kit.pk]): {},
        reverse("report-kit", args=[report.kit.slug]): form_of(),
    }
    assert [browser.post(path, values).status_code for path, values in paths.items()] == [403] * len(paths)
    assert KitReviewState.objects.get().status == "in_progress"
    assert (KitReport.objects.get().state, fresh(kit).live, author.groups.count()) == ("open", False, 1)


def test_atk_csrf_01_no_deed_is_done_by_reading(browsing, proposal, kit, report, staff):
    reader = browsing(staff)
    for path in (reverse("review-trust", args=[proposal.pk]), reverse("kit-withdraw", args=[kit.pk])):
        assert (reader.get(path).status_code, reader.head(path).status_code) == (405, 405)
    query = f"?decision=approved&revision={proposal.revision_id}"
    assert reader.get(address(proposal) + query).status_code == 200
    assert (KitReviewState.objects.get().status, fresh(kit).live) == ("in_progress", False)


def test_atk_mass_01_who_decides_and_what_is_decided_are_never_taken_from_the_form(
    browsing, kit, proposal, author, moderator
):
    forged = answer(proposal, "changes", feedback="Datez.") | {
        "by": author.pk, "state": "approved", "status": "approved", "finished_by": author.pk, "live": "on",
        "workflow_state": "1", "decision_": "approved", "kit": "1", "message": "Réécrit",
    }  # fmt: skip
    browsing(moderator).post(address(proposal), forged)
    state = KitReviewState.objects.get()
    assert (state.decision, state.status, state.finished_by, state.message, fresh(kit).live) == (
        "changes", "rejected", moderator, proposal.message, False,
    )  # fmt: skip


def test_atk_mass_01_a_report_is_written_by_who_sends_it_and_open(browsing, report, stranger, moderator):
    forged = form_of() | {
        "reporter": moderator.pk, "state": "right", "outcome": "Oui", "handled_by": moderator.pk, "version": 9,
        "kit": 1, "created_at": "2001-01-01",
    }  # fmt: skip
    browsing(None).post(reverse("report-kit", args=["signale"]), forged)
    newest = KitReport.objects.order_by("pk").last()
    assert (newest.reporter, newest.state, newest.outcome, newest.handled_by, newest.version) == (
        None, "open", "", None, 1,
    )  # fmt: skip


def test_atk_mass_01_an_author_sends_nothing_but_a_message(browsing, kit, author, moderator):
    forged = {
        "message": "Bonjour",
        "decision": "approved",
        "note": "Tout va bien",
        "reason": "licence",
        "by": moderator.pk,
    }
    browsing(author).post(reverse("kit-review", args=[kit.pk]), forged)
    state = KitReviewState.objects.get()
    assert (state.message, state.decision, state.note, state.reason, state.workflow_state.requested_by) == (
        "Bonjour", "", "", "", author,
    )  # fmt: skip


def test_atk_xss_01_words_of_authors_readers_and_reporters_are_only_words(
    browsing, author, moderator, stranger, other_moderator
):
    everything = "\n".join(XSS)
    kit = begun(author, title=XSS[0][:200], hook=XSS[1], preparation=everything)
    state = submit_kit(kit, by=author, message=everything)
    ask_for_changes(state, by=moderator, revision_id=state.revision_id, feedback=everything, note=everything)
    again = submit_kit(kit, by=author, message=everything)
    conflict = browsing(other_moderator).post(address(state), answer(state, "changes", feedback=everything)).text
    approve(again, by=moderator, revision_id=again.revision_id)
    report = report_kit(fresh(kit), reason="errors", details=everything, reporter=stranger)
    handle_report(report, by=moderator, is_right=True, outcome=everything, explanation=everything)
    pages = [conflict] + [
        browsing(person).get(path).text
        for person, path in (
            (moderator, address(again)),
            (moderator, reverse("report-review", args=[report.pk])),
            (author, reverse("kit-review", args=[kit.pk])),
            (stranger, reverse("report-outcome", args=[report.pk])),
            (moderator, "/relecture/"),
        )
    ]
    harmless = re.compile(r'<script type="module" src="/static/|<svg[^>]*>\Z')
    for page in pages:
        tags = re.findall(r"<(?:script|iframe|object|embed|base|svg|math|style|form action=.?javascript)[^>]*>", page)
        assert [tag for tag in tags if not harmless.match(tag)] == []
        assert re.findall(r"<[^>]*\son(?:error|load|click|focus|toggle)\s*=", page) == []
        assert (
            re.findall(r"""<[^>]*\s(?:href|src|action)=["']?\s*(?:javascript|data:text|vbscript):""", page, re.I) == []
        )


# --- What must not leave ---


def test_leak_08_a_note_between_readers_reaches_its_author_by_no_road(browsing, kit, author, moderator, staff):
    for deed in ("changes", "refused", "approved"):
        state = submit_kit(kit, by=author)
        words = {"by": moderator, "revision_id": state.revision_id, "feedback": "Voici pourquoi.", "note": NOTE}
        if deed == "changes":
            ask_for_changes(state, **words)
        elif deed == "refused":
            refuse(state, reason="quality", **words)
        else:
            approve(state, **words)
    assert KitReviewState.objects.filter(note=NOTE).count() == 3
    workflow = state.workflow_state_id
    paths = [
        reverse("kit-review", args=[kit.pk]), reverse("notifications"), reverse("writing"), "/kits/", "/relecture/",
        f"/kits/{kit.slug}/", f"/kits/{kit.slug}/v1/kit.json", f"/kits/{kit.slug}/v1/kit.md", address(state),
        f"/admin/pages/{kit.pk}/edit/", f"/admin/pages/{kit.pk}/history/", f"/admin/pages/workflow/status/{kit.pk}/",
        f"/admin/pages/{kit.pk}/workflow_history/", f"/admin/pages/{kit.pk}/workflow_history/detail/{workflow}/",
        "/admin/reports/workflow/", "/admin/reports/workflow/results/?export=csv", "/admin/reports/workflow_tasks/",
        "/admin/reports/site-history/", "/admin/",
    ]  # fmt: skip
    leaks = [path for path in paths if NOTE in body(browsing(author).get(path))]
    assert leaks == []
    assert NOTE in body(browsing(staff).get(address(state))), "the control: those who read do read it"
    assert "Voici pourquoi." in body(browsing(author).get(paths[0])), "the control: the answer does reach its author"


def body(response):
    return b"".join(response).decode("utf-8", "replace")


def test_leak_01_a_proposal_is_not_seen_before_it_is_published(browsing, kit, proposal, stranger):
    paths = [f"/kits/{kit.slug}/", f"/kits/{kit.slug}/v1/", f"/kits/{kit.slug}/signaler/", "/kits/?q=Camille", "/kits/"]
    assert [path for path in paths if "Où est Camille" in browsing(stranger).get(path).text] == []
    assert browsing(None).get(f"/kits/{kit.slug}/signaler/").status_code == 404


def test_leak_01_a_private_kit_is_not_reported_nor_named(browsing, stranger, moderator):
    kit = factories.kit(slug="prive", title="Kit privé")
    restriction = PageViewRestriction.objects.create(page=kit, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get(name="moderator"))
    for path in ("/kits/prive/signaler/", "/kits/prive/signaler/merci/"):
        assert [browsing(person).get(path).status_code for person in (None, stranger, moderator)] == [404, 404, 200]
    assert browsing(stranger).post("/kits/prive/signaler/", form_of()).status_code == 404
    assert KitReport.objects.count() == 0


def test_leak_08_authors_do_not_learn_who_reported_nor_who_decided(browsing, report, author, moderator):
    handle_report(report, by=moderator, is_right=True, outcome="Merci Zoé", explanation="Corrigez l’étape 2.")
    paths = [reverse("kit-review", args=[report.kit.pk]), reverse("notifications")]
    pages = " ".join(browsing(author).get(path).text for path in paths)
    assert [
        name for name in ("Zoé", "zoe@example.org", "Gaspard", "gaspard@example.org", "Merci") if name in pages
    ] == []
    assert "Corrigez l’étape 2." in pages


def test_leak_09_no_address_is_written_on_the_screens_of_readers(browsing, kit, proposal, report, moderator):
    report_kit(report.kit, reason="rights", details="Ma photo.", email="photographe@example.org")
    anonymous = KitReport.objects.order_by("pk").last()
    paths = [
        "/relecture/",
        address(proposal),
        *(reverse("report-review", args=[pk]) for pk in (report.pk, anonymous.pk)),
    ]
    pages = " ".join(browsing(moderator).get(path).text for path in paths)
    assert re.findall(r"[\w.]+@example\.org", pages) == []
    assert "Someone without an account, who waits for an answer" in pages


def test_pages_of_readers_and_authors_are_kept_by_no_cache(browsing, kit, proposal, moderator, author):
    for person, path in (
        (moderator, "/relecture/"),
        (moderator, address(proposal)),
        (author, reverse("kit-review", args=[kit.pk])),
    ):
        assert browsing(person).get(path)["Cache-Control"] == "private, no-store"
