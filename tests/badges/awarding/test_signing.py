import hashlib

import pytest

from badges.awarding.models import Credential
from badges.awarding.signing import document_of, issue, standing_documents
from badges.openbadges.integrity import verify_proof
from badges.openbadges.tokens import verify_vc_jwt
from outillerie.outbox.models import OutboxMessage
from tests.badges import factories

pytestmark = pytest.mark.django_db


def test_a_badge_is_signed_in_four_forms_by_the_keys_of_its_issuer():
    import json

    given = factories.credential()
    documents = standing_documents(given)
    assert [row.form for row in documents] == ["ob3", "jwt", "ob2", "jws"]
    assert all(hashlib.sha256(row.content).hexdigest() == row.sha256 for row in documents)
    ob3, jwt = json.loads(documents[0].content), documents[1].content.decode()
    assert verify_proof(ob3, public_multibase=documents[0].key.public)
    assert verify_vc_jwt(jwt, public_pem=documents[1].key.public)["id"] == ob3["id"]
    assert given.state == Credential.State.ISSUED


def test_signing_a_badge_again_changes_nothing():
    given = factories.credential()
    before = [bytes(row.content) for row in standing_documents(given)]
    issue(given.pk)
    assert [bytes(row.content) for row in standing_documents(given)] == before
    assert OutboxMessage.objects.filter(kind="badge-mail").count() == 1
    assert document_of(given, "ob3").serial == 1
