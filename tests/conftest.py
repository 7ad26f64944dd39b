"""What every test may ask for.

Databases. A test asks for one with `@pytest.mark.django_db` or the `db` fixture, and is rolled back. One that
needs real commits (threads, a browser, `live_server`) is written
`@pytest.mark.django_db(transaction=True, serialized_rollback=True)`: without the second word, the flush that
ends it would take Wagtail's root page, site and locale away from the next tests. With `-n`, each worker has
a database of its own. Never `--nomigrations`: the root page and the search tables come from migrations.
"""

import os
import re

import pytest
from hypothesis import settings as hypothesis_settings

# Playwright's own loop runs in the thread of the test: Django would take it for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# A shared machine may pause any example: slowness is measured by `make bench`, never by a test.
hypothesis_settings.register_profile("house", deadline=None, print_blob=True)
hypothesis_settings.load_profile("house")

pytest.register_assert_rewrite("tests.journeys.judges")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "client", "admin_client"}
# They touch the database and judge something else, at length: every route for everyone, pages of PDF. Once is enough.
JUDGED_ON_ONE_DATABASE = re.compile(
    r"tests/access/|/test_(booklets|documents|papers|printed_catalogue|prints|programmes?|renderer|sheet|certificate|judged|golden)\.py"
)


def pytest_addoption(parser):
    parser.addoption(
        "--database-only",
        action="store_true",
        help="run only the tests that touch the database, without a browser: the second run, on PostgreSQL",
    )


def pytest_collection_modifyitems(config, items):
    """Keep browsers to the journeys: a fixture named `page` or `browser` elsewhere is run among them, and its database is theirs."""
    astray = [
        item.nodeid for item in items if "browser_name" in item.fixturenames and "journeys" not in item.path.parts
    ]
    if astray:
        raise pytest.UsageError(
            f"Give the fixtures `page` and `browser` another name outside of journeys: {astray[:5]}"
        )
    if not config.getoption("--database-only"):
        return
    kept = [
        item
        for item in items
        if touches_database(item)
        and "journeys" not in item.path.parts
        and not JUDGED_ON_ONE_DATABASE.search(item.path.as_posix())
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def touches_database(item):
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & set(item.fixturenames))


@pytest.fixture(autouse=True)
def traces_of_other_tests(request, tmp_path):
    """Keep what a test uploads away from this site, and what it caches away from the next test."""
    if touches_database(request.node):
        request.getfixturevalue("settings").MEDIA_ROOT = tmp_path / "media"
        from django.core.cache import caches

        caches["pages"].clear()
        caches["throttle"].clear()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """Begin from the database that an earlier run migrated with these very migrations, where there is one."""
    from django.db import connection

    from tests import migrated

    return connection.vendor == "sqlite" and migrated.lay(connection.settings_dict["TEST"]["NAME"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb, django_db_setup, django_db_blocker):
    """Install the hub once a worker, as `manage.py install` does: vocabularies, groups, first pages."""
    from django.db import connection

    from outillerie.pages.installation import install
    from tests import migrated

    database = str(connection.settings_dict["NAME"])
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and not django_db_keepdb:
            migrated.keep(database)
        install()
        # What `serialized_rollback` restores after a test with real commits is the installed hub.
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()
    yield connection._test_serialized_contents
    if django_db_keepdb:
        connection.close()
        migrated.forget(database)
