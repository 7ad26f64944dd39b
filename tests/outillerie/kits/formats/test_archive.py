"""A kit leaves in one archive and comes back; an archive that lies is refused, and nothing is written."""

import dataclasses
import hashlib
import io
import shutil
import stat
import struct
import subprocess
import warnings
import zipfile
from pathlib import Path

import pytest

from outillerie.kits.formats import archive, blobs, kit_json, sources
from outillerie.kits.formats.content import File, KitContent, Picture
from outillerie.kits.formats.dialects.imported import Loss
from outillerie.kits.formats.kit_json import Publication
from outillerie.kits.formats.names import is_safe_name
from outillerie.kits.formats.refusals import FormatRefused

BY_HAND = Path(__file__).parents[3] / "data" / "kits" / "mots-de-passe"
SHEET = "---\ntitre: Atelier\n---\n"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


PDF, PLAN = b"%PDF-1.7 fiche", b"RIFFxxxxWEBP"
KIT = KitContent(
    title="Mots de passe",
    files=(
        File(
            name="fiche à plier.pdf",
            title="Fiche",
            media_type="application/pdf",
            size=len(PDF),
            sha256=sha256(PDF),
        ),
    ),
    pictures=(
        Picture(
            name="plan.webp",
            alt="Plan",
            media_type="image/webp",
            size=len(PLAN),
            sha256=sha256(PLAN),
            width=8,
            height=6,
        ),
    ),
)
STORED = {sha256(PDF): PDF, sha256(PLAN): PLAN}


def written(kit=KIT, **options):
    return archive.write_archive(
        kit, blobs=STORED.__getitem__, licence_notice="CC BY 4.0", credits="Jeanne\n", **options
    )


def zipped(*members, **options):
    """Return a ZIP of (name or ZipInfo, bytes) pairs, however strange."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", **options) as made, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for name, data in members:
            made.writestr(name, data)
    return file.getvalue()


def read(data):
    return archive.read_archive(io.BytesIO(data))


def refusal(data):
    with pytest.raises(FormatRefused) as refused:
        read(data)
    return str(refused.value)


def test_what_leaves_comes_back_equal():
    unpacked = read(written(extras={"index.html": b"<p>", "kit-a4.pdf": b"%PDF"}))
    assert (unpacked.content, dict(unpacked.blobs), unpacked.losses) == (KIT, STORED, [])


def test_an_archive_holds_what_its_documentation_says():
    with zipfile.ZipFile(io.BytesIO(written(extras={"index.html": b"<p>"}))) as made:
        assert made.namelist() == [
            "CREDITS.txt",
            "LICENCE.txt",
            "SHA256SUMS",
            "fichiers/fiche à plier.pdf",
            "images/plan.webp",
            "index.html",
            "kit.json",
            "kit.md",
        ]
        assert made.read("LICENCE.txt") == b"CC BY 4.0\n"
        assert made.read("CREDITS.txt") == b"Jeanne\n"
        assert made.read("fichiers/fiche à plier.pdf") == PDF


def test_the_same_kit_gives_the_same_bytes():
    assert written(extras={"b.pdf": b"b", "a.pdf": b"a"}) == written(extras={"a.pdf": b"a", "b.pdf": b"b"})


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not here")
def test_the_checksums_are_those_that_sha256sum_checks(tmp_path):
    with zipfile.ZipFile(io.BytesIO(written(extras={"index.html": b"<p>"}))) as made:
        made.extractall(tmp_path)
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=True)
    assert len(checked.stdout.splitlines()) == 7


def test_the_publication_is_in_kit_json():
    with zipfile.ZipFile(io.BytesIO(written(publication=Publication(number=3)))) as made:
        assert kit_json.read(made.read("kit.json"))[1].number == 3


def test_stored_bytes_that_are_not_those_published_do_not_leave():
    with pytest.raises(FormatRefused, match="is damaged: restore it"):
        archive.write_archive(KIT, blobs=lambda sha256: b"?", licence_notice="", credits="")


@pytest.mark.parametrize("name", ["kit.json", "fichiers", "../x", "a/b", ""])
def test_an_extra_takes_no_name_of_the_archive(name):
    with pytest.raises(ValueError, match="cannot be the name"):
        written(extras={name: b""})


def test_a_folder_reads_as_the_archive_does(tmp_path):
    with zipfile.ZipFile(io.BytesIO(written())) as made:
        made.extractall(tmp_path)
    unpacked = archive.read_folder(tmp_path)
    assert (unpacked.content, dict(unpacked.blobs)) == (KIT, STORED)


def test_a_sheet_written_by_hand_beside_its_files_is_measured():
    unpacked = archive.read_folder(BY_HAND)
    cards = (BY_HAND / "fichiers" / "cartes.txt").read_bytes()
    assert unpacked.content.files == (
        File(
            name="cartes.txt",
            title="Cartes à découper",
            role="handout",
            media_type="text/plain",
            size=len(cards),
            sha256=sha256(cards),
        ),
    )
    assert unpacked.blobs[sha256(cards)] == cards
    assert unpacked.content.pictures[0].media_type == "image/webp"


def test_a_sheet_that_lists_a_file_it_lacks_is_read_without_and_says_so():
    sheet = "---\ntitre: Atelier\nfichiers: [a.pdf]\nimages: [b.png]\n---\n"
    unpacked = read(zipped(("kit.md", sheet)))
    assert unpacked.content == KitContent(title="Atelier")
    assert unpacked.losses == [Loss("missing_file", "a.pdf"), Loss("missing_picture", "b.png")]


def test_kit_json_that_lists_a_file_it_lacks_is_refused():
    data = zipped(("kit.json", kit_json.write(KIT)))
    assert refusal(data) == "«fiche à plier.pdf» is listed in kit.json, but is not beside it."


def test_a_file_that_is_not_the_one_described_is_refused():
    members = [
        ("kit.json", kit_json.write(KIT)),
        ("fichiers/fiche à plier.pdf", b"autre"),
        ("images/plan.webp", PLAN),
    ]
    assert refusal(zipped(*members)) == (
        "«fiche à plier.pdf» is not the file that kit.json describes: its checksum differs."
    )


def test_a_zipped_folder_is_read_with_what_macos_adds():
    data = zipped(
        ("mon-kit/", b""),
        ("mon-kit/kit.md", SHEET),
        ("__MACOSX/mon-kit/._kit.md", b"?"),
        ("mon-kit/.DS_Store", b"?"),
    )
    assert read(data).content == KitContent(title="Atelier")


def test_a_name_whose_accents_are_written_apart_is_found():
    kit = dataclasses.replace(KIT, pictures=())
    data = zipped(("kit.json", kit_json.write(kit)), ("fichiers/fiche a\u0300 plier.pdf", PDF))
    assert read(data).content == kit


def test_an_archive_in_the_archive_is_a_file_like_another():
    inner = zipped(("a", b"0" * 1000))
    stored = dataclasses.replace(KIT.files[0], name="source.zip", sha256=sha256(inner), size=len(inner))
    kit = KitContent(title="Atelier", files=(stored,))
    unpacked = read(zipped(("kit.json", kit_json.write(kit)), ("fichiers/source.zip", inner)))
    assert unpacked.blobs[sha256(inner)] == inner


def test_a_place_without_a_kit_is_refused(tmp_path):
    assert refusal(zipped(("lisez-moi.txt", b"?"))) == "There is no kit here: neither kit.json nor kit.md."
    with pytest.raises(FormatRefused, match="There is no kit here"):
        archive.read_folder(tmp_path)


def test_many_bytes_go_through_a_file_and_come_back(monkeypatch):
    monkeypatch.setattr(blobs, "IN_MEMORY", 10)
    kept = blobs.Blobs()
    one, same, other = (kept.add([data]) for data in (b"a" * 100, b"a" * 100, b"b" * 50))
    assert (one, same, other) == ((sha256(b"a" * 100), 100), one, (sha256(b"b" * 50), 50))
    assert dict(kept) == {one[0]: b"a" * 100, other[0]: b"b" * 50}


# --- ATK-ZIP-01: archives that grow ---


def test_ATK_ZIP_01_a_file_of_zeros_is_refused_while_it_is_read():
    data = zipped(("kit.md", SHEET.encode() + b"\n" * 20_000_000), compression=zipfile.ZIP_DEFLATED)
    assert len(data) < 30_000
    assert refusal(data) == "«kit.md» takes more than 100 times its place in the archive."


def test_ATK_ZIP_01_a_bomb_that_nothing_lists_is_never_opened():
    data = zipped(("kit.md", SHEET), ("bombe", b"0" * 20_000_000), compression=zipfile.ZIP_DEFLATED)
    assert read(data).content == KitContent(title="Atelier")


def test_ATK_ZIP_01_the_whole_is_bounded_by_what_comes_out(monkeypatch):
    monkeypatch.setattr(blobs, "MAX_TOTAL", 20)
    assert refusal(written()) == "The files of this kit weigh more than 0 MB."


def test_ATK_ZIP_01_an_archive_that_announces_too_much_is_not_opened(monkeypatch):
    monkeypatch.setattr(sources, "MAX_TOTAL", 20)
    assert refusal(written()) == "The files of this archive weigh more than 0 MB."


def test_ATK_ZIP_01_a_size_that_lies_does_not_let_more_out():
    data = bytearray(zipped(("kit.md", SHEET.encode() + b" " * 5_000_000), compression=zipfile.ZIP_DEFLATED))
    entry = data.rindex(b"PK\x01\x02")
    for offset in (24, entry + 24):
        if data[:4] == b"PK\x03\x04" and offset == 24:
            offset = 22
        data[offset : offset + 4] = struct.pack("<I", 10)
    assert refusal(bytes(data)) == "This file is not a ZIP archive that can be read: it may be damaged or incomplete."


def test_ATK_ZIP_01_more_than_five_thousand_entries_are_refused():
    data = zipped(("kit.md", SHEET), *((f"{number}", b"") for number in range(5_000)))
    assert refusal(data) == "This archive holds more than 5000 files."


def test_ATK_ZIP_01_a_million_entries_are_refused_before_they_are_read():
    entry = zipped(("a", b""))
    directory = entry[entry.index(b"PK\x01\x02") : entry.index(b"PK\x05\x06")]
    count = 1_000_000
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, len(directory) * count, 0, 0)
    assert refusal(directory * count + end) == "This archive holds more than 5000 files."


def test_ATK_ZIP_01_entries_that_overlap_are_refused():
    data = bytearray(zipped(("kit.md", SHEET.encode() * 100), ("kit.json", b"{}")))
    last = data.rindex(b"PK\x01\x02")
    data[last + 42 : last + 46] = struct.pack("<I", 0)
    assert refusal(bytes(data)) == "This file is not a ZIP archive that can be read: it may be damaged or incomplete."


# --- ATK-ZIP-02: names that lead elsewhere ---


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "fichiers/../../x",
        "/etc/passwd",
        "C:\\x",
        "C:x",
        "fichiers\\x",
        "a//b",
        "./a",
        "a/.",
        "..",
        "a\nb",
        "a\x7fb",
        "a\x00.pdf",
    ],
)
def test_ATK_ZIP_02_an_unsafe_name_is_refused_even_when_nothing_lists_it(name):
    # zipfile cleans names when it writes: a name as long takes the place, then the bytes are put back.
    stand_in = "z" * len(name)
    data = zipped(("kit.md", SHEET), (stand_in, b"")).replace(stand_in.encode(), name.encode())
    assert refusal(data) == f"This archive holds a file with an unsafe name: «{name}»."


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK])
def test_ATK_ZIP_02_a_link_or_a_device_is_refused(kind):
    entry = zipfile.ZipInfo("fichiers/x")
    entry.create_system, entry.external_attr = 3, (kind | 0o644) << 16
    assert refusal(zipped(("kit.md", SHEET), (entry, b"/etc/passwd"))) == (
        "«fichiers/x» is a link or a device, not a file: make the archive again without it."
    )


@pytest.mark.parametrize("name", ["kit.md", "KIT.md", "kit.md/"])
def test_ATK_ZIP_02_two_names_that_are_one_file_are_refused(name):
    assert refusal(zipped(("kit.md", SHEET), (name, b""))) == f"Two files of this archive are named «{name}»."


def test_ATK_ZIP_02_a_password_or_a_rare_compression_is_refused():
    locked = bytearray(zipped(("kit.md", SHEET)))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(locked)) == "This archive is protected by a password: make it again without."
    assert refusal(zipped(("kit.md", SHEET), compression=zipfile.ZIP_BZIP2)) == (
        "This archive is compressed in a way that is not read here: use plain ZIP."
    )


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + b"\xff" * 18, b"%PDF-1.7", bytes(range(256)) * 8])
def test_ATK_ZIP_02_what_is_no_archive_is_refused(data):
    assert refusal(data) == "This file is not a ZIP archive that can be read: it may be damaged or incomplete."


def test_ATK_ZIP_02_an_archive_cut_or_damaged_anywhere_is_read_or_refused():
    whole = written()
    for place in range(0, len(whole), 37):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        for data in (whole[:place], bytes(damaged)):
            try:
                read(data)
            except FormatRefused:
                continue


def test_ATK_ZIP_02_a_link_out_of_a_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "kit"
    (folder / "fichiers").mkdir(parents=True)
    (folder / "kit.md").write_text("---\ntitre: Atelier\nfichiers: [a.txt]\n---\n")
    (folder / "fichiers" / "a.txt").symlink_to(tmp_path / "secret.txt")
    unpacked = archive.read_folder(folder)
    assert (unpacked.content.files, dict(unpacked.blobs)) == ((), {})


@pytest.mark.parametrize("name", ["fiche.pdf", "fiche à plier (v2).pdf", "été.webp", "a", "l’atelier.odt"])
def test_a_name_with_accents_and_spaces_is_safe(name):
    assert is_safe_name(name)


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", ".htaccess", "a/b", "a\\b", "a:b", "a*", "con", "NUL.txt", "a.", "a ", " a", "-rf", "~a",
     "a\x00", "a\u202egpj.exe", "e\u0301.pdf", "é" * 80],
)  # fmt: skip
def test_a_name_that_some_system_misreads_is_not_safe(name):
    assert not is_safe_name(name)
