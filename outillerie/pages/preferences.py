"""How a person wants to read: text size, spacing, theme, language, in one cookie without any identity."""

from dataclasses import asdict, dataclass, fields
from urllib.parse import parse_qsl, urlencode

CHOICES = {
    "text": ("normal", "large", "larger"),
    "spacing": ("normal", "wide"),
    "theme": ("light", "dark", "auto"),
    "language": ("fr", "en"),
}


@dataclass(frozen=True)
class Preferences:
    text: str = "normal"
    spacing: str = "normal"
    theme: str = "light"
    language: str = "fr"


def read(cookie: str) -> Preferences:
    """Return the preferences of a cookie's value; what is not a known choice counts as not chosen."""
    chosen = dict(parse_qsl(cookie[:200]))
    return Preferences(**{f.name: chosen[f.name] for f in fields(Preferences) if chosen.get(f.name) in CHOICES[f.name]})


def written(preferences: Preferences) -> str:
    return urlencode(asdict(preferences))
