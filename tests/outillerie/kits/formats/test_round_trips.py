"""What is written reads back equal, whatever the kit holds."""

import dataclasses
import hashlib
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from outillerie.kits.formats import archive, content, difference, kit_json, sheet
from outillerie.kits.formats.content import Credit, File, KitContent, Material, Picture, Source, Step, clean_text
from outillerie.kits.formats.names import folded, is_safe_name
from outillerie.kits.formats.words import text_segments

# The same examples at each run; raise the number by hand after touching a format.
few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)

# Lines that a sheet gives a meaning to, or that Markdown and YAML do.
TRAPS = [
    "## Préparation",
    "## Déroulé",
    " ## Variantes ##",
    "   ## Compléments",
    "    ## Évaluation",
    "### Étape (10 min)",
    "### Étape (10 min, pause) ##",
    "###",
    "#### But",
    "#### Vous dites",
    "#### Crédit",
    "- Auteur : Alice",
    "- Licence : CC-BY-4.0\\",
    "# Titre",
    "Titre\n---",
    "Titre\n===",
    "---",
    "...",
    "```",
    "```python",
    "~~~",
    "````\n```\n## Préparation\n````",
    "```\n### Installer\n```",
    "\\```",
    "\\\\~~~",
    "   ```x",
    "\\",
    "\\### Étape",
    "&#10;",
    "\\&#10;",
    "(10 min)",
    "Jeu (1 h 30)",
    "Pause (pause)",
    "C #",
    "#",
    "\\#",
    "\\ #",
    "no",
    "null",
    "~",
    "2026-01-31",
    "1e5",
    "0x1F",
    "12:30:45",
    "*ancre &ancre !!python/object",
    "- a: b",
    "'\"",
    "| a | b |\n|---|---|\n| `|` | 2 |",
    "> citation\n> > deux",
    "![alt](images/a.webp)",
    "«\u00a0Bonjour\u00a0»",
    "e\u0301",
    "<script>",
    "\u2028ligne\u0085suite",
]
texts = st.lists(st.sampled_from(TRAPS) | st.text(max_size=20), max_size=4).map("\n".join).map(clean_text)
lines = (st.sampled_from(TRAPS) | st.text(max_size=15)).map(clean_text)
filled = lines.filter(bool)
names = (
    st.text(st.sampled_from("abcéÀœ 1-_.()'&+,;=@%#"), min_size=1, max_size=12)
    .map(clean_text)
    .map(lambda name: f"f{name}.pdf")
    .filter(is_safe_name)
)
counts = st.none() | st.integers(0, 7200)
hashes = st.binary(max_size=4).map(lambda data: hashlib.sha256(data).hexdigest())
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e300, 1e300) | lines,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(lines, inner, max_size=3),
    max_leaves=6,
)
RIGHTS = {"author": lines, "source": lines, "licence": lines}
FACTS = {"media_type": lines, "size": st.integers(0, 10**8), "sha256": hashes}


def tuples(strategy, **options):
    return st.lists(strategy, max_size=3, **options).map(tuple)


KNOWN_KEYS = {field.name for field in dataclasses.fields(KitContent)}
contents = st.builds(
    KitContent,
    title=filled,
    hook=texts,
    language=st.sampled_from(["fr", "en", "no"]),
    themes=tuples(lines),
    audiences=tuples(lines),
    minimum_age=counts,
    level=st.none() | st.integers(1, 4),
    duration=counts,
    setup_minutes=counts,
    participants_min=counts,
    participants_max=counts,
    facilitators=counts,
    mode=st.sampled_from(content.MODES),
    is_unplugged=st.booleans(),
    is_offline=st.booleans(),
    objectives=tuples(texts),
    prerequisites_participants=texts,
    prerequisites_facilitator=texts,
    material=tuples(
        st.builds(Material, label=lines, quantity=lines, is_provided=st.booleans(), is_digital=st.booleans())
    ),
    preparation=texts,
    steps=tuples(
        st.builds(
            Step,
            title=texts,
            minutes=counts,
            aim=texts,
            facilitator=texts,
            say=texts,
            participants=texts,
            supports=texts,
            is_break=st.booleans(),
            **RIGHTS,
        )
    ),
    variants=texts,
    evaluation=texts,
    watch_points=texts,
    further_reading=texts,
    body=texts,
    files=tuples(
        st.builds(
            File,
            name=names,
            title=lines,
            role=st.sampled_from(content.FILE_ROLES),
            pages=counts,
            is_mixed=st.booleans(),
            **RIGHTS,
            **FACTS,
        ),
        unique_by=lambda file: folded(file.name),
    ),
    pictures=tuples(
        st.builds(
            Picture,
            name=names,
            alt=lines,
            width=st.integers(0, 9000),
            height=st.integers(0, 9000),
            is_mixed=st.booleans(),
            **RIGHTS,
            **FACTS,
        ),
        unique_by=lambda picture: folded(picture.name),
    ),
    cover=lines,
    organisation=lines,
    credits=tuples(
        st.builds(Credit, name=lines, role=st.sampled_from(content.CREDIT_ROLES), organisation=lines, url=lines)
    ),
    licence=lines,
    source_url=lines,
    changes=texts,
    sources=tuples(
        st.builds(
            Source,
            title=lines,
            authors=tuples(lines),
            organisation=lines,
            url=lines,
            licence=lines,
            version=counts,
            sha256=st.just("") | hashes,
            relation=st.sampled_from(content.SOURCE_RELATIONS),
            changes=texts,
            through=lines,
        )
    ),
    extra=st.dictionaries(
        lines.filter(lambda key: key not in {*sheet.FIELDS, *KNOWN_KEYS, "autres", "format"}),
        values,
        max_size=3,
    ),
)


@few
@given(contents)
def test_a_sheet_reads_back_the_kit_that_it_was_written_from(kit):
    assert sheet.read(sheet.write(kit)) == sheet.without_file_facts(kit)


@few
@given(contents)
def test_kit_json_reads_back_the_kit_that_it_was_written_from(kit):
    read, publication = kit_json.read(kit_json.write(kit))
    assert read == kit
    assert content.fingerprint(read) == publication.fingerprint


@few
@given(st.lists(st.sampled_from(TRAPS), min_size=1, max_size=6).map("\n".join).map(clean_text))
def test_a_text_full_of_headings_and_fences_comes_back_from_each_place_of_a_sheet(text):
    kit = KitContent(
        title="x",
        preparation=text,
        body=text,
        steps=(
            Step(title=text, minutes=5, facilitator=text, say=text, author=text, source=text, licence=text),
            Step(title=text, aim=text, is_break=True),
        ),
        variants=text,
    )
    assert sheet.read(sheet.write(kit)) == kit


def with_bytes(kit):
    """Return `kit` with files and pictures whose facts are those of bytes, and these bytes."""
    blobs = {}

    def filled_row(row):
        data = f"{row.name}{row.size}".encode()
        sha256 = hashlib.sha256(data).hexdigest()
        blobs[sha256] = data
        return dataclasses.replace(row, sha256=sha256, size=len(data))

    filled_kit = dataclasses.replace(
        kit,
        files=tuple(filled_row(row) for row in kit.files),
        pictures=tuple(filled_row(row) for row in kit.pictures),
    )
    return filled_kit, blobs


@few
@given(contents)
def test_an_archive_imports_back_equal_with_its_files(kit):
    kit, blobs = with_bytes(kit)
    data = archive.write_archive(kit, blobs=blobs.__getitem__, licence_notice="", credits="")
    read = archive.read_archive(io.BytesIO(data))
    assert read.content == kit
    assert dict(read.blobs) == blobs


@few
@given(contents)
def test_equal_kits_have_no_difference(kit):
    assert difference.differences(kit, dataclasses.replace(kit)) == []


@few
@given(contents, contents, st.data())
def test_a_change_of_any_field_is_found_and_names_that_field(kit, other, data):
    name = data.draw(st.sampled_from(sorted(KNOWN_KEYS)))
    changed = dataclasses.replace(kit, **{name: getattr(other, name)})
    changes = difference.differences(kit, changed)
    assert bool(changes) == (kit != changed)
    assert {change.part if change.part != "kit" else change.field for change in changes} <= {name}


@few
@given(contents, contents, st.sampled_from(sorted(content.PARTS)))
def test_rows_added_and_removed_make_the_new_list_of_the_old_one(old, new, part):
    changes = [change for change in difference.differences(old, new) if change.part == part]
    removed = [change.old for change in changes if change.kind == "removed"]
    added = [change.new for change in changes if change.kind == "added"]
    assert len(getattr(old, part)) - len(removed) + len(added) == len(getattr(new, part))
    assert set(removed) <= set(getattr(old, part))
    assert set(added) <= set(getattr(new, part))


@few
@given(texts, texts)
def test_the_segments_of_a_text_hold_all_of_the_old_and_of_the_new(old, new):
    segments = text_segments(old, new)
    assert "".join(segment.text for segment in segments if segment.kind != "added") == old
    assert "".join(segment.text for segment in segments if segment.kind != "removed") == new
