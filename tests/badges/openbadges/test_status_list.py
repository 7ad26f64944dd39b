import base64
import gzip

import pytest

from badges.openbadges import status_list
from badges.openbadges.faults import Unacceptable
from tests.badges.openbadges.samples import AWARDED, HUB, sample

VECTORS = [value for value in sample("vectors/bitstring-status-list.json").values() if isinstance(value, dict)]


def set_bits(bits):
    return [index for index in range(len(bits) * 8) if status_list.is_set(bits, index)]


@pytest.mark.parametrize("vector", VECTORS, ids=["w3c", "1edtech"])
def test_published_lists_are_read(vector):
    bits = status_list.decoded(vector["encodedList"], most_bytes=1_000_000)
    assert (len(bits), set_bits(bits)) == (vector["expandedBytes"], vector["setBits"])


def test_a_list_is_131_072_bits_and_none_is_set():
    assert (len(status_list.empty_bits()) * 8, set(status_list.empty_bits())) == (131_072, {0})


def test_bit_0_is_the_most_significant_of_byte_0():
    assert status_list.with_bit(bytes(2), 0) == b"\x80\0"
    assert status_list.with_bit(bytes(2), 15) == b"\0\1"


def test_a_bit_set_is_read_and_cleared_again_through_the_published_form():
    bits = status_list.empty_bits()
    for index in (0, 7, 94_567, 131_071):
        bits = status_list.with_bit(bits, index)
    bits = status_list.with_bit(bits, 7, False)
    read = status_list.decoded(status_list.encoded(bits), most_bytes=16_384)
    assert set_bits(read) == [0, 94_567, 131_071]


def test_the_same_bits_are_the_same_text():
    assert status_list.encoded(status_list.empty_bits()) == status_list.encoded(status_list.empty_bits())


@pytest.mark.parametrize("index", [-1, 131_072])
def test_ATK_OB_03_an_index_outside_the_list_is_refused(index):
    with pytest.raises(IndexError):
        status_list.is_set(status_list.empty_bits(), index)
    with pytest.raises(IndexError):
        status_list.with_bit(status_list.empty_bits(), index)


def packed(content):
    return "u" + base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (packed(gzip.compress(bytes(50_000_000), mtime=0)), "too-big"),
        (packed(gzip.compress(bytes(1_024), mtime=0)), "wrong-shape"),
        (packed(gzip.compress(bytes(16_384), mtime=0))[:-8], "wrong-shape"),
        (packed(b"no gzip"), "wrong-shape"),
        ("m" + packed(gzip.compress(bytes(16_384), mtime=0))[1:], "wrong-shape"),
        ("u*", "wrong-shape"),
        ("", "wrong-shape"),
    ],
    ids=["bomb", "short", "cut", "not-gzip", "other-base", "not-base64", "empty"],
)
def test_ATK_OB_03_a_short_list_and_a_bomb_are_refused(text, code):
    with pytest.raises(Unacceptable) as refusal:
        status_list.decoded(text, most_bytes=1_000_000)
    assert refusal.value.code == code


def test_a_list_is_a_credential_that_never_lapses():
    bits = status_list.empty_bits()
    document = status_list.status_credential(id="https://x.example/1.json", issuer=HUB, bits=bits, valid_from=AWARDED)
    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://x.example/1.json",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": HUB.id,
        "validFrom": "2026-11-01T10:00:00Z",
        "credentialSubject": {
            "id": "https://x.example/1.json#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": status_list.encoded(bits),
        },
    }
