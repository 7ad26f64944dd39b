from badges.openbadges.identity import identity_hash, matches, new_salt
from tests.badges.openbadges.samples import sample


def test_the_hash_is_that_of_the_data_model():
    [example] = sample("vectors/identity-hash.json")["examples"]
    assert identity_hash(example["identifier"], example["salt"]) == example["identityHash"]


def test_letter_case_and_spaces_around_do_not_change_a_person():
    assert identity_hash(" Ada@Example.COM ", "salt") == identity_hash("ada@example.com", "salt")


def test_an_address_matches_its_hash_and_no_other():
    hashed = identity_hash("ada@example.com", "salt")
    assert matches("ADA@example.com", "salt", hashed) is True
    assert matches("ada@example.com", "salt", hashed.upper().replace("SHA256", "sha256")) is True
    assert matches("ada+1@example.com", "salt", hashed) is False
    assert matches("ada@example.com", "other", hashed) is False
    assert matches("ada@example.com", "salt", "sha256$é") is False


def test_a_salt_is_128_bits_and_never_the_same():
    salts = {new_salt() for _ in range(50)}
    assert len(salts) == 50
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}
