"""Refuse, in the database itself, any change to what a version was published with (rule 3).

`published_by` may become empty when a person erases their account; the rest never moves.
"""

from django.db import migrations

COLUMNS = ("kit_id", "number", "title", '"values"', "licence", "sha256", "notes", "published_at")
SENTENCE = "a published version never changes: publish a new one"

SQLITE = f"""
CREATE TRIGGER kit_version_never_changes BEFORE UPDATE OF {", ".join(COLUMNS)} ON outillerie_kitversion
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
"""
POSTGRESQL = f"""
CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER kit_version_never_changes BEFORE UPDATE OF {", ".join(COLUMNS)} ON outillerie_kitversion
FOR EACH ROW EXECUTE FUNCTION refuse_version_change();
"""


def add_trigger(apps, editor):
    editor.execute(POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def remove_trigger(apps, editor):
    on_table = " ON outillerie_kitversion" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER kit_version_never_changes{on_table}")
    if on_table:
        editor.execute("DROP FUNCTION refuse_version_change()")


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0001_initial")]
    operations = [migrations.RunPython(add_trigger, remove_trigger, elidable=False)]
