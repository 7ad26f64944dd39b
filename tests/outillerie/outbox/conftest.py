import pytest

from outillerie.outbox import actions


@pytest.fixture
def handlers(monkeypatch):
    """Give a test handlers of its own, that nothing else sees."""
    monkeypatch.setattr(actions, "_handlers", {})
    return actions.handles
