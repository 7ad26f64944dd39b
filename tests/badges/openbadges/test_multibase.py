import pytest
from hypothesis import given
from hypothesis import strategies as st

from badges.openbadges.multibase import base58, bytes_of, ed25519_key, multikey, multikey_of_jwk
from tests.badges.openbadges.samples import KEY, MULTIBASE


@given(st.binary(max_size=64))
def test_bytes_come_back_from_their_text(data):
    assert bytes_of(base58(data)) == data


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "z"),
        (b"\0\0", "z11"),
        (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
        (bytes.fromhex("0000287fb4cd"), "z11233QC4"),
    ],
)
def test_the_texts_of_the_draft_are_written(data, text):
    """The vectors of draft-msporny-base58-03, section 5."""
    assert base58(data) == text


@pytest.mark.parametrize("text", ["", "u0", "z0", "zO", "zI", "zl", "z é", "z" + "1" * 200])
def test_what_is_not_base58_is_refused(text):
    with pytest.raises(ValueError, match="base58"):
        bytes_of(text)


def test_a_key_is_read_from_what_publishes_it():
    assert multikey(ed25519_key(MULTIBASE)) == MULTIBASE == multikey(KEY.public_key())


@pytest.mark.parametrize("data", [b"\xed\x01" + bytes(31), b"\x80\x24" + bytes(33), b"\x80\x26" + bytes(32)])
def test_another_kind_of_key_is_refused(data):
    with pytest.raises(ValueError, match="Ed25519"):
        ed25519_key(base58(data))


def test_a_key_given_as_jwk_is_the_same_and_a_secret_one_is_refused():
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "A6EHv_POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg"}
    assert multikey_of_jwk(jwk) == MULTIBASE
    for wrong in ({**jwk, "d": "AAAA"}, {**jwk, "crv": "Ed448"}, None, {"kty": "RSA"}):
        with pytest.raises(ValueError, match="Ed25519"):
            multikey_of_jwk(wrong)
