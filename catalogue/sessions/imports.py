"""The formats of sessions, from `fixtures/vocabularies/session_formats.json`."""

import json

from django.conf import settings

from catalogue.sessions.models import SessionFormat

FIXTURE = settings.BASE_DIR / "fixtures" / "vocabularies" / "session_formats.json"


def load_formats() -> None:
    """Load the formats that a release ships. Again, it changes nothing; a hub may add its own."""
    for row in json.loads(FIXTURE.read_text(encoding="utf-8")):
        facts = {name: row[name] for name in ("label", "summary", "coop_code", "order")}
        SessionFormat.objects.update_or_create(code=row["code"], defaults=facts)
