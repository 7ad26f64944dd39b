"""Refuse, in the database itself, any change to what a version of a path was published with (rule 3).

`published_by` may become empty when a person erases their account; the rest never moves.
"""

from django.db import migrations

COLUMNS = ("path_id", "number", "title", '"values"', "sha256", "notes", "published_at")
SENTENCE = "a published version never changes: publish a new one"

SQLITE = f"""
CREATE TRIGGER path_version_never_changes BEFORE UPDATE OF {", ".join(COLUMNS)} ON catalogue_pathversion
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
"""
POSTGRESQL = f"""
CREATE TRIGGER path_version_never_changes BEFORE UPDATE OF {", ".join(COLUMNS)} ON catalogue_pathversion
FOR EACH ROW EXECUTE FUNCTION refuse_path_version_change();
"""
FUNCTION = f"""
CREATE FUNCTION refuse_path_version_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
"""


def add_trigger(apps, editor):
    editor.execute(FUNCTION + POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def remove_trigger(apps, editor):
    on_table = " ON catalogue_pathversion" if editor.connection.vendor == "postgresql" else ""
    editor.execute(f"DROP TRIGGER path_version_never_changes{on_table}")
    if on_table:
        editor.execute("DROP FUNCTION refuse_path_version_change()")


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [migrations.RunPython(add_trigger, remove_trigger, elidable=False)]
