"""Frameworks come in whole or not at all, twice changes nothing, and what people tied to them stays tied."""

import dataclasses
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings

from catalogue.frameworks.exports import framework_of
from catalogue.frameworks.formats.case_writing import write_case
from catalogue.frameworks.formats.difference import SOURCE_IDENTIFIER, changes_between
from catalogue.frameworks.formats.framework import Item
from catalogue.frameworks.formats.soundness import checked
from catalogue.frameworks.imports import import_framework, load_frameworks, shipped_frameworks
from catalogue.frameworks.models import KitSkill, ProficiencyLevel, Skill, SkillFramework, SkillLink, SkillText
from catalogue.frameworks.settling import FrameworkNotImported
from tests import factories
from tests.catalogue.frameworks.formats import invented
from tests.catalogue.frameworks.world import changed, named, small, text, without

pytestmark = pytest.mark.django_db


def told(outcome):
    return [(change.kind, (change.new or change.old).code) for change in outcome.changes]


def rows(model, code="essai"):
    """Return the rows of the framework that has this code."""
    ways = {SkillFramework: "code", SkillText: "skill__framework__code", SkillLink: "origin__framework__code"}
    return model.objects.filter(**{ways.get(model, "framework__code"): code})


def everything():
    models = (SkillFramework, ProficiencyLevel, Skill, SkillText, SkillLink)
    return [list(rows(model).order_by("pk").values()) for model in models]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(framework=invented.frameworks().filter(lambda made: made.changed_at))
def test_what_is_imported_is_exported_equal(framework):
    framework = dataclasses.replace(framework, code="essai")
    outcome = import_framework(framework)
    assert framework_of(outcome.framework) == framework
    outcome.framework.delete()


def test_importing_twice_changes_nothing():
    first = import_framework(small())
    before = everything()
    again = import_framework(small())
    assert (first.kind, again.kind, again.changes) == ("created", "unchanged", ())
    assert everything() == before


def test_a_file_that_says_the_same_in_another_form_changes_nothing():
    import_framework(small())
    rows(SkillFramework).update(import_sha256="")
    assert import_framework(small()).kind == "unchanged"


def test_a_change_keeps_the_rows_that_others_point_to():
    import_framework(small())
    keys = {skill.code: skill.pk for skill in rows(Skill)}
    new = changed(small(), "1.1", texts=(text("Choisir une phrase de passe"),), level="1")
    new = changed(new, "1.2", parent="")
    outcome = import_framework(new)
    assert (outcome.kind, told(outcome)) == (
        "updated",
        [("reworded", "1.1"), ("relevelled", "1.1"), ("moved", "1.2")],
    )
    assert {skill.code: skill.pk for skill in rows(Skill)} == keys
    assert [(skill.code, skill.depth, skill.order) for skill in rows(Skill).order_by("order")] == [
        ("1", 0, 0), ("1.1", 1, 1), ("1.2", 0, 2),
    ]  # fmt: skip


def test_items_without_identifiers_of_their_own_are_matched_by_their_codes():
    import_framework(small())
    key = rows(Skill).get(code="1.2").pk
    other = changed(small(), "1.2", identifier="12345678-0000-4000-8000-000000000000")
    assert import_framework(other).kind == "updated"
    assert str(Skill.objects.get(pk=key).identifier) == "12345678-0000-4000-8000-000000000000"


def test_a_new_version_is_another_row_that_replaces_the_old_one():
    old = import_framework(small()).framework
    extra = Item(
        identifier=named("1.3", version="2"), code="1.3", parent=named("1", version="2"), texts=(text("Sauver"),)
    )
    new = without(small(version="2"), "1.2")
    new = changed(new, "1.1", texts=(text("Choisir une phrase de passe"),))
    outcome = import_framework(dataclasses.replace(new, items=(*new.items, extra)))
    assert (outcome.kind, outcome.previous, outcome.framework.replaces) == ("new_version", old, old)
    assert told(outcome) == [("reworded", "1.1"), ("added", "1.3"), ("removed", "1.2")]
    assert framework_of(old) == checked(small())


def test_a_version_that_comes_late_stands_between_the_others():
    first, third = import_framework(small()).framework, import_framework(small(version="3.10")).framework
    second = import_framework(small(version="3.9")).framework
    third.refresh_from_db()
    assert (first.replaces, second.replaces, third.replaces) == (None, first, second)


def test_a_new_version_with_the_identifiers_of_the_old_one_gets_its_own():
    import_framework(small())
    shared = dataclasses.replace(small(), version="2")
    outcome = import_framework(shared)
    kept = {item.code: item.extra[SOURCE_IDENTIFIER] for item in framework_of(outcome.framework).items}
    assert kept == {item.code: item.identifier for item in small().items}
    assert outcome.changes == ()
    assert import_framework(shared).kind == "unchanged"
    rows(SkillFramework).update(import_sha256="")
    assert import_framework(shared).kind == "unchanged"


def test_identifiers_of_another_framework_are_refused():
    import_framework(small())
    with pytest.raises(FrameworkNotImported) as refusal:
        import_framework(dataclasses.replace(small(), code="autre"))
    assert refusal.value.args[0].count("essai") == 2
    assert list(SkillFramework.objects.filter(code="autre")) == []


def test_what_is_gone_is_removed_unless_something_points_to_it():
    import_framework(small())
    kit = factories.kit()
    KitSkill.objects.create(kit=kit, skill=rows(Skill).get(code="1.2"))
    outcome = import_framework(without(small(), "1.1", "1.2"))
    assert (outcome.retired, told(outcome)) == (1, [("removed", "1.1"), ("removed", "1.2")])
    assert list(rows(Skill).order_by("order").values_list("code", "is_retired")) == [("1", False), ("1.2", True)]
    assert [item.code for item in framework_of(outcome.framework).items] == ["1"]


def test_what_stood_above_a_retired_skill_is_retired_with_it():
    import_framework(small())
    KitSkill.objects.create(kit=factories.kit(), skill=rows(Skill).get(code="1.2"))
    other = Item(identifier=named("9"), code="9", texts=(text("Autre"),))
    outcome = import_framework(dataclasses.replace(small(), items=(other,), links=()))
    assert outcome.retired == 2
    assert list(rows(Skill).order_by("order").values_list("code", "is_retired")) == [
        ("9", False), ("1", True), ("1.2", True),
    ]  # fmt: skip


def test_a_retired_skill_that_comes_back_is_the_same_row():
    import_framework(small())
    row = KitSkill.objects.create(kit=factories.kit(), skill=rows(Skill).get(code="1.2"))
    import_framework(without(small(), "1.2"))
    import_framework(small())
    row.refresh_from_db()
    assert (row.skill.code, row.skill.is_retired) == ("1.2", False)


def test_a_level_to_which_something_is_tied_cannot_go():
    import_framework(small())
    level = rows(ProficiencyLevel).get(code="2")
    KitSkill.objects.create(kit=factories.kit(), skill=rows(Skill).get(code="1.2"), level=level)
    before = everything()
    new = dataclasses.replace(changed(small(), "1.1", level="1"), levels=small().levels[:1])
    with pytest.raises(FrameworkNotImported):
        import_framework(new)
    assert everything() == before


def test_levels_change_places():
    import_framework(small())
    one, two = small().levels
    swapped = (dataclasses.replace(two, rank=1), dataclasses.replace(one, rank=2))
    outcome = import_framework(dataclasses.replace(small(), levels=swapped))
    assert [(level.code, level.rank) for level in framework_of(outcome.framework).levels] == [("2", 1), ("1", 2)]


def test_a_translation_made_here_outlives_a_file_that_does_not_speak_the_language():
    import_framework(small())
    english = changed(small(), "1.1", texts=(text("Choisir un bon mot de passe"),))
    outcome = import_framework(english)
    kept = framework_of(outcome.framework).items[1].texts
    assert [(each.language, each.statement) for each in kept] == [
        ("fr", "Choisir un bon mot de passe"), ("en", "Choose a password"),
    ]  # fmt: skip


def test_a_translation_follows_its_text_to_the_next_version_when_it_says_the_same():
    import_framework(small())
    same = import_framework(changed(small(version="2"), "1.1", texts=(text("Choisir un mot de passe"),))).framework
    other = import_framework(changed(small(version="3"), "1.1", texts=(text("Autre chose"),))).framework
    assert [len(framework_of(row).items[1].texts) for row in (same, other)] == [2, 1]


def test_correspondences_judged_by_others_stay():
    row = import_framework(small()).framework
    skill = row.skills.get(code="1.2")
    SkillLink.objects.create(origin=skill, target_uri="urn:x:1", strength="related", source="Camille")
    new = dataclasses.replace(small(), links=(dataclasses.replace(small().links[0], strength="exact"),), title="Autre")
    import_framework(new)
    assert list(rows(SkillLink).order_by("source").values_list("source", "strength")) == [
        ("Camille", "related"), ("Nous", "exact"),
    ]  # fmt: skip


def test_a_correspondence_meets_its_skill_when_that_framework_comes():
    import_framework(small())
    assert rows(SkillLink).get().target is None
    there = Item(identifier="90000000-0000-4000-8000-000000000000", code="A", texts=(text("Là-bas"),))
    import_framework(small("autre", items=(there,), links=()))
    assert rows(SkillLink).get().target.code == "A"


def test_a_dry_run_says_what_would_happen_and_changes_nothing():
    import_framework(small())
    before = everything()
    outcome = import_framework(without(small(version="2"), "1.2"), dry_run=True)
    assert (outcome.kind, outcome.framework, told(outcome)) == ("new_version", None, [("removed", "1.2")])
    outcome = import_framework(without(small(), "1.2"), dry_run=True)
    assert (outcome.kind, told(outcome)) == ("updated", [("removed", "1.2")])
    assert everything() == before


def test_a_framework_that_contradicts_itself_changes_nothing():
    import_framework(small())
    before = everything()
    with pytest.raises(FrameworkNotImported):
        import_framework(changed(small(), "1.1", parent=named("1.1")))
    assert everything() == before


def test_an_export_asks_the_same_number_of_questions_whatever_the_size(django_assert_num_queries):
    one = import_framework(without(small(), "1.1", "1.2")).framework
    three = import_framework(small("autre")).framework
    for row in (one, three):
        row.refresh_from_db()
        with django_assert_num_queries(4):
            framework_of(row)


def test_an_import_asks_no_question_for_each_item(django_assert_max_num_queries):
    many = tuple(
        Item(identifier=f"{number:08x}-0000-4000-8000-000000000000", code=str(number), texts=(text("Faire"),))
        for number in range(1, 401)
    )
    with django_assert_max_num_queries(60):
        import_framework(small(items=many, links=()))


def test_the_shipped_frameworks_are_loaded_once():
    first, again = load_frameworks(), load_frameworks()
    assert {outcome.kind for outcome in first} <= {"created", "unchanged"}
    assert [(outcome.kind, outcome.framework.code) for outcome in again] == [
        ("unchanged", "digcomp"),
        ("unchanged", "crcn"),
        ("unchanged", "titre-professionnel-mediation-numerique"),
    ]
    assert list(SkillLink.objects.filter(target=None)) == []
    assert Skill.objects.get(framework__code="digcomp", code="4.1").text("fr").is_official is False


def test_the_official_file_again_keeps_our_french(tmp_path):
    load_frameworks()
    official = shipped_frameworks()[0]
    english = dataclasses.replace(
        official, items=tuple(dataclasses.replace(item, texts=item.texts[:1]) for item in official.items)
    )
    assert import_framework(english).kind == "unchanged"
    assert changes_between(official, framework_of(SkillFramework.objects.get(code="digcomp"))) == []


def test_the_command_says_what_it_did(tmp_path, capsys):
    file = tmp_path / "essai.json"
    file.write_bytes(write_case(small()))
    call_command("import_framework", file, "--dry-run")
    assert SkillFramework.objects.filter(code="essai").count() == 0
    call_command("import_framework", file)
    call_command("import_framework", file, "--framework-version", "2")
    call_command("import_framework", file)
    assert len(capsys.readouterr().out.splitlines()) > 5
    assert list(SkillFramework.objects.filter(code="essai").order_by("pk").values_list("version", flat=True)) == [
        "1",
        "2",
    ]


@pytest.mark.parametrize("content", [None, b"code;statement_fr\n1;\n", b'{"CFDocument": {}}', b"\x89PNG"])
def test_the_command_refuses_with_a_sentence(tmp_path, content):
    file = tmp_path / "essai.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_framework", file)
    assert SkillFramework.objects.filter(code="essai").count() == 0


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_imports_at_once_make_one_framework():
    start, ends = threading.Barrier(2), []

    def run():
        try:
            start.wait(5)
            ends.append(import_framework(small()).kind)
        except FrameworkNotImported:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) in (["created", "unchanged"], ["created", "refused"])
    assert SkillFramework.objects.filter(code="essai").count() == 1
    assert Skill.objects.filter(framework__code="essai").count() == 3
