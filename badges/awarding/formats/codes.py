"""The eight signs printed on a certificate, with which whoever reads it finds the badge again. Pure.

Crockford's Base32 (https://www.crockford.com/base32.html): no I, L, O or U. 32⁸ = 1,100 thousand million: guesses are
counted, and badges are few.
"""

import re
from secrets import choice

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
LOOKALIKES = str.maketrans("ILO", "110")


def new_code() -> str:
    return "".join(choice(SIGNS) for _sign in range(LENGTH))


def typed_code(text: str) -> str:
    """Return the code that `text` means: case, spaces, dashes and look-alikes do not matter. Empty when it is none."""
    found = re.sub(r"[\s.\-–—]", "", text).upper().translate(LOOKALIKES)
    return found if len(found) == LENGTH and set(found) <= set(SIGNS) else ""


def spaced(code: str) -> str:
    """Return the code as people read it aloud: two groups of four."""
    return f"{code[:4]}\u00a0{code[4:]}"
