"""Files of the former standard (v0.1.x, 2022, 29 columns), still met: they become lines of v1.0.2.

https://github.com/LaMednum/standard-mediation-num at v0.1.1. Fifteen services become nine; «Adhésion» becomes
«Payant», the Pass numérique is gone, «À ma place» is an individual support. The publics that a place *receives* are
not those it is *only* for: none becomes an exclusive one, save «Uniquement femmes».
"""

from collections.abc import Mapping

from catalogue.venues.formats.standard import SEPARATOR
from catalogue.venues.formats.values import items
from catalogue.venues.formats.vocabulary import former, plain

OWN_COLUMNS = frozenset({
    "cle_ban", "courriel", "publics_accueillis", "conditions_acces", "labels_nationaux", "labels_autres", "accessibilite",
})  # fmt: skip
LATER_COLUMNS = frozenset({"courriels", "frais_a_charge", "formations_labels", "modalites_acces", "fiche_acces_libre"})


def is_former(columns) -> bool:
    """Return whether a header is of v0: it has columns of its own, and none that came with v1."""
    columns = set(columns)
    return bool(columns & OWN_COLUMNS) and not columns & LATER_COLUMNS


def converted(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of v1.0.2 of a line of v0. A value that no rule knows stays, for the reader to tell."""
    rules = former()
    found: dict[str, list[str]] = {}
    for key, text in cells.items():
        if key in rules["dropped"]:
            continue
        if key not in rules["values"]:
            found.setdefault(rules["keys"].get(key, key), []).append(text)
            continue
        for token in items(text):
            changed = rule_of(rules["values"][key], token)
            for column, value in ({key: token} if changed is None else changed).items():
                found.setdefault(column, []).append(value)
    return {key: SEPARATOR.join(dict.fromkeys(parts)) for key, parts in found.items()}


def rule_of(rules: Mapping[str, dict], token: str) -> dict | None:
    """Return what a value becomes, even when its explanation, after «:», is worded otherwise."""
    return rules.get(plain(token), rules.get(plain(token.split(":")[0])))
