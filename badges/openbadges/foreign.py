"""A credential that others signed: read only when what it says is what its proof signs.

Verifiable Credentials Data Integrity 1.0 (https://www.w3.org/TR/vc-data-integrity/), §2.4.1, context validation. A
proof signs statements, and several JSON documents make the same statements: an attacker may rename a member to its
full address, move it to another object of the same name, or put it where no reader looks, and the proof still holds.
W3C advises to compare with a compaction of the document; that one too keeps what was moved where it was moved.
Here, what allows several readings is refused: names that are addresses, keywords or types, objects that say different things
under one name, arrays inside arrays, null, contexts other than those of badges or in another place. What is left is read in one way.
"""

from badges.openbadges import integrity
from badges.openbadges.bounds import bounded_json, walk
from badges.openbadges.contexts import OPEN_BADGES
from badges.openbadges.faults import NotProved, Unacceptable
from badges.openbadges.multibase import multikey_of_jwk

FIRST = {"https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1"}
OTHERS = {
    *(f"{OPEN_BADGES}/{name}.json" for name in ("context", "context-3.0.1", "context-3.0.2", "context-3.0.3")),
    f"{OPEN_BADGES}/extensions.json",
    "https://w3id.org/security/data-integrity/v1",
    "https://w3id.org/security/data-integrity/v2",
    "https://w3id.org/security/suites/ed25519-2020/v1",
}
# PyLD compares each item of an array with all the others: 9,000 tags took 40 seconds.
MOST_ITEMS = 500
# What a reader looks at as one text, and must not be read as absent because it is hidden in an array.
TEXTS = ("id", "name", "validFrom", "validUntil", "issuanceDate", "expirationDate", "awardedDate")
OBJECTS = ("credentialSubject", "credentialStatus")


def foreign_credential(data: bytes) -> dict:
    """Return the credential in `data`. Raise Unacceptable when it is too much to read, or could be read in two ways."""
    document = bounded_json(data)
    refuse_foreign_contexts(document)
    for _, value in walk(document):
        refuse_other_readings(value, document["@context"])
    refuse_wrong_shapes(document)
    refuse_two_meanings(document)
    return document


def refuse_foreign_contexts(document):
    declared = document.get("@context")
    declared = declared if isinstance(declared, list) else [declared]
    if any(not isinstance(item, str) for item in declared):
        raise Unacceptable("inner-context")
    if not declared or declared[0] not in FIRST:
        raise Unacceptable("unknown-context", *declared[:1])
    for item in declared[1:]:
        if item not in OTHERS:
            raise Unacceptable("unknown-context", item)


def refuse_other_readings(value, declared):
    if value is None:
        raise Unacceptable("empty-member")
    if isinstance(value, list) and len(value) > MOST_ITEMS:
        raise Unacceptable("too-many")
    if isinstance(value, list) and any(isinstance(item, list) for item in value):
        raise Unacceptable("wrong-shape")
    if isinstance(value, dict):
        if value.get("@context", declared) != declared:
            raise Unacceptable("inner-context")
        for name in value.keys() - {"@context"}:
            # `Criteria`, a type, has the address of `criteria`, a member: one may stand for the other.
            if ":" in name or name[:1] in {"", "@"} or name[0].isupper():
                raise Unacceptable("other-name", name)


def refuse_wrong_shapes(document):
    for name in TEXTS:
        if not isinstance(document.get(name, ""), str):
            raise Unacceptable("wrong-shape", name)
    for name in OBJECTS:
        if not isinstance(document.get(name, {}), dict):
            raise Unacceptable("wrong-shape", name)
    if not isinstance(issuer_of(document), str):
        raise Unacceptable("wrong-shape", "issuer")


def issuer_of(document: dict):
    """Return the name of the issuer, which is a text or an object with an `id`."""
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def refuse_two_meanings(document):
    """Refuse objects of one `id` that say different things: what one says could have been said by the other. One may
    say less than another: it then repeats it. What an endorsement says of its subject can be said nowhere else."""
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    largest = {}
    objects = [value for _, value in walk(unsecured) if isinstance(value, dict) and isinstance(value.get("id"), str)]
    for value in sorted(objects, key=len, reverse=True):
        if value.keys() == {"id", "type", "endorsementComment"}:
            continue
        kept = largest.setdefault(value["id"], value)
        if any(name not in kept or kept[name] != said for name, said in value.items()):
            raise Unacceptable("two-meanings", value["id"])


def verify_foreign(document: dict, *, controller: dict) -> dict:
    """Return the proof of a credential that `foreign_credential` read, after checking it against the DID document of
    its issuer. Raise NotProved when it does not hold, NotCanonical when it would say more than it signs.

    Canonicalising is work: run this where processor time and memory are limited.
    """
    proof = integrity.proof_of(document)
    key = assertion_key(controller, issuer=issuer_of(document), method=proof.get("verificationMethod"))
    if not integrity.verify_proof(document, public_multibase=multibase_of(key)):
        raise NotProved("wrong-signature")
    return proof


def assertion_key(controller: dict, *, issuer: str, method: str) -> dict:
    """Return the verification method named `method`, when the DID document `controller` is that of `issuer` and says
    that this key speaks for it. Raise NotProved otherwise."""
    if not isinstance(method, str) or controller.get("id") != issuer or method.partition("#")[0] != issuer:
        raise NotProved("wrong-method", str(method))
    asserting = [absolute(item, issuer) for item in array(controller.get("assertionMethod")) if isinstance(item, str)]
    listed = array(controller.get("verificationMethod")) + array(controller.get("assertionMethod"))
    known = [item for item in listed if isinstance(item, dict) and absolute(item.get("id"), issuer) == method]
    embedded = [item for item in known if item in array(controller.get("assertionMethod"))]
    if len(known) != 1 or not (method in asserting or embedded) or known[0].get("controller") != issuer:
        raise NotProved("wrong-method", method)
    return known[0]


def assertion_jwks(controller: dict, *, issuer: str) -> list[dict]:
    """Return the JSON Web Keys that speak for `issuer`, each with the full name of its method as `kid`."""
    methods = {
        absolute(item.get("id") if isinstance(item, dict) else item, issuer)
        for item in array(controller.get("assertionMethod"))
    }
    found = []
    for method in sorted(filter(None, methods)):
        key = assertion_key(controller, issuer=issuer, method=method)
        if isinstance(key.get("publicKeyJwk"), dict):
            found.append({**key["publicKeyJwk"], "kid": method})
    return found


def absolute(name, issuer):
    """Return the full name of a method: a DID document may write `#key-1` for its own."""
    if not isinstance(name, str):
        return ""
    return issuer + name if name.startswith("#") else name


def array(value):
    return value if isinstance(value, list) else [value] if value is not None else []


def multibase_of(key):
    """Return the Ed25519 key of a verification method, however it is written."""
    if isinstance(key.get("publicKeyMultibase"), str):
        return key["publicKeyMultibase"]
    try:
        return multikey_of_jwk(key.get("publicKeyJwk"))
    except ValueError as error:
        raise NotProved("wrong-key", str(key.get("type"))) from error
