"""The archive: the bytes of the site in files, written whole or not at all, and nothing of what is hidden."""

import hashlib
import json
import os
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from badges.awarding.actions import revoke
from badges.awarding.models import Credential, CredentialDocument
from badges.endorsing.actions import endorse
from badges.hosting import archive_files
from badges.hosting.archive_servers import server_files
from badges.hosting.archiving import NotOurFolder, write_archive
from badges.openbadges import status_list
from tests.badges import factories
from tests.badges.hosting.conftest import SITE, given


def archive(tmp_path):
    return write_archive(tmp_path / "archive").site


def shown(credential):
    Credential.objects.filter(pk=credential.pk).update(visibility="public")


def test_each_file_for_machines_is_what_its_address_answers(client, credential, tmp_path):
    revoked = given(credential.version, "bob@example.org")
    revoke(revoked, by=None, reason="Erreur.")
    folder = archive(tmp_path)
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    machines = {path: content for path, content in files.items() if re.match(r"openbadges/.*(?<!index\.html)$", path)}
    assert {path: client.get(f"/{path}").content for path in machines} == machines
    # Two badges in six forms, an image in two, four of the issuer, two keys twice, the badge in four, a list twice.
    assert len(machines) == 12 + 2 + 4 + 4 + 4 + 2


def test_the_manifest_gives_the_fingerprint_of_every_file(credential, tmp_path):
    folder = archive(tmp_path).parent
    manifest = json.loads((folder / "manifest.json").read_bytes())
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del files["manifest.json"]
    assert manifest["files"] == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in sorted(files.items())
    }
    assert (manifest["format"], manifest["site"]) == ("outillerie-badge-archive/1", SITE)


def test_only_the_badges_that_are_shown_have_a_page_and_no_address_is_anywhere(credential, tmp_path):
    public = given(credential.version, "bob@example.org", name="Bob Public")
    from tests.factories import person

    Credential.objects.filter(pk=public.pk).update(holder=person("bob@example.org"))
    shown(public)
    folder = archive(tmp_path)
    assert sorted(path.name for path in (folder / "badge").iterdir()) == sorted([str(public.uuid), "index.html"])
    everything = b"".join(path.read_bytes() for path in folder.parent.rglob("*") if path.is_file())
    assert b"Bob Public" in everything
    for secret in (b"ada@example.org", b"bob@example.org", b"Ada L.", credential.code.encode(), public.code.encode()):
        assert secret not in everything


def test_what_is_hidden_is_named_nowhere_on_the_site_of_the_archive(credential, tmp_path):
    folder = archive(tmp_path)
    hidden = str(credential.uuid).encode()
    naming = [path for path in folder.rglob("*") if path.is_file() and hidden in path.read_bytes()]
    own = [path for path in naming if path.stem == str(credential.uuid)]
    assert naming == own
    for name in ("openbadges/credentials", "openbadges/assertions", "openbadges/endorsements", "badge"):
        assert (folder / name / "index.html").is_file()


def test_the_page_of_a_badge_says_how_it_was_obtained_and_what_organisations_say_of_it(credential, tmp_path):
    shown(credential)
    partner = factories.issuer("partenaire", name="La Fabrique")
    endorse(endorser=partner, comment="Nous l’avons vue faire.", by=None, credential=credential)
    endorse(endorser=partner, comment="Nous le demandons.", by=None, achievement=credential.version.achievement)
    folder = archive(tmp_path)
    given_page = (folder / f"badge/{credential.uuid}/index.html").read_text(encoding="utf-8")
    badge_page = (folder / "badges/accueillir/index.html").read_text(encoding="utf-8")
    for words in (
        "Trois séances animées.",
        "Nous l’avons vue faire.",
        "La Fabrique",
        credential.version.content.abilities[0],
    ):
        assert words in given_page
    assert ("Nous le demandons." in badge_page, "Nous l’avons vue faire." in badge_page) == (True, False)


def test_every_link_of_every_page_leads_to_a_file(credential, tmp_path):
    shown(credential)
    folder = archive(tmp_path)
    pages = list(folder.rglob("*.html"))
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r'(?:href|src)="([^"#]+)"', page.read_text(encoding="utf-8"))
    ]
    assert len(pages) == 10 and len(links) > 30
    assert [(str(page), link) for page, link in links if not (page.parent / link).resolve().is_file()] == []
    assert [page for page in pages if "<script" in page.read_text(encoding="utf-8")] == []


def test_PERM_06_status_lists_do_not_expire_and_are_signed_last(credential, tmp_path, monkeypatch):
    late = given(credential.version, "late@example.org")
    written = archive_files.endorsement_files

    def and_meanwhile():
        revoke(late, by=None, reason="Pendant l’écriture.")
        return written()

    monkeypatch.setattr("badges.hosting.archiving.PARTS", (archive_files.credential_files, and_meanwhile))
    folder = archive(tmp_path)
    document = json.loads((folder / "openbadges/status/hub-1.json").read_bytes())
    bits = status_list.decoded(document["credentialSubject"]["encodedList"])
    assert "validUntil" not in document
    assert status_list.is_set(bits, late.status_index) is True
    body = json.loads((folder / f"openbadges/assertions/{late.uuid}.json").read_bytes())
    assert (body["revoked"], body["revocationReason"]) == (True, "Pendant l’écriture.")


def test_PERM_07_a_server_that_cannot_send_410_still_says_revoked(credential, tmp_path):
    revoke(credential, by=None, reason="Erreur.")
    folder = archive(tmp_path)
    for name in ("json", "jws"):
        assert json.loads((folder / f"openbadges/assertions/{credential.uuid}.{name}").read_bytes())["revoked"] is True
    for server in ("nginx.conf", "apache.conf", "Caddyfile"):
        text = (folder.parent / "servers" / server).read_text()
        assert str(credential.uuid) in text and "410" in text and "Access-Control-Allow-Origin" in text


def test_PERM_07_without_anything_gone_the_settings_of_servers_stand():
    files = server_files(SITE, [])
    assert sorted(files) == ["servers/Caddyfile", "servers/apache.conf", "servers/nginx.conf"]
    assert "error @gone" not in files["servers/Caddyfile"]


def test_what_was_erased_leaves_nothing_but_that_it_was(credential, tmp_path):
    Credential.objects.filter(pk=credential.pk).update(state="erased", holder=None, name="", email="")
    CredentialDocument.objects.filter(credential=credential).delete()
    folder = archive(tmp_path)
    document = json.loads((folder / f"openbadges/credentials/{credential.uuid}.json").read_bytes())
    assert document == {
        "id": f"{SITE}/openbadges/credentials/{credential.uuid}.json",
        "type": "OpenBadgeCredential",
        "erased": True,
    }
    assert not (folder / f"openbadges/credentials/{credential.uuid}.png").exists()


def test_a_folder_with_something_else_is_left_alone(credential, tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"photo")
    with pytest.raises(NotOurFolder, match=r"photos"):
        write_archive(tmp_path / "photos")
    with pytest.raises(CommandError):
        call_command("archive_badges", str(tmp_path / "photos"))
    assert [path.name for path in tmp_path.iterdir()] == ["photos"]


def test_a_former_archive_is_replaced_and_one_that_fails_leaves_it(credential, tmp_path, monkeypatch):
    first = archive(tmp_path).parent
    given(credential.version, "bob@example.org")
    call_command("archive_badges", str(first), verbosity=0)
    assert len(list((first / "site/openbadges/assertions").glob("*.json"))) == 2
    kept = (first / "manifest.json").read_bytes()

    def broken():
        raise OSError("no space left")
        yield

    monkeypatch.setattr("badges.hosting.archiving.PARTS", (archive_files.image_files, broken))
    with pytest.raises(OSError, match="no space left"):
        write_archive(first)
    assert (first / "manifest.json").read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_an_archive_that_cannot_take_the_place_of_the_former_one_leaves_it_there(credential, tmp_path, monkeypatch):
    former = archive(tmp_path).parent
    kept = (former / "manifest.json").read_bytes()
    rename = Path.rename

    def refused_when_it_is_made(path, target):
        if path.name.startswith(".archive.") and not path.name.endswith(".former"):
            raise OSError("another program is in the way")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refused_when_it_is_made)
    with pytest.raises(OSError, match="in the way"):
        write_archive(former)
    assert (former / "manifest.json").read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_what_a_killed_run_left_is_removed_the_day_after_and_nothing_else(credential, tmp_path):
    names = [
        ".archive.0a1b2c3d",
        ".archive.0a1b2c3d.former",
        ".archive.backup",
        "archive.0a1b2c3d",
        ".archive.ffffffff",
    ]
    for name in names:
        (tmp_path / name / "site").mkdir(parents=True)
        os.utime(tmp_path / name, (0, 0))
    os.utime(tmp_path / ".archive.ffffffff")
    archive(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".archive.backup", ".archive.ffffffff", "archive", "archive.0a1b2c3d",
    ]  # fmt: skip


def test_without_the_secret_the_lists_are_those_signed_last(credential, tmp_path, monkeypatch, capsys):
    from badges.issuing.permanence import MayNotSign

    def refuse(issuer):
        raise MayNotSign("not here")

    monkeypatch.setattr("badges.hosting.archive_files.sign_lists", refuse)
    call_command("archive_badges", str(tmp_path / "archive"), verbosity=0)
    signed = credential.status_list
    assert (tmp_path / "archive/site/openbadges/status/hub-1.json").read_bytes() == bytes(signed.document)
    assert "not here" in capsys.readouterr().err
