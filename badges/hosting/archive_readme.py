"""What the archive says of itself to whoever finds it in twenty years, in French and in English."""

from datetime import datetime
from pathlib import Path
from string import Template

from django.conf import settings

TEXT = Path(__file__).with_name("archive_readme.md")


def readme(made_at: datetime) -> dict[str, str]:
    """Return `README.md`, by its path."""
    text = Template(TEXT.read_text(encoding="utf-8"))
    return {"README.md": text.substitute(site=settings.PERMANENT_URL, day=made_at.date().isoformat())}
