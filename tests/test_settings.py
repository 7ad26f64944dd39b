"""What the settings accept, what they refuse and how they say it, and what must hold whatever is chosen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import ConnectionHandler
from django.urls import get_resolver

ROOT = Path(__file__).parents[1]
KEY = "v9y2kq7wz4m1x8c3b6n0a5s2d7f4g9h1j6k3l8p0o5i2u7y4t9"
PRODUCTION = {
    "SECRET_KEY": KEY,
    "BADGE_KEYS_SECRET": KEY[::-1],
    "BASE_URL": "https://outillerie.example.org",
    "MAIL_URL": "smtp://site:secret@mail.example.org:587",
}
SHOW = """
import json, sys
from django.conf import settings
print(json.dumps([getattr(settings, name) for name in sys.argv[1:]]))
"""


def run(*arguments, tmp_path, **chosen):
    """Run Python with the settings that `chosen` gives, and nothing else of this environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "outillerie.settings",
        **chosen,
    }
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)


def settings_with(*names, tmp_path, **chosen):
    done = run("-c", SHOW, *names, tmp_path=tmp_path, **chosen)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(tmp_path, **chosen):
    """Return the sentence that refuses `chosen`, which is added to right production settings."""
    done = run("-c", SHOW, "DEBUG", tmp_path=tmp_path, **PRODUCTION | chosen)
    assert done.returncode == 1
    return done.stderr.strip().splitlines()[-1].removeprefix("django.core.exceptions.ImproperlyConfigured: ")


WEAK = "SECRET_KEY is missing or too weak. Set it to 50 or more random characters, and keep it secret."
NO_PLACE = "PERMANENT_URL={!r} is not an address. Example: https://badges.example.org"
NO_ADDRESS = "BASE_URL={!r} is not the address of a site. Example: https://outillerie.example.org"
MAIL = "MAIL_URL must be smtp://user:password@host:587, smtps://…@host:465 or file:///a/folder."
REFUSED = [
    ({"SECRET_KEY": ""}, WEAK),
    ({"BADGE_KEYS_SECRET": ""}, WEAK.replace("SECRET_KEY", "BADGE_KEYS_SECRET")),
    ({"PERMANENT_URL": "https://hub.example.org/badges"}, NO_PLACE.format("https://hub.example.org/badges")),
    ({"PERMANENT_URL": "badges.example.org"}, NO_PLACE.format("badges.example.org")),
    ({"SECRET_KEY": "short"}, WEAK),
    ({"SECRET_KEY": "a" * 60}, WEAK),
    ({"SECRET_KEY": "django-insecure-" + KEY}, WEAK),
    ({"SECRET_KEY": "change-me" + KEY}, WEAK),
    ({"BASE_URL": ""}, NO_ADDRESS.format("")),
    ({"BASE_URL": "outillerie.example.org"}, NO_ADDRESS.format("outillerie.example.org")),
    ({"BASE_URL": "ftp://outillerie.example.org"}, NO_ADDRESS.format("ftp://outillerie.example.org")),
    ({"BASE_URL": "https://example.org/site"}, NO_ADDRESS.format("https://example.org/site")),
    (
        {"BASE_URL": "http://outillerie.example.org"},
        "BASE_URL must start with https:// in production: accounts and passwords travel on it.",
    ),
    (
        {"ALLOWED_HOSTS": "*"},
        "ALLOWED_HOSTS=* lets anyone forge the site's address. List the names that it answers to.",
    ),
    (
        {"ALLOWED_HOSTS": "outillerie.example.org, *"},
        "ALLOWED_HOSTS=* lets anyone forge the site's address. List the names that it answers to.",
    ),
    ({"DATABASE_URL": "mysql://a:b@c/d"}, "DATABASE_URL must be a sqlite:///… or a postgres://… address."),
    ({"MAIL_URL": ""}, MAIL),
    ({"MAIL_URL": "http://mail.example.org"}, MAIL),
    ({"MAIL_URL": "smtp://"}, MAIL),
    ({"DEBUG": "maybe"}, "DEBUG='maybe' is neither true nor false. Write DEBUG=true or DEBUG=false."),
    (
        {"BEHIND_PROXY": "2"},
        "BEHIND_PROXY='2' is neither true nor false. Write BEHIND_PROXY=true or BEHIND_PROXY=false.",
    ),
    ({"HSTS_SECONDS": "a year"}, "HSTS_SECONDS='a year' is not a whole number between 0 and 63072000."),
    ({"HSTS_SECONDS": "-1"}, "HSTS_SECONDS='-1' is not a whole number between 0 and 63072000."),
    ({"LOG_LEVEL": "loud"}, "LOG_LEVEL='LOUD' is not DEBUG, INFO, WARNING or ERROR."),
    (
        {"DATA_DIR": "/dev/null/data"},
        "DATA_DIR=/dev/null/data cannot be a folder of this site: Not a directory.",
    ),
]


@pytest.mark.parametrize(("chosen", "sentence"), REFUSED, ids=[next(iter(chosen)) for chosen, _sentence in REFUSED])
def test_a_wrong_value_is_refused_with_a_sentence(tmp_path, chosen, sentence):
    assert refusal(tmp_path, **chosen) == sentence


def test_production_passes_every_check_of_a_deployment(tmp_path):
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path, **PRODUCTION)
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr


def test_production_guards_its_cookies_and_speaks_https_only(tmp_path):
    names = [
        "DEBUG", "DEMO", "ALLOWED_HOSTS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DISPLAY_COOKIE_NAME",
        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEMO_PASSWORD",
    ]  # fmt: skip
    assert settings_with(*names, tmp_path=tmp_path, **PRODUCTION) == [
        False, False, ["outillerie.example.org"], "__Host-session", "__Host-csrf", "__Host-affichage",
        True, True, True, 31_536_000, True, "",
    ]  # fmt: skip


def test_headers_of_a_proxy_are_believed_only_when_there_is_one(tmp_path):
    alone = settings_with("SECURE_PROXY_SSL_HEADER", tmp_path=tmp_path, **PRODUCTION)
    behind = settings_with("SECURE_PROXY_SSL_HEADER", tmp_path=tmp_path, **PRODUCTION, BEHIND_PROXY="true")
    assert (alone, behind) == ([None], [["HTTP_X_FORWARDED_PROTO", "https"]])
    assert settings.USE_X_FORWARDED_HOST is settings.USE_X_FORWARDED_PORT is False


def test_a_demonstration_needs_nothing_and_keeps_the_key_it_made(tmp_path):
    first = settings_with("SECRET_KEY", "DEMO_PASSWORD", tmp_path=tmp_path, DEMO="true")
    assert settings_with("SECRET_KEY", "DEMO_PASSWORD", tmp_path=tmp_path, DEMO="true") == first
    assert (len(first[0]), first[1]) == (50, "atelier-en-commun")
    assert (tmp_path / "data" / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("smtp://site:p%40ss@mail.example.org", ["mail.example.org", 587, "site", "p@ss", False, True]),
        ("smtps://site:x@mail.example.org", ["mail.example.org", 465, "site", "x", True, False]),
        ("smtp://localhost:25", ["localhost", 25, "", "", False, False]),
    ],
)
def test_mail_leaves_by_the_server_that_its_address_says(tmp_path, address, options):
    [mailers] = settings_with("MAILERS", tmp_path=tmp_path, **PRODUCTION | {"MAIL_URL": address})
    sent_by = mailers["delivery"]["OPTIONS"]
    assert [sent_by[name] for name in ("host", "port", "username", "password", "use_ssl", "use_tls")] == options


def test_postgresql_waits_three_seconds_for_a_lock(tmp_path):
    [databases] = settings_with("DATABASES", tmp_path=tmp_path, **PRODUCTION, DATABASE_URL="postgres://a:b@c:5432/d")
    assert databases["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert databases["default"]["OPTIONS"] == {"options": "-c lock_timeout=3000"}


def test_no_page_view_opens_a_transaction():
    assert [name for name, database in settings.DATABASES.items() if database.get("ATOMIC_REQUESTS")] == []


def test_sqlite_keeps_what_it_acknowledged(tmp_path, django_db_blocker):
    """Open a database as the settings say without DATABASE_URL, whatever database runs this suite."""
    [databases] = settings_with("DATABASES", tmp_path=tmp_path, **PRODUCTION)
    handler = ConnectionHandler({"default": databases["default"] | {"NAME": str(tmp_path / "site.sqlite3")}})
    opened = handler["default"]
    with django_db_blocker.unblock():
        opened.connect()
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    values = {name: opened.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas}
    mode = opened.transaction_mode
    opened.connection.close()
    # 2 is FULL.
    assert values == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
    assert mode == "IMMEDIATE"


def test_the_back_office_calls_no_third_party():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER is False
    assert settings.WAGTAILEMBEDS_FINDERS == []


def test_no_address_makes_pictures_on_demand():
    from wagtail.images.views.serve import ServeView

    views = [getattr(pattern.callback, "view_class", None) for pattern in patterns(get_resolver())]
    assert ServeView not in views


def patterns(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from patterns(entry)
        else:
            yield entry


@pytest.mark.django_db
def test_a_new_installation_has_no_account():
    from outillerie.accounts.models import User

    assert User.objects.count() == 0
