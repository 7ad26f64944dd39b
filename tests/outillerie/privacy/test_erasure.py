"""Leaving: nothing of a person stays but what they chose to sign (GDPR-05), on every database."""

import logging
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import translation

from outillerie.accounts.models import Membership, User
from outillerie.collections.models import KitCollection
from outillerie.kits.formats.content import Credit as Signature
from outillerie.kits.models import KitPage, KitPrint, KitVersion
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import AlreadyErased, Credit, LastAdministrator, erase
from tests import factories
from tests.outillerie.privacy.lives import EMAIL, FIRST, LAST, NAME, OTHER_EMAIL, places_that_say

pytestmark = pytest.mark.django_db


def work_everything():
    """Do what waits, as the worker does."""
    for message_id in list(OutboxMessage.objects.filter(state="waiting").values_list("pk", flat=True)):
        handle(message_id)


def leave(life, media, capture, **how):
    """Let Léonie leave, then everything that waits happen. Return where she is still named."""
    work_everything()
    with capture(execute=True):
        erase(life.leonie, **how)
    work_everything()
    return places_that_say(LAST, EMAIL, OTHER_EMAIL, "leonie", media=media)


@pytest.fixture
def media(settings):
    return Path(settings.MEDIA_ROOT)


def test_the_check_itself_finds_her_before(life, media):
    work_everything()
    found = places_that_say(LAST, EMAIL, media=media)
    expected = {
        "table accounts_user",
        "table account_emailaddress",
        "table outillerie_kitversion",
        "table mail, opened",
    }
    assert expected - {*found} == set()


@pytest.mark.parametrize(("credit", "name"), [(Credit.NONE, ""), (Credit.NAMED, "Une lectrice")])
def test_gdpr_05_nothing_of_her_is_left(life, media, caplog, django_capture_on_commit_callbacks, credit, name):
    caplog.set_level(logging.DEBUG)
    assert leave(life, media, django_capture_on_commit_callbacks, credit=credit, name=name) == []
    assert [word for word in (NAME, EMAIL) if word in caplog.text] == []


def test_what_she_signed_stays_signed_as_it_was(life, media, django_capture_on_commit_callbacks):
    found = leave(life, media, django_capture_on_commit_callbacks, credit=Credit.SHOWN)
    assert places_that_say(EMAIL, OTHER_EMAIL, media=media) == []
    assert {place for place in found if not place.startswith("file prints/")} <= {
        "table accounts_user", "table outillerie_hubdocument", "table outillerie_hubimage", "table outillerie_kitcredit",
        "table outillerie_kitpage", "table outillerie_kitsource", "table outillerie_kitstep",
        "table outillerie_kitversion", "table wagtailcore_revision", "table wagtailsearch_indexentry",
        "table wagtailsearch_indexentry_fts",
    }  # fmt: skip
    left = User.objects.get(pk=life.leonie.pk)
    assert (left.shown_name(), left.get_full_name(), left.is_active, left.email.endswith(".invalid")) == (
        NAME,
        "",
        False,
        True,
    )
    assert KitVersion.objects.get(kit=life.kit, number=1).content.credits[0].name == NAME


def test_the_chosen_name_signs_the_kits_and_what_others_made_of_them(life, media, django_capture_on_commit_callbacks):
    first = KitVersion.objects.get(kit=life.kit, number=1)
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.NAMED, name="Une lectrice")
    after = KitVersion.objects.get(pk=first.pk)
    assert [(credit.name, credit.url) for credit in after.content.credits] == [
        ("Une lectrice", ""), ("Élise Vasseur", ""), ("Une lectrice", ""),
    ]  # fmt: skip
    assert (after.content.steps[0].author, after.content.steps[0].facilitator) == (
        "Une lectrice",
        "Écrit par Une lectrice.",
    )
    assert (after.content.files[0].author, after.content.pictures[0].author) == ("Une lectrice", "Une lectrice")
    adapted = life.adaptation.versions.get().content
    assert adapted.sources[0].authors == ("Une lectrice", "Élise Vasseur")
    assert User.objects.get(pk=life.leonie.pk).shown_name() == "Une lectrice"
    kit = KitPage.objects.get(pk=life.kit.pk)
    assert [row.name for row in kit.credits.all()] == ["Une lectrice", "Élise Vasseur", "Une lectrice"]
    assert kit.versions.first().notes == "Corrigé par Une lectrice"


def test_a_redacted_version_keeps_what_it_was_published_with_but_the_names(
    life, media, django_capture_on_commit_callbacks
):
    before = KitVersion.objects.get(kit=life.kit, number=1)
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.NONE)
    after = KitVersion.objects.get(pk=before.pk)
    facts = ("number", "licence", "sha256", "published_at", "kit_id")
    assert [getattr(after, name) for name in facts] == [getattr(before, name) for name in facts]
    with translation.override("fr"):
        assert after.content.credits[0].name == translation.gettext("A member of the network")
    assert after.content.files[0].sha256 == before.content.files[0].sha256
    assert after.redaction.sha256 not in ("", after.sha256)
    with pytest.raises(Exception, match="never changes"), transaction.atomic():
        KitVersion.objects.filter(pk=before.pk).update(title="Autre")


def test_prints_that_named_her_are_made_again(life, media, django_capture_on_commit_callbacks):
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.NONE)
    assert (KitPrint.objects.count(), list(media.glob("prints/**/*.pdf"))) == (0, [])


def test_a_namesake_in_a_kit_that_is_not_hers_keeps_their_name(life, media, django_capture_on_commit_callbacks):
    namesake = factories.kit(title="Un autre kit", credits=(Signature(name=NAME),))
    with django_capture_on_commit_callbacks(execute=True):
        erase(life.leonie, credit=Credit.NONE)
    assert [credit.name for credit in namesake.versions.get().content.credits] == [NAME]


def test_drafts_go_with_their_files_unless_an_organisation_shares_them(life, media, django_capture_on_commit_callbacks):
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.SHOWN)
    left = KitPage.objects.order_by("pk").values_list("title", "owner__email")
    assert list(left) == [
        ("Trier ses photos", None), ("Trier ses photos en famille", "ines@example.org"), ("Brouillon commun", None),
    ]  # fmt: skip
    kit = KitPage.objects.get(pk=life.kit.pk)
    assert (kit.has_unpublished_changes, kit.latest_revision_id == kit.live_revision_id) == (False, True)
    assert kit.get_latest_revision_as_object().hook == life.kit.hook
    assert len(list(media.glob("documents/*"))) == 1


def test_a_kit_that_lost_its_author_can_be_published_again(life, media, django_capture_on_commit_callbacks):
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.NONE)
    again = factories.publish(KitPage.objects.get(pk=life.kit.pk), by=life.ines, title="Trier ses photos, suite")
    assert again.versions.first().title == "Trier ses photos, suite"


def test_teams_and_collections_pass_to_the_next_person(life, media, django_capture_on_commit_callbacks):
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.SHOWN)
    assert list(Membership.objects.values_list("person__email", "role")) == [("ines@example.org", "manager")]
    owners = KitCollection.objects.order_by("slug").values_list("slug", "owner")
    leonie, ines = life.leonie.pk, life.ines.pk
    assert list(owners) == [("commune", ines), ("ines", ines), ("publique", leonie)]


def test_who_leaves_without_a_trace_is_no_row_at_all(outbox):
    tom = factories.person("tom@example.org", first_name="Tom")
    erase(tom, credit=Credit.SHOWN)
    assert not User.objects.filter(pk=tom.pk).exists()


def test_the_address_is_free_again(life, media, django_capture_on_commit_callbacks):
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.SHOWN)
    assert factories.person(EMAIL).pk != life.leonie.pk


def test_atk_ses_02_every_session_ends_with_the_account(outbox):
    tom = factories.person("tom@example.org")
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(tom)
    other = Client()
    other.force_login(factories.person("ines@example.org"))
    erase(tom, credit=Credit.SHOWN)
    assert [browser.get("/compte/adresses/").status_code for browser in (*browsers, other)] == [302, 302, 200]


def test_the_last_mail_says_so_and_is_then_forgotten(life, media, outbox, django_capture_on_commit_callbacks):
    leave(life, media, django_capture_on_commit_callbacks, credit=Credit.NONE)
    last = sorted(outbox.iterdir(), key=lambda path: path.stat().st_mtime_ns)[-1].read_text()
    assert (f"To: {EMAIL}" in last, OutboxMessage.objects.filter(payload__has_key="raw").count()) == (True, 0)


def test_leaving_twice_is_leaving_once(life):
    erase(life.leonie, credit=Credit.NONE)
    with pytest.raises(AlreadyErased):
        erase(life.leonie, credit=Credit.NONE)


@pytest.mark.parametrize("rights", [{"is_superuser": True}, {"group": "administrator"}])
def test_the_last_administrator_stays(outbox, rights):
    User.objects.filter(is_superuser=True).update(is_superuser=False)
    odile = factories.person("odile@example.org", **rights)
    with pytest.raises(LastAdministrator):
        erase(odile, credit=Credit.SHOWN)
    assert User.objects.filter(email="odile@example.org", is_active=True).exists()
    factories.person("wen@example.org").groups.add(Group.objects.get(name="administrator"))
    erase(odile, credit=Credit.SHOWN)
    assert not User.objects.filter(email="odile@example.org").exists()


def test_a_frozen_administrator_does_not_count_as_another(outbox):
    odile = factories.person("odile@example.org", is_superuser=True)
    factories.person("wen@example.org", is_superuser=True, is_active=False)
    with pytest.raises(LastAdministrator):
        erase(odile, credit=Credit.SHOWN)


def test_an_erasure_that_fails_half_way_erases_nothing(life, monkeypatch):
    monkeypatch.setattr("outillerie.privacy.actions.close_account", lambda *_args, **_how: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        erase(life.leonie, credit=Credit.NONE)
    assert User.objects.get(pk=life.leonie.pk).first_name == FIRST
    assert life.kit.versions.first().content.credits[0].name == NAME
