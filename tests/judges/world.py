"""What judges may read while they work: addresses and their answers. Nothing else exists for them."""

import json
from functools import cache
from pathlib import Path

from badges.openbadges.contexts import PACKAGED, context_bytes

type Answer = tuple[int, str, str]  # status, media type, text

DATA = Path(__file__).parents[1] / "data" / "open-badges"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def answer(document: dict | str, *, status: int = 200, media_type: str = "application/json") -> Answer:
    return status, media_type, document if isinstance(document, str) else json.dumps(document)


@cache
def standards() -> dict[str, Answer]:
    """Return the contexts and the schema that every credential names."""
    contexts = {address: (200, "application/ld+json", context_bytes(address).decode()) for address in PACKAGED}
    schema = DATA / "schemas" / "ob_v3p0_achievementcredential_schema.plain.json"
    return contexts | {SCHEMA: answer(schema.read_text(encoding="utf-8"))}
