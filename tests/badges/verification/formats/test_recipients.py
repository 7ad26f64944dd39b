import pytest

from badges.openbadges import hosted
from badges.verification.formats.recipients import matches_person, recipient_check
from tests.badges.openbadges.samples import BADGE
from tests.badges.verification.world import badge, changed

BOTH_FORMS = pytest.mark.parametrize("document", [badge(), hosted.hosted_assertion(BADGE)], ids=["3.0", "2.0"])


@BOTH_FORMS
@pytest.mark.parametrize("address", ["a@example.com", "A@Example.COM", "  a@example.com\n"])
def test_ATK_OB_05_letter_case_does_not_count(document, address):
    assert matches_person(document, ["b@example.com", address])


@BOTH_FORMS
@pytest.mark.parametrize(
    # A plus-address, a Cyrillic letter, a dot, another domain, nothing.
    "address", ["a+b@example.com", "а@example.com", "a.@example.com", "a@example.org", "", "Kosher", "a@example.comKosher"]
)  # fmt: skip
def test_ATK_OB_05_an_address_that_looks_alike_is_not_theirs(document, address):
    assert not matches_person(document, [address])


@pytest.mark.parametrize("member", ["hashed", "identityType", "identityHash", "salt"])
def test_an_identity_that_misses_something_is_nobodys(member):
    document = changed(badge(), f"credentialSubject.identifier.0.{member}", None)
    assert not matches_person(document, ["a@example.com"])


def test_an_address_in_clear_is_compared_as_it_is():
    document = {"recipient": {"type": "email", "hashed": False, "identity": "Ada@Example.com"}}
    assert matches_person(document, ["ada@example.com"])
    assert not matches_person({"recipient": {"type": "url", "identity": "ada@example.com"}}, ["ada@example.com"])


def test_an_endorsement_is_nobodys_whatever_it_says():
    document = badge() | {"type": ["VerifiableCredential", "EndorsementCredential"]}
    assert not matches_person(document, ["a@example.com"])
    assert recipient_check(document, "a@example.com").reason == "nobody-named"


@pytest.mark.parametrize(
    "document", [{}, {"credentialSubject": []}, {"recipient": "ada"}, {"recipient": {"type": "email"}}]
)
def test_a_badge_that_names_nobody_is_nobodys(document):
    assert not matches_person(document, ["ada@example.com"])
    assert recipient_check(document, "ada@example.com").reason == "nobody-named"
