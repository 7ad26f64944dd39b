"""The number that says which organisation a venue is of: SIRET, RNA or RIDET.

SIRET: 14 digits, the last of which checks the others (Luhn, ISO/IEC 7812-1), except those of La Poste (SIREN
356 000 000), whose digits add up to a multiple of five. RNA: «W» and nine digits or letters. RIDET (New Caledonia):
nine or ten digits. Fourteen zeros are a common way to say «none», and nothing is checked of them.
"""

import re

NONE = "0" * 14
LA_POSTE = "356000000"
_PIVOT = re.compile(r"[A-Z0-9]{9,14}")
_RNA = re.compile(r"W[0-9A-Z]{9}")


def is_siret(number: str) -> bool:
    """Return whether 14 digits are a SIRET. `number` has no space."""
    if not (len(number) == 14 and number.isascii() and number.isdigit()) or number == NONE:
        return False
    if number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0:
        return True
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def is_written_as_pivot(number: str) -> bool:
    return _PIVOT.fullmatch(number) is not None


def is_right(number: str) -> bool:
    """Return whether nothing says that `number` is wrong."""
    if number == NONE or _RNA.fullmatch(number):
        return True
    if len(number) == 14:
        return is_siret(number)
    return len(number) in {9, 10} and number.isdigit()


def mended(text: str) -> str:
    """Return `text` without spaces, in capitals, with the leading zero of a SIRET that a spreadsheet lost."""
    number = re.sub(r"[\s.\-]", "", text.removesuffix(".0")).upper()
    if number.isdigit() and len(number) == 13 and is_siret(f"0{number}"):
        return f"0{number}"
    return NONE if number and not number.strip("0") else number
