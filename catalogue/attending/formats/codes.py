"""The six signs of a check-in code: read on a wall from far away, typed on a phone. No vowel, so no word; no sign that
looks like another one. 24⁶ = 191 million: enough when guesses are counted."""

import re
from secrets import choice

SIGNS = "23456789CDFHJKMNPQRTVWXY"
LENGTH = 6
# What people type when they read too fast.
LOOKALIKES = str.maketrans("BGSZ", "8652")


def new_code() -> str:
    return "".join(choice(SIGNS) for _sign in range(LENGTH))


def typed_code(text: str) -> str:
    """Return the code that `text` means: case, spaces, dashes and look-alikes do not matter. Empty when it is none."""
    found = re.sub(r"[\s.\-–—]", "", text).upper().translate(LOOKALIKES)
    return found if len(found) == LENGTH and set(found) <= set(SIGNS) else ""


def spaced(code: str) -> str:
    """Return the code as people read it aloud: two groups of three."""
    return f"{code[:3]}\u00a0{code[3:]}"
