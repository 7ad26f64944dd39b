"""«Standard de données des lieux de médiation numérique» v1.0.2 (2024-07-18): its 32 columns and our fields.

https://github.com/LaMednum/standard-mediation-num (Licence Ouverte 2.0), `schema.json` at e347ff4. CSV in UTF-8 with
commas, or a JSON array of objects; several values in a cell are joined by `|`.

Defects of the official schema that are tolerated, because everyone’s files have them: «Étapes numériques(La Poste)»
lacks a space; its patterns of several values are anchored at their end only, so each value is looked at by itself;
the apostrophe of «Ce lieu n'accueille pas de public» is straight or curved; `;` separates values too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalogue.venues.formats import pivot, values
from catalogue.venues.formats.values import NotRead
from catalogue.venues.formats.vocabulary import known
from outillerie.kits.formats.content import clean_text
from outillerie.kits.formats.refusals import gettext_noop

VERSION = "1.0.2"
SEPARATOR = "|"
# Column of the standard → field of a venue, in the order of the standard.
COLUMNS = {
    "id": "standard_id",
    "pivot": "pivot",
    "nom": "name",
    "commune": "commune",
    "code_postal": "postcode",
    "code_insee": "insee_code",
    "adresse": "address",
    "complement_adresse": "address_more",
    "latitude": "latitude",
    "longitude": "longitude",
    "typologie": "typologies",
    "telephone": "phone",
    "courriels": "emails",
    "site_web": "websites",
    "horaires": "opening_hours",
    "presentation_resume": "summary",
    "presentation_detail": "description",
    "source": "source",
    "itinerance": "itinerancy",
    "structure_parente": "parent_organisation",
    "date_maj": "updated_on",
    "services": "services",
    "publics_specifiquement_adresses": "audiences",
    "prise_en_charge_specifique": "specific_support",
    "frais_a_charge": "fees",
    "dispositif_programmes_nationaux": "national_programmes",
    "formations_labels": "labels",
    "autres_formations_labels": "other_labels",
    "modalites_acces": "access_modes",
    "modalites_accompagnement": "support_modes",
    "fiche_acces_libre": "accessibility_url",
    "prise_rdv": "booking_url",
}
FIELDS = {name: key for key, name in COLUMNS.items()}
# Columns whose values are words of the standard.
WORDS = (
    "typologie", "itinerance", "services", "publics_specifiquement_adresses", "prise_en_charge_specifique",
    "frais_a_charge", "dispositif_programmes_nationaux", "formations_labels", "modalites_acces",
    "modalites_accompagnement",
)  # fmt: skip
# A label or a programme of one’s own is kept among the free ones.
FREE_LABELS = ("formations_labels", "dispositif_programmes_nationaux")
LONGEST = {
    "id": 200, "nom": 200, "commune": 120, "adresse": 250, "complement_adresse": 250, "horaires": 500, "source": 200,
    "structure_parente": 200,
}  # fmt: skip
REQUIRED = ("id", "nom", "commune", "code_postal", "adresse", "date_maj")
LONGEST_SUMMARY, LONGEST_DESCRIPTION, STANDARD_SUMMARY = 500, 20_000, 280

MISSING = gettext_noop("“%(column)s” is empty.")
UNREADABLE = gettext_noop("“%(value)s” is not right for “%(column)s”.")
LEFT_OUT = gettext_noop("“%(value)s” is not a value of “%(column)s” in the standard: it is left out.")
KEPT_FREE = gettext_noop("“%(value)s” is not a value of “%(column)s” in the standard: it is kept among other labels.")
ODD_PIVOT = gettext_noop("The number %(value)s is not the SIRET of anybody: check it.")
CUT = gettext_noop("“%(column)s” is too long: it is cut.")


@dataclass(frozen=True)
class Remark:
    """A sentence about a column: `message % parts`, untranslated."""

    message: str
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What a line says. `facts` are by field of a venue; with any of `faults` the line is refused; `remarks` are what
    was left out or looks odd."""

    facts: dict[str, Any]
    faults: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()


def read_line(cells: Mapping[str, str]) -> Reading:
    """Return what one line of v1.0.2 says: `cells` are its texts by column of the standard."""
    reader = _Reader({key: (cells.get(key) or "").strip() for key in COLUMNS})
    reader.texts()
    reader.numbers()
    reader.lists()
    return Reading(reader.facts, tuple(reader.faults), tuple(reader.remarks))


class _Reader:
    """One line being read."""

    def __init__(self, cells: dict[str, str]):
        self.cells = cells
        self.facts: dict[str, Any] = {}
        self.faults = [Remark(MISSING, {"column": key}) for key in REQUIRED if not cells[key]]
        self.remarks: list[Remark] = []

    def texts(self) -> None:
        for key, most in LONGEST.items():
            self.facts[COLUMNS[key]] = values.line(self.cells[key], most)
            if len(self.cells[key]) > most:
                (self.faults if key == "id" else self.remarks).append(Remark(CUT, {"column": key}))
        summary, description = (clean_text(self.cells[f"presentation_{key}"]) for key in ("resume", "detail"))
        if len(summary) > LONGEST_SUMMARY:
            description = description or summary
            self.remarks.append(Remark(CUT, {"column": "presentation_resume"}))
        self.facts["summary"] = values.line(summary, LONGEST_SUMMARY)
        self.facts["description"] = description[:LONGEST_DESCRIPTION]

    def numbers(self) -> None:
        self.facts["pivot"] = self.pivot()
        self.facts["postcode"] = self.read("code_postal", values.postcode, "", self.faults)
        self.facts["insee_code"] = self.read("code_insee", values.insee_code, "")
        self.facts["phone"] = self.read("telephone", values.phone, "")
        self.facts["updated_on"] = self.read("date_maj", values.day, None, self.faults)
        self.facts["accessibility_url"] = self.read("fiche_acces_libre", values.web_address, "")
        self.facts["booking_url"] = self.read("prise_rdv", values.web_address, "")
        latitude = self.read("latitude", lambda text: values.degrees(text, 90), None)
        longitude = self.read("longitude", lambda text: values.degrees(text, 180), None)
        if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
            latitude = longitude = None
        self.facts |= {"latitude": latitude, "longitude": longitude}

    def lists(self) -> None:
        free = values.items(self.cells["autres_formations_labels"])
        for key in WORDS:
            self.facts[COLUMNS[key]] = self.words(key, free)
        self.facts["other_labels"] = list(dict.fromkeys(free))[: values.MOST_ITEMS]
        for key, reader in (("courriels", values.email), ("site_web", values.web_address)):
            found = values.items(self.cells[key], are_addresses=key == "site_web")
            read = [self.read(key, reader, "", text=text) for text in found]
            self.facts[COLUMNS[key]] = list(dict.fromkeys(filter(None, read)))

    def words(self, key: str, free: list[str]) -> list[str]:
        found = []
        for token in values.items(self.cells[key]):
            word = known(key, token)
            if word:
                found.append(word)
            elif key in FREE_LABELS:
                free.append(token)
                self.remarks.append(Remark(KEPT_FREE, {"value": token[:80], "column": key}))
            else:
                self.remarks.append(Remark(LEFT_OUT, {"value": token[:80], "column": key}))
        return list(dict.fromkeys(found))

    def pivot(self) -> str:
        number = pivot.mended(self.cells["pivot"])
        if not number or number == pivot.NONE:
            return ""
        if not pivot.is_written_as_pivot(number):
            self.remarks.append(Remark(LEFT_OUT, {"value": self.cells["pivot"][:80], "column": "pivot"}))
            return ""
        if not pivot.is_right(number):
            self.remarks.append(Remark(ODD_PIVOT, {"value": number}))
        return number

    def read(self, key: str, reader: Callable, otherwise, where: list | None = None, *, text: str = ""):
        text = text or self.cells[key]
        if not text:
            return otherwise
        try:
            return reader(text)
        except NotRead:
            (self.remarks if where is None else where).append(
                Remark(UNREADABLE, {"value": text[:80], "column": key}),
            )
            return otherwise


def written_line(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a venue by column, as v1.0.2 writes them. `facts` are by field of a venue.

    A venue without a number gets the fourteen zeros that everyone writes, since the column is required; a summary
    longer than the standard allows is cut, and goes whole to the presentation when there is none.
    """
    cells = {key: _written(facts.get(name)) for key, name in COLUMNS.items()}
    cells["pivot"] = cells["pivot"] or pivot.NONE
    summary = cells["presentation_resume"]
    if len(summary) > STANDARD_SUMMARY:
        cells["presentation_detail"] = cells["presentation_detail"] or summary
        cells["presentation_resume"] = summary[: STANDARD_SUMMARY - 1].rsplit(" ", 1)[0].rstrip() + "…"
    if not values.PHONE.fullmatch(cells["telephone"]):
        cells["telephone"] = ""
    if not values.INSEE.fullmatch(cells["code_insee"]):
        cells["code_insee"] = ""
    return cells


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return SEPARATOR.join(str(item).replace(SEPARATOR, " ") for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return repr(value) if isinstance(value, float) else str(value)
