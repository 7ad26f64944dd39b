"""The shapes of the codes of French vocational training. Pure.

Sources: France compétences (RNCP, RS and their blocks), LHÉO 2.3 (`code-bloc`, 8 to 40 signs; NSF, Formacode and ROME).
"""

import re

RNCP = re.compile(r"RNCP[0-9]{1,6}")
RS = re.compile(r"RS[0-9]{1,6}")
RNCP_BLOCK = re.compile(r"RNCP[0-9]{1,6}BC[0-9]{2}")
OTHER_BLOCK = re.compile(r"[A-Za-z0-9._/-]{8,40}")
SHAPES = {
    # Three digits, and a letter for the function: 320, 320t.
    "nsf": re.compile(r"[0-9]{3}[a-z]?"),
    "formacode": re.compile(r"[0-9]{5}"),
    "rome": re.compile(r"[A-N][0-9]{4}"),
}
EXAMPLES = {"nsf": "320t", "formacode": "70354", "rome": "K1207"}


def is_classification_code(system: str, code: str) -> bool:
    """Return whether `code` has the shape of `system`: "nsf", "formacode" or "rome"."""
    return bool(SHAPES[system].fullmatch(code))


def is_certification_code(register: str, code: str) -> bool:
    """Return whether `code` has the shape of `register`: "rncp", "rs", or "" which has no code."""
    shapes = {"rncp": RNCP, "rs": RS}
    return bool(register in shapes and shapes[register].fullmatch(code))


def is_block_code(code: str, certification_code: str = "") -> bool:
    """Return whether `code` names a block, of that certification when its code is given."""
    if certification_code.startswith("RNCP"):
        return bool(RNCP_BLOCK.fullmatch(code)) and code.startswith(f"{certification_code}BC")
    return bool(OTHER_BLOCK.fullmatch(code))
