"""What a hub chooses is read from its environment; a wrong value is refused with a sentence, before anything is served."""

from pathlib import Path
from typing import NoReturn

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

env = environ.Env()
SHORTEST_SECRET = 50


def refuse(sentence: str) -> NoReturn:
    raise ImproperlyConfigured(sentence)


def switch(name: str, default: bool) -> bool:
    """Read a yes/no option; anything but a yes or a no is refused."""
    value = env.str(name, str(default)).strip().lower()
    if value not in {"true", "1", "yes", "on", "false", "0", "no", "off"}:
        refuse(f"{name}={value!r} is neither true nor false. Write {name}=true or {name}=false.")
    return value in {"true", "1", "yes", "on"}


def number(name: str, default: int, minimum: int, maximum: int) -> int:
    """Read a whole number between `minimum` and `maximum`, both included."""
    value = env.str(name, str(default)).strip()
    if not value.isdigit() or not minimum <= int(value) <= maximum:
        refuse(f"{name}={value!r} is not a whole number between {minimum} and {maximum}.")
    return int(value)


def secret(name: str, *, kept_in: Path | None) -> str:
    """Read a secret. Without one, it is made once and kept in the file `kept_in`; without a file, it is refused."""
    value = env.str(name, "") or (kept_secret(kept_in) if kept_in else "")
    is_weak = value.startswith(("django-insecure", "change-me")) or len(set(value)) < 5
    if len(value) < SHORTEST_SECRET or is_weak:
        refuse(
            f"{name} is missing or too weak. Set it to {SHORTEST_SECRET} or more random characters, and keep it secret."
        )
    return value


def kept_secret(path: Path) -> str:
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()
