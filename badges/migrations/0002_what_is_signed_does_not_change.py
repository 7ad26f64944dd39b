"""Refuse, in the database itself, any change to what was signed, shown or given (rules 3 and 5)."""

from django.db import migrations

SENTENCE = "what was signed never changes"
FROZEN = {
    "badges_achievementversion": ("achievement_id", "number", '"values"', "sha256", "svg_id", "png_id", "published_at"),
    "badges_badgeimage": ("sha256", "media_type", "content"),
    "badges_signingkey": ("issuer_id", "number", "kind", "public", "active_from"),
    "badges_credential": ("uuid", "code", "version_id", "issuer_id", "awarded_at", "status_list_id", "status_index"),
    "badges_credentialdocument": ("credential_id", "form", "serial", "content", "sha256", "key_id", "created_at"),
    "badges_endorsement": ("uuid", "endorser_id", "achievement_id", "credential_id", "document", "sha256", "key_id"),
}
FUNCTION = f"""
CREATE FUNCTION refuse_badge_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
"""


def add_triggers(apps, editor):
    is_postgresql = editor.connection.vendor == "postgresql"
    if is_postgresql:
        editor.execute(FUNCTION)
        deed = "FOR EACH ROW EXECUTE FUNCTION refuse_badge_change()"
    else:
        deed = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for table, columns in FROZEN.items():
        editor.execute(f"CREATE TRIGGER {table}_never_changes BEFORE UPDATE OF {', '.join(columns)} ON {table} {deed}")


def remove_triggers(apps, editor):
    is_postgresql = editor.connection.vendor == "postgresql"
    for table in FROZEN:
        editor.execute(f"DROP TRIGGER {table}_never_changes" + (f" ON {table}" if is_postgresql else ""))
    if is_postgresql:
        editor.execute("DROP FUNCTION refuse_badge_change()")


class Migration(migrations.Migration):
    dependencies = [("badges", "0001_initial")]
    operations = [migrations.RunPython(add_triggers, remove_triggers, elidable=False)]
