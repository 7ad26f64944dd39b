"""Let names leave a published version when those who bear them ask: the one change that a version knows.

The words of a version (title, content, notes) may change only while a redaction of it is open. Its number, licence,
date and fingerprint never move.
"""

import django.db.models.deletion
from django.db import migrations, models

FACTS = ("kit_id", "number", "licence", "sha256", "published_at")
WORDS = ("title", '"values"', "notes")
SENTENCE = "a published version never changes: publish a new one"
OPEN = "SELECT 1 FROM outillerie_kitredaction WHERE version_id = OLD.id AND sha256 = ''"

SQLITE = [
    "DROP TRIGGER kit_version_never_changes",
    f"""
CREATE TRIGGER kit_version_never_changes BEFORE UPDATE OF {", ".join(FACTS)} ON outillerie_kitversion
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
""",
    f"""
CREATE TRIGGER kit_version_keeps_its_words BEFORE UPDATE OF {", ".join(WORDS)} ON outillerie_kitversion
WHEN NOT EXISTS ({OPEN})
BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END
""",
]
POSTGRESQL = [
    "DROP TRIGGER kit_version_never_changes ON outillerie_kitversion",
    f"""
CREATE TRIGGER kit_version_never_changes BEFORE UPDATE OF {", ".join(FACTS)} ON outillerie_kitversion
FOR EACH ROW EXECUTE FUNCTION refuse_version_change()
""",
    f"""
CREATE FUNCTION refuse_version_words() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
  IF NOT EXISTS ({OPEN}) THEN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN NEW;
END $$
""",
    f"""
CREATE TRIGGER kit_version_keeps_its_words BEFORE UPDATE OF {", ".join(WORDS)} ON outillerie_kitversion
FOR EACH ROW EXECUTE FUNCTION refuse_version_words()
""",
]
BACK_TO_ONE = (*FACTS, *WORDS)


def set_triggers(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


def put_back_one(apps, editor):
    is_postgresql = editor.connection.vendor == "postgresql"
    on_table = " ON outillerie_kitversion" if is_postgresql else ""
    for name in ("kit_version_never_changes", "kit_version_keeps_its_words"):
        editor.execute(f"DROP TRIGGER {name}{on_table}")
    if is_postgresql:
        editor.execute("DROP FUNCTION refuse_version_words()")
    body = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_version_change()"
        if is_postgresql
        else f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )
    editor.execute(
        f"CREATE TRIGGER kit_version_never_changes BEFORE UPDATE OF {', '.join(BACK_TO_ONE)}"
        f" ON outillerie_kitversion {body}"
    )


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0010_people_take_their_data_away")]
    operations = [
        migrations.CreateModel(
            name="KitRedaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("redacted_at", models.DateTimeField(verbose_name="when")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redaction",
                        to="outillerie.kitversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "redaction of a version",
                "verbose_name_plural": "redactions of versions",
            },
        ),
        migrations.RunPython(set_triggers, put_back_one, elidable=False),
    ]
