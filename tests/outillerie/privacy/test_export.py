"""Taking everything away: what the ZIP says is what the database says (GDPR-04), and only its person has it."""

import json
import tracemalloc
import zipfile
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from outillerie.accounts.models import Invitation, Organisation, TermsAcceptance
from outillerie.accounts.personal_data import holdings, in_reading_order
from outillerie.kits.exports import content_of
from outillerie.kits.formats import archive
from outillerie.kits.models import HubDocument
from outillerie.outbox.actions import handle
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import request_export
from outillerie.privacy.exports import prepare_export
from outillerie.privacy.models import DataAccess, DataExport
from outillerie.privacy.queries import newest_export
from outillerie.writing.actions import begin_kit
from tests import factories
from tests.outillerie.privacy.lives import EMAIL, NAME, OTHER_EMAIL

pytestmark = pytest.mark.django_db


def prepared(person) -> DataExport:
    export = newest_export(person) or request_export(person)
    prepare_export({"export": export.pk})
    export.refresh_from_db()
    return export


def unzipped(export) -> zipfile.ZipFile:
    with export.file.open("rb") as opened:
        return zipfile.ZipFile(BytesIO(opened.read()))


@pytest.fixture
def taken(life):
    return unzipped(prepared(life.leonie))


def sections_of(taken):
    return json.loads(taken.read("donnees.json"))["sections"]


def test_gdpr_04_the_account_is_what_the_database_says(life, taken):
    leonie = life.leonie
    [account] = sections_of(taken)["account"]
    assert account == {
        "email": EMAIL,
        "first_name": "Léonie",
        "last_name": "Vandevoorde",
        "date_joined": leonie.date_joined.isoformat(),
        "last_login": None,
        "last_active_on": leonie.last_active_on and leonie.last_active_on.isoformat(),
        "idle_warned_on": None,
        "groups": ["contributor"],
        "user_permissions": [],
        "is_active": True,
        "is_staff": False,
        "is_superuser": False,
    }
    [profile] = sections_of(taken)["profile"]
    assert profile == {
        "is_public": True,
        "public_name": NAME,
        "slug": "leonie-vandevoorde",
        "role": "Médiatrice",
        "place": "Roubaix",
        "biography": f"{NAME} anime des ateliers.",
    }


def test_gdpr_04_what_she_wrote_is_what_the_database_says(life, taken):
    sections = sections_of(taken)
    [report] = sections["field_reports"]
    assert (report["kit"], report["held_on"], report["worked"], report["recommendation"]) == (
        life.adaptation.title, "2026-05-06", "Tout.", 4,
    )  # fmt: skip
    assert [row["answer"] for row in sections["field_report_answers"]] == ["Merci"]
    assert [row["title"] for row in sections["collections"]] == ["publique", "privee", "commune"]
    assert [(row["organisation"], row["role"], row["state"]) for row in sections["memberships"]] == [
        ("Le Moulin", "manager", "active")
    ]
    assert [(row["email"], row["verified"]) for row in sections["email_addresses"]] == [
        (EMAIL, True),
        (OTHER_EMAIL, False),
    ]
    [accepted] = sections["terms_acceptances"]
    assert accepted["accepted_at"] == TermsAcceptance.objects.get(person=life.leonie).accepted_at.isoformat()
    assert [(row["kind"], row["mail"]) for row in sections["notification_preferences"]] == [("field-report", "never")]
    assert [row["kind"] for row in sections["notifications"]][-1] == "field-report"


def test_every_section_that_the_registry_promises_is_there(taken):
    assert list(sections_of(taken)) == [holding.section for holding in in_reading_order() if holding.section]


def test_every_row_of_every_section_is_hers(life, taken):
    counts = {name: len(rows) for name, rows in sections_of(taken).items()}
    expected = {holding.section: holding.rows(life.leonie).count() for holding in holdings() if holding.section}
    assert counts == expected
    empty = [name for name, count in counts.items() if not count]
    assert {"account", "kits", "field_reports", "revisions", "page_log", "account_log", "comments"} & {*empty} == set()


def test_the_kits_are_whole_and_import_back_equal(life, taken):
    names = [name for name in taken.namelist() if name.startswith("kits/")]
    kit = life.kit.slug
    assert names == [
        f"kits/{kit}/v1.zip", f"kits/{kit}/v2.zip", f"kits/{kit}/brouillon.zip",
        "kits/brouillon-secret/brouillon.zip", "kits/brouillon-commun/brouillon.zip",
    ]  # fmt: skip
    published = archive.read_archive(BytesIO(taken.read(f"kits/{kit}/v1.zip"))).content
    assert published == life.kit.versions.get(number=1).content
    draft = archive.read_archive(BytesIO(taken.read(f"kits/{kit}/brouillon.zip")))
    assert draft.content == content_of(life.kit.get_latest_revision_as_object())
    assert {len(data) for data in draft.blobs.values()} == {5, draft.content.pictures[0].size}


def test_files_and_pictures_are_there_whole(life, taken):
    documents = HubDocument.objects.filter(uploaded_by_user=life.leonie).order_by("pk")
    found = [taken.read(name) for name in taken.namelist() if name.startswith("documents/")]
    assert found == [document.file.read() for document in documents]


def test_nothing_of_somebody_else_is_in_it(life):
    """Inès works with her: her address, and what she writes for herself, are hers."""
    begin_kit(factories.content(title="Carnet secret"), by=life.ines)
    Invitation.objects.create(organisation=Organisation.objects.create(name="Ailleurs"), email="zoe@example.org")
    taken = unzipped(prepared(life.leonie))
    everything = b"".join(taken.read(name) for name in taken.namelist() if not name.endswith(".zip")).decode()
    others = ("ines@example.org", "tom@example.org", "zoe@example.org", "Carnet secret", "Ailleurs")
    assert [word for word in others if word in everything] == []
    assert [name for name in taken.namelist() if "carnet" in name] == []


class Checked(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.links, self.faults = [], [], []

    def handle_starttag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in {"href", "src"}]
        if tag not in {"meta", "link", "br", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_the_page_reads_without_the_internet(taken):
    page = Checked()
    page.feed(taken.read("lisez-moi.html").decode())
    assert (page.faults, page.open) == ([], [])
    assert [link for link in page.links if link not in taken.namelist()] == []
    assert NAME in taken.read("lisez-moi.html").decode()
    assert b"--color-text" in taken.read("style.css")


def test_a_hostile_name_is_text_in_the_page(outbox):
    tom = factories.person("tom@example.org", first_name="<script>alert(1)</script>")
    page = unzipped(prepared(tom)).read("lisez-moi.html").decode()
    assert ("<script" in page, "&lt;script&gt;" in page) == (False, True)


def test_a_file_that_the_storage_lost_does_not_keep_the_rest(life):
    document = HubDocument.objects.filter(uploaded_by_user=life.leonie).first()
    document.file.storage.delete(document.file.name)
    found = unzipped(prepared(life.leonie))
    assert [name for name in found.namelist() if name.startswith(f"documents/{document.pk}-")] == []
    assert f"documents/{document.pk}-" in found.read("lisez-moi.html").decode()


def test_memory_holds_one_file_and_never_the_whole(outbox):
    tom = factories.person("tom@example.org")
    for number in range(6):
        data = ContentFile(bytes([number]) * 8_000_000, f"{number}.txt")
        HubDocument.objects.create(title=str(number), file=data, uploaded_by_user=tom)
    export = request_export(tom)
    tracemalloc.start()
    prepare_export({"export": export.pk})
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12_000_000


# --- asking, being told, fetching ---


def test_one_export_is_prepared_at_a_time(outbox):
    tom = factories.person("tom@example.org")
    assert request_export(tom) == request_export(tom)
    assert OutboxMessage.objects.filter(kind="data-export").count() == 1


def test_a_new_export_replaces_the_one_before(outbox):
    tom = factories.person("tom@example.org")
    first = prepared(tom)
    second = request_export(tom)
    for message in OutboxMessage.objects.filter(state="waiting"):
        handle(message.pk)
    assert list(DataExport.objects.values_list("pk", "state")) == [(second.pk, "ready")]
    assert not first.file.storage.exists(first.file.name)


def test_preparing_again_after_a_crash_leaves_one_file(outbox):
    tom = factories.person("tom@example.org")
    export = request_export(tom)
    prepare_export({"export": export.pk})
    prepare_export({"export": export.pk})
    assert OutboxMessage.objects.filter(kind="mail").count() == 1


def test_two_workers_who_prepare_it_at_once_leave_one_file_and_one_mail(outbox, monkeypatch, settings):
    tom = factories.person("tom@example.org")
    export = request_export(tom)
    once = [True]

    def write(person, opened):
        opened.write(b"x")
        if once.pop():
            once.append(False)
            prepare_export({"export": export.pk})

    monkeypatch.setattr("outillerie.privacy.exports.write_export", write)
    prepare_export({"export": export.pk})
    assert len(list(Path(settings.MEDIA_ROOT).glob("exports/**/*.zip"))) == 1
    assert OutboxMessage.objects.filter(kind="mail").count() == 1


def test_who_left_meanwhile_leaves_no_file(outbox, monkeypatch, settings):
    tom = factories.person("tom@example.org")
    export = request_export(tom)
    write = "outillerie.privacy.exports.write_export"
    monkeypatch.setattr(write, lambda person, opened: (opened.write(b"x"), DataExport.objects.all().delete()))
    prepare_export({"export": export.pk})
    assert list(Path(settings.MEDIA_ROOT).glob("exports/**/*.zip")) == []


def test_the_person_is_told_by_mail(outbox):
    tom = factories.person("tom@example.org")
    prepared(tom)
    [message] = OutboxMessage.objects.filter(kind="mail")
    assert message.payload["to"] == ["tom@example.org"]


def test_its_person_fetches_it_and_that_is_kept(client, life):
    export = prepared(life.leonie)
    client.force_login(life.leonie)
    answer = client.get(reverse("data-export", args=[export.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    access = DataAccess.objects.get()
    assert (access.what, access.person, access.accessed_by) == ("export", life.leonie, life.leonie)


@pytest.mark.parametrize("group", ["", "moderator", "administrator"])
def test_atk_idor_01_nobody_else_fetches_it_not_even_an_administrator(client, life, group):
    export = prepared(life.leonie)
    client.force_login(factories.person("eve@example.org", group=group, is_superuser=group == "administrator"))
    assert client.get(reverse("data-export", args=[export.pk])).status_code == 404
    assert DataAccess.objects.count() == 0


def test_leak_01_an_export_has_no_other_address(client, life):
    export = prepared(life.leonie)
    client.force_login(life.leonie)
    assert [client.get(f"/{folder}/{export.file.name}").status_code for folder in ("media", "documents")] == [404, 404]


def test_who_is_not_signed_in_is_asked_to(client, life):
    answers = [client.get(reverse(name)) for name in ("my-data", "erase-account")]
    answers.append(client.get(reverse("data-export", args=[prepared(life.leonie).pk])))
    assert [answer.url.startswith(reverse("account_login")) for answer in answers] == [True] * 3


def test_an_export_that_is_not_ready_is_not_given(client, outbox):
    tom = factories.person("tom@example.org")
    export = request_export(tom)
    client.force_login(tom)
    assert client.get(reverse("data-export", args=[export.pk])).status_code == 404
    assert client.get(reverse("my-data"))["Refresh"] == "10"


def test_asking_is_bounded(client, outbox):
    client.force_login(factories.person("tom@example.org"))
    assert [client.post(reverse("my-data")).status_code for _ in range(6)] == [302] * 5 + [429]
