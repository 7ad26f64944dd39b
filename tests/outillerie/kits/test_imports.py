from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from outillerie.kits.exports import archive_of
from outillerie.kits.models import KitPage
from tests import factories

pytestmark = pytest.mark.django_db
REAL = Path("fixtures/demo/imported")


def run(*args):
    out = StringIO()
    call_command("import_kits", *map(str, args), stdout=out)
    return out.getvalue().splitlines()


def png(size=(40, 30)):
    buffer = BytesIO()
    Image.new("RGB", size, "navy").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_dry_run_changes_nothing(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: Un\nlicence: CC BY-SA 4.0\n---\nTexte.")
    assert run(tmp_path, "--dry-run")[-1].startswith("1 ")
    assert KitPage.objects.count() == 0


def test_importing_twice_changes_nothing(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: Un\nlicence: CC BY-SA 4.0\n---\n\n## Étape 1\n\nTexte.")
    run(tmp_path)
    before = list(KitPage.objects.values())
    assert [line.split("  ")[1] for line in run(tmp_path)[:1]] == [f"{tmp_path.name}/a.md"]
    assert list(KitPage.objects.values()) == before
    assert KitPage.objects.get().versions.count() == 1


def test_a_changed_sheet_becomes_the_next_version(tmp_path):
    sheet = tmp_path / "a.md"
    sheet.write_text("---\ntitle: Un\nlicence: CC BY-SA 4.0\n---\nTexte.")
    run(tmp_path)
    sheet.write_text("---\ntitle: Un, corrigé\nlicence: CC BY-SA 4.0\n---\nTexte.")
    run(tmp_path)
    kit = KitPage.objects.get()
    assert list(kit.versions.values_list("number", "title")) == [(2, "Un, corrigé"), (1, "Un")]


def test_what_people_edited_here_is_kept(tmp_path):
    sheet = tmp_path / "a.md"
    sheet.write_text("---\ntitle: Un\nlicence: CC BY-SA 4.0\n---\nTexte.")
    run(tmp_path)
    factories.publish(KitPage.objects.get(), hook="Écrit ici.")
    sheet.write_text("---\ntitle: Un, corrigé\nlicence: CC BY-SA 4.0\n---\nTexte.")
    run(tmp_path)
    assert KitPage.objects.get().title == "Un"
    run(tmp_path, "--overwrite")
    assert KitPage.objects.get().title == "Un, corrigé"


def test_a_sheet_without_a_licence_waits_as_a_draft(tmp_path):
    (tmp_path / "a.md").write_text("# Un atelier\n\nTexte.")
    run(tmp_path)
    kit = KitPage.objects.get()
    assert (kit.live, kit.versions.count()) == (False, 0)


def test_a_malformed_sheet_does_not_stop_the_others(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\x00\x01\x02 binary \xff\xfe" * 50)
    (tmp_path / "b.zip").write_bytes(b"PK not a zip")
    (tmp_path / "c.md").write_text("---\ntitle: Sain\nlicence: CC BY 4.0\n---\nTexte.")
    run(tmp_path)
    assert list(KitPage.objects.values_list("title", flat=True)) == ["Sain"]


def test_what_is_exported_imports_back_equal(tmp_path):
    picture = tmp_path / "in" / "images"
    picture.mkdir(parents=True)
    (picture / "plan.png").write_bytes(png())
    (tmp_path / "in" / "a.md").write_text(
        "---\ntitle: Avec image\nlicence: CC BY-SA 4.0\n---\n\n## Étape 1 : regarder\n\n![Un plan](images/plan.png)\n"
    )
    run(tmp_path / "in")
    kit = KitPage.objects.get()
    first = kit.versions.get()
    assert [row.name for row in first.content.pictures] == ["plan.webp"]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "copie.zip").write_bytes(archive_of(first, extras={}))
    run(tmp_path / "out")
    copy = KitPage.objects.exclude(pk=kit.pk).get().versions.get()
    assert copy.content == first.content
    assert copy.sha256 == first.sha256


def test_the_real_sheets_are_all_imported():
    lines = run(REAL)
    assert KitPage.objects.filter(live=True).count() == 18, "\n".join(lines)
    assert run(REAL)[-1].startswith("18 ")
