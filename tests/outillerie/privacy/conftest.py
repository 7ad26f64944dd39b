import pytest
from django.core.cache import cache

from tests.outillerie.privacy.lives import a_full_life


@pytest.fixture(autouse=True)
def a_site_of_its_own(request, tmp_path):
    """Keep the list of erasures of a test away from that of this site, and the counts of attempts from other tests."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("settings").DATA_DIR = tmp_path
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def outbox(settings, tmp_path):
    """Send as the site does: rows first, then files where the mail server would be."""
    folder = tmp_path / "mail"
    settings.MAILERS = {
        "default": {"BACKEND": "outillerie.outbox.mail.OutboxBackend"},
        "delivery": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(folder)},
        },
    }
    return folder


@pytest.fixture
def life(outbox):
    return a_full_life()
