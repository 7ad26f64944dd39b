"""On PostgreSQL, index what the search backend really reads: title and body together, which no stock index covers."""

from django.db import migrations

CREATE = (
    "CREATE INDEX IF NOT EXISTS search_title_and_body ON wagtailsearch_indexentry USING gin ((title || body))"
)


def create_index(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute(CREATE)


def drop_index(apps, editor):
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS search_title_and_body")


class Migration(migrations.Migration):
    dependencies = [("outillerie", "0002_versions_do_not_move"), ("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(create_index, drop_index, elidable=False)]
