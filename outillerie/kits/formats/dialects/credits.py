"""Who made a sheet and under which licence, when its own text says so."""

import re

from bs4 import BeautifulSoup, Tag

from outillerie.kits.formats.content import Credit
from outillerie.kits.formats.dialects.imported import Account
from outillerie.kits.formats.dialects.words import capitalised, folded, one_line, sentences
from outillerie.kits.formats.refusals import gettext_noop
from outillerie.licences.recognise import recognise

ASSUMED_VERSION = gettext_noop("The licence is named without its version: check it.")

_SUBJECT = (
    r"(?:cet(?:te)?|ces|l['’]|la|le|les|this|these|the)\s*(?:présente?\s+)?(?:activité|atelier|fiche"
    r"|animation|kit|ressource|annexe|document|contenu|projet|jeu|support|tutoriel|workshop|activity"
    r"|sheet|resource)s?"
)
_DEED = (
    r"(?P<deed>inspirée?s?|adaptée?s?|tirée?s?|réalisée?s?|conçue?s?|créée?s?|produite?s?|écrite?s?"
    r"|rédigée?s?|élaborée?s?|proposée?s?|développée?s?|imaginée?s?|traduite?s?|illustrée?s?"
    r"|based on|adapted from|inspired by|created by|designed by|written by|made by|translated by"
    r"|illustrated by)"
)
_ATTRIBUTION = re.compile(
    rf"{_SUBJECT}[^.;:]{{0,60}}?\b(?:est|sont|a été|ont été|is|are|was|were)\s+(?:largement "
    rf"|librement |directement )?{_DEED}\s*"
    r"(?:(?:en (?:partenariat|collaboration) avec|avec l['’]aide de|par|de|d['’]|du|des|by|from"
    r"|with)\s*)?(?P<rest>[^.]*)",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?P<kind>collectif|association|compagnie|coopérative|fondation|fab ?lab|médiathèque"
    r"|centre social|réseau)\s+)?"
    r"(?P<name>[A-ZÀ-ÖØ-Þ][\w'’&.-]*(?:\s+(?:(?:de|du|des|la|le|les|et|sans|en|of|and|the|&"
    r"|d['’])\s+){0,2}[A-ZÀ-ÖØ-Þ0-9][\w'’&-]*)*)"
)
_SHORT_ATTRIBUTION = re.compile(
    r"^(?:cette |cet |la |l['’])?(?:fiche|activité|atelier|animation|kit|ressource|document|support"
    r"|auteurs?|sheet|workshop|activity)s?\s+"
    rf"{_DEED}\s*(?:(?:en (?:partenariat|collaboration) avec|avec l['’]aide de|par|de|d['’]|du|des"
    rf"|by|from|with)\s*)?(?P<rest>[^.]*)",
    re.IGNORECASE,
)
_ROLES = {
    "traduite": "translator",
    "translated": "translator",
    "illustree": "illustrator",
    "illustrated": "illustrator",
}
_INSPIRED = re.compile(r"inspir|adapt|tire|based", re.IGNORECASE)
_DISTRIBUTED = re.compile(
    r"(?:diffusée?s?|publiée?s?|distribuée?s?|mise?s?|placée?s?|proposée?s?|partagée?s?"
    r"|disponibles?|créée?s?|réalisée?s?|conçue?s?|produite?s?|écrite?s?|rédigée?s?|est|sont"
    r"|released|published|licensed|available|distributed)"
    r"[^.]{0,60}?\b(?:sous|under)\b(?P<licence>[^.;\n]{0,20}licen[cs]e?[^;\n]{0,120}"
    r"|[^.;\n]{0,10}\bCC[\s-][^;\n]{0,80})",
    re.IGNORECASE,
)
_MANY = re.compile(r"\s*(?:,|;|/|\bet\b|\band\b|&|\n|·)\s*")


def credits_in(soup: BeautifulSoup) -> list[Credit]:
    """Return the people and groups that sentences such as «réalisé par le collectif X» name, with
    their links."""
    found: list[Credit] = []
    for paragraph in soup.find_all(["p", "li"]):
        for sentence in sentences(one_line(paragraph.get_text())):
            if (attribution := _attribution(sentence)) and (credit := _credit(attribution, paragraph)):
                found += [credit] if folded(credit.name) not in {folded(known.name) for known in found} else []
    return found


def is_attribution(block: Tag) -> bool:
    """Tell whether a paragraph only says who made the sheet or under which licence."""
    text = one_line(block.get_text())
    parts = sentences(text)
    return (
        block.name == "p"
        and 0 < len(parts) <= 3
        and all(_attribution(part) or _DISTRIBUTED.search(part) for part in parts)
    )


def named_people(text: str, *, role: str = "author", organisation: str = "") -> list[Credit]:
    """Return one credit a name of «Léa Martin, Association Y et Z»."""
    names = (one_line(re.sub(r"[<(][^<>()]*@[^<>()]*[>)]|https?://\S+", "", part)) for part in _MANY.split(text))
    return [
        Credit(name=name, role=role, organisation=organisation) for name in names if re.search(r"[^\W\d_]{2}", name)
    ]


def licence_in(text: str, *, default: str = "", account: Account | None = None) -> str:
    """Return the identifier of the licence that `text` names, "" for none.

    Without a version, it is the default's when both are the same licence; otherwise the current one, and
    `account` is told to have it checked.
    """
    found = recognise(text)
    if found is None:
        return ""
    identifier = found.licence.id
    if found.is_version_assumed and _family(default) == _family(identifier):
        return default
    if found.is_version_assumed and account is not None:
        account.note(ASSUMED_VERSION, text)
    return identifier


def licence_of_sheet(soup: BeautifulSoup, account: Account, *, default: str = "") -> str:
    """Return the licence under which a sentence shares the sheet; a lesson on licences says no such thing."""
    for paragraph in reversed(soup.find_all(["p", "li", "td"])):
        if (said := _DISTRIBUTED.search(one_line(paragraph.get_text()))) and (
            licence := licence_in(said["licence"], default=default, account=account)
        ):
            return licence
    return ""


def _family(identifier: str) -> str:
    return re.sub(r"-\d.*", "", identifier)


def _attribution(sentence: str) -> re.Match | None:
    return _ATTRIBUTION.search(sentence) or _SHORT_ATTRIBUTION.search(sentence)


def _credit(attribution: re.Match, paragraph: Tag) -> Credit | None:
    names = [
        found for found in _NAME.finditer(attribution["rest"]) if not re.fullmatch(r"CC|BY|SA|NC|ND", found["name"])
    ]
    if not names:
        return None
    found = names[0]
    deed = folded(attribution["deed"])
    role = next((role for start, role in _ROLES.items() if deed.startswith(start)), "author")
    if _INSPIRED.match(deed) or "partenariat" in attribution[0] or "annexe" in attribution[0].lower():
        role = "contributor"
    kind = f"{capitalised(found['kind'].lower())} " if found["kind"] else ""
    return Credit(name=f"{kind}{found['name']}", role=role, url=_link_of(found["name"], paragraph))


def _link_of(name: str, paragraph: Tag) -> str:
    for link in paragraph.find_all("a", href=re.compile("^https?://")):
        if name in one_line(link.get_text()):
            return str(link["href"])
    return ""
