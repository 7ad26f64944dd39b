import pytest

from tests.faults.processes import full_or_short
from tests.faults.rush import Crowd

PROCESSES, THREADS = full_or_short(4, 2), full_or_short(8, 4)


@pytest.fixture(scope="session")
def crowd(django_db_setup, django_db_blocker, tmp_path_factory):
    """Return a crowd on the database of the tests: 32 people at once in full, 8 in short. It serves one test after another."""
    with django_db_blocker.unblock():
        made = Crowd(tmp_path_factory.mktemp("crowd"), processes=PROCESSES, threads=THREADS)
    yield made
    made.leave()
