"""Rows of material and objectives, from lists, lines, tables or sentences."""

import re
from typing import Any

from bs4 import Tag

from outillerie.kits.formats.content import Material
from outillerie.kits.formats.dialects.facts import as_text
from outillerie.kits.formats.dialects.words import capitalised, folded, one_line, sentences

_QUANTITY = re.compile(
    r"^(?P<amount>\d+(?:[.,]\d+)?(?:\s*(?:à|-|–|ou|to)\s*\d+)?|une?(?=\s)|deux|trois|quatre|one|two"
    r"|three|an?(?=\s[a-z]))\s*(?:x\s+)?(?!ans\b|min|%|°|[°.,:/])"
    r"(?P<label>[^\W\d_].*)$",
    re.IGNORECASE | re.DOTALL,
)
_QUANTITY_AFTER = re.compile(
    r"^(?P<label>.*?\S)\s*(?:\(\s*(?:x\s*)?(?P<bracketed>\d+(?:\s*(?:à|-)\s*\d+)?)\s*x?\s*\)"
    r"|[x×]\s*(?P<times>\d+)|:\s*(?P<after>\d+))\s*$"
)
_SHARE = re.compile(
    r"\s*\(?\b(?P<share>(?:par|pour chaque|per|for each|pour) (?:chaque "
    r"|each )?(?:participant\w*(?:·e)?(?:·?s)?|personne|groupe|équipe|binôme|enfant|table|deux|2"
    r"|person|group|team|pair|jeune|élève)s?)\b\)?",
    re.IGNORECASE,
)
_WORD_NUMBERS = {
    "un": "1",
    "une": "1",
    "a": "1",
    "an": "1",
    "one": "1",
    "deux": "2",
    "two": "2",
    "trois": "3",
    "three": "3",
    "quatre": "4",
}
_PROVIDED = re.compile(r"\bfourni\w*|\bprovided\b|\bdans le kit\b|\bjoint\w*\b", re.IGNORECASE)
_DIGITAL = re.compile(
    r"ordinateur|\bpc\b|tablette|smartphone|telephone|videoprojecteur|retroprojecteur|projecteur"
    r"|connexion|internet|wi ?fi|logiciel|application|\bcle usb|imprimante|casque audio|micro\b"
    r"|enceinte"
    r"|computer|laptop|tablet|phone|projector|software|printer|scratch|python|navigateur|browser"
    r"|ecran|souris|clavier|raspberry|micro ?bit|arduino|robot|camera|appareil photo|trinket"
    r"|fichiers?|zip|py\b"
)
_OBJECTIVE_SENTENCE = re.compile(
    r"^(?:l['’]objectif(?: principal)?(?: de (?:cet(?:te)? |l['’])\w+)? est (?:de |d['’])"
    r"|cet(?:te)? (?:atelier|activité) (?:ludique )?(?:a|à) pour (?:but|objectif) (?:de |d['’])"
    r"|il s['’]agit (?:de |d['’])|the (?:aim|goal) (?:of this \w+ )?is to )",
    re.IGNORECASE,
)


def material_of(value: Any) -> list[Material]:
    """Return the rows of a value: a text cut at its commas, or items as texts or tags."""
    items = value if isinstance(value, list | tuple) else _cut(as_text(value))
    return [row for item in items if (row := material_row(plain_item(item)))]


def material_row(text: str) -> Material | None:
    """Return the row of «12 cartes», «1 ordinateur par groupe», «feutres (x10)», «un vidéoprojecteur
    (fourni)»."""
    text = one_line(text).strip(" .;,•-–")
    if not re.search(r"\w", text):
        return None
    is_provided = bool(_PROVIDED.search(text)) and not re.search(r"non fourni|pas fourni", text, re.IGNORECASE)
    share = _SHARE.search(text)
    bare = one_line(_SHARE.sub("", text, count=1)) if share else text
    label, amount = _amount(bare)
    if not label or (share and not amount):
        label, amount, share = text, "", None
    quantity = f"{amount} {share['share'].lower()}" if share else amount
    label = one_line(re.sub(r"\(\s*fournie?s?\s*\)", "", label, flags=re.IGNORECASE))
    return Material(
        label=label,
        quantity=quantity,
        is_provided=is_provided,
        is_digital=bool(_DIGITAL.search(folded(label))),
    )


def material_in_table(table: Tag) -> list[Material]:
    """Return a row for each line of a table «matériel, quantité»; its first line when it is a header
    is left out."""
    rows = []
    for row in table.find_all("tr"):
        cells = [as_text(cell) for cell in row.find_all(["td", "th"])]
        if not any(cells) or (row.find("td") is None):
            continue
        material = material_row(cells[0])
        amounts = [cell for cell in cells[1:] if re.search(r"\d", cell)]
        if material and amounts:
            material = Material(label=cells[0], quantity=amounts[0], is_digital=material.is_digital)
        rows += [material] if material else []
    return rows


def objectives_of(value: Any) -> list[str]:
    """Return one sentence an objective: items of a list, or the sentences of a text."""
    if isinstance(value, list | tuple):
        return [text for item in value if (text := _objective(plain_item(item)))]
    text = as_text(value)
    return [part for part in re.split(r"\s*[;•]\s+", text) if part]


def _objective(text: str) -> str:
    """Return `text` without the mark that ends an item."""
    text = text.strip(" ;,•-")
    return text.rstrip(" .") if len(sentences(text)) == 1 and not text.endswith("...") else text


def objective_of_sentence(sentence: str) -> str | None:
    """Return what «L’objectif de cet atelier est de comprendre…» aims at, None for another sentence."""
    found = _OBJECTIVE_SENTENCE.match(sentence)
    return capitalised(sentence[found.end() :].rstrip(" .")) if found else None


def plain_item(item: Any) -> str:
    """Return an item as one line; a link keeps its address in parentheses, a sub-list its commas."""
    if not isinstance(item, Tag):
        return as_text(item)
    for link in item.find_all("a"):
        address, words = str(link.get("href") or ""), one_line(link.get_text())
        form = "{} : {}" if "(" in item.get_text() else "{} ({})"
        link.replace_with(address if words == address else form.format(words, address))
    inner = [plain_item(inner) for inner in item.select("li")]
    for listed in item.find_all(["ul", "ol"]):
        listed.decompose()
    own = one_line(item.get_text())
    return own + (" " if own.endswith(":") else " : ") + ", ".join(inner) if inner else own


def _amount(text: str) -> tuple[str, str]:
    if found := _QUANTITY.match(text):
        amount = found["amount"].lower()
        return found["label"].strip(), _WORD_NUMBERS.get(amount, amount)
    if found := _QUANTITY_AFTER.match(text):
        return found["label"], found["bracketed"] or found["times"] or found["after"]
    return text, ""


def _cut(text: str) -> list[str]:
    """Cut a line at its commas, never inside parentheses nor between digits; a sentence stays whole."""
    if len(sentences(text)) > 1:
        return sentences(text)
    return re.split(r"\s*[,;•]\s+(?![^()]*\))|\s+•\s*", text.rstrip("."))
