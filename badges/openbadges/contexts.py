"""The JSON-LD contexts that this program knows, each by its address and the SHA-256 of its bytes.

A context says what the words of a credential mean: one that changed, or that somebody else wrote, would change what a
signature says. Nothing is ever fetched. Sources and licences: `contexts/README.md`.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from badges.openbadges.faults import NotCanonical

FOLDER = Path(__file__).parent / "contexts"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0"
PACKAGED = {
    "https://www.w3.org/ns/credentials/v2": (
        "w3c-credentials-v2.jsonld",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    "https://www.w3.org/2018/credentials/v1": (
        "w3c-credentials-v1.jsonld",
        "3d0b277522ed24385c850b9882b9688687189b8f37a9bd9f1577e348b1019c44",
    ),
    "https://www.w3.org/ns/did/v1": (
        "w3c-did-v1.jsonld",
        "adefa50311393eb1bd788a38ac9fe2696c65367928f6996812cd54577394f4da",
    ),
    "https://w3id.org/security/multikey/v1": (
        "w3id-multikey-v1.jsonld",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
    "https://w3id.org/security/data-integrity/v1": (
        "w3id-data-integrity-v1.jsonld",
        "c6e5073f4bd4bf6d08f245736e6f32c29b012860b18583644b2d71e1de862669",
    ),
    "https://w3id.org/security/data-integrity/v2": (
        "w3id-data-integrity-v2.jsonld",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
    ),
    "https://w3id.org/security/suites/ed25519-2020/v1": (
        "w3id-ed25519-2020-v1.jsonld",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
    ),
    f"{OPEN_BADGES}/context.json": (
        "ob-v3p0-context.json",
        "b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10",
    ),
    f"{OPEN_BADGES}/context-3.0.1.json": (
        "ob-v3p0-context-3.0.1.json",
        "cfc147db5fd5e3575b06bd471fe04784e92de69296f64a351b8dff0ec3372e9c",
    ),
    f"{OPEN_BADGES}/context-3.0.2.json": (
        "ob-v3p0-context-3.0.2.json",
        "bba433989e1e700ca60838a3c22378e7d8381aeb0c9590f9ddf84d1714f10296",
    ),
    f"{OPEN_BADGES}/context-3.0.3.json": (
        "ob-v3p0-context-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    f"{OPEN_BADGES}/extensions.json": (
        "ob-v3p0-extensions.json",
        "146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3",
    ),
    "https://w3id.org/openbadges/v2": (
        "openbadges-v2.json",
        "3c0c25a0e581c64cbe632197377c4f334c6c0b95f0d90e3b74449781612b153d",
    ),
}


@cache
def context_bytes(address: str) -> bytes:
    """Return the context at `address`. Raise NotCanonical when it is unknown, or is not the one that was packaged."""
    try:
        name, digest = PACKAGED[address]
    except KeyError:
        raise NotCanonical("unknown-context", address) from None
    content = (FOLDER / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotCanonical("unknown-context", address)
    return content


def context(address: str) -> dict:
    """Return a new copy of the context at `address`."""
    return json.loads(context_bytes(address))
