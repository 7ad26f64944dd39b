import hashlib

import pytest

from badges.openbadges import contexts
from badges.openbadges.faults import NotCanonical


@pytest.mark.parametrize("address", contexts.PACKAGED)
def test_a_packaged_context_is_the_one_that_was_published(address):
    name, digest = contexts.PACKAGED[address]
    assert hashlib.sha256((contexts.FOLDER / name).read_bytes()).hexdigest() == digest
    assert "@context" in contexts.context(address)


def test_every_context_has_its_source_and_its_licence():
    read_me = (contexts.FOLDER / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in contexts.FOLDER.iterdir()} - {"README.md"}
    assert files == {name for name, _ in contexts.PACKAGED.values()}
    assert [name for name in files if f"| `{name}` |" not in read_me] == []


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/context.json",
        "http://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/v2#",
        "https://www.w3.org/ns/credentials/v2?x",
    ],
)
def test_ATK_LD_01_another_address_is_unknown(address):
    with pytest.raises(NotCanonical) as refusal:
        contexts.context(address)
    assert refusal.value.code == "unknown-context"


def test_ATK_LD_01_a_known_address_with_other_content_is_refused(monkeypatch, tmp_path):
    address = "https://w3id.org/security/multikey/v1"
    name, _ = contexts.PACKAGED[address]
    (tmp_path / name).write_bytes((contexts.FOLDER / name).read_bytes().replace(b"Multikey", b"Evilkey_"))
    monkeypatch.setattr(contexts, "FOLDER", tmp_path)
    contexts.context_bytes.cache_clear()
    with pytest.raises(NotCanonical) as refusal:
        contexts.context(address)
    assert refusal.value.code == "unknown-context"


def test_a_context_is_a_new_copy_each_time():
    address = "https://w3id.org/security/multikey/v1"
    contexts.context(address)["@context"]["id"] = "changed"
    assert contexts.context(address)["@context"]["id"] == "@id"
