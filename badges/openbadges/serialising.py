"""JSON as it is published and stored: one way for all, so that the same document is always the same bytes.

RFC 8259 (https://www.rfc-editor.org/rfc/rfc8259): UTF-8, no byte order mark, order of members kept.
"""

import json


def serialise(document: dict) -> bytes:
    """Return `document` as compact UTF-8 JSON. Numbers that JSON does not know (NaN, infinity) raise ValueError."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
