"""How the name of a place is compared: «St-Omer», «Saint Omer» and «SAINT-OMER» are the same. Pure."""

import re

from catalogue.venues.formats.letters import bare_words

_SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_CEDEX = re.compile(r" cedex( \d+)?$")


def plain_name(name: str) -> str:
    """Return `name` without accent, capital, hyphen or apostrophe, «St» written «saint», and no «cedex»."""
    return _CEDEX.sub("", " ".join(_SHORT.get(word, word) for word in bare_words(name)))
