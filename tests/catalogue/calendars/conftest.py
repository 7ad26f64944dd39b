import pytest

from catalogue.agenda.actions import write_facets


@pytest.fixture
def feed(client):
    """Return what a program reads at an address."""

    def read(address: str, **headers) -> str:
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, answer.status_code
        return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()

    return read


@pytest.fixture
def shown(db):
    """Have the agenda count sessions that the factories made."""

    def write(*sessions):
        for session in sessions:
            write_facets(session)
        return sessions[0] if len(sessions) == 1 else sessions

    return write
