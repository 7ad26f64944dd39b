"""Open licences as values: Creative Commons (1.0 to 4.0, common ports), CC0, Licence Ouverte 2.0.

Identifiers are those of SPDX (https://spdx.org/licenses/), followed for ported licences by the
jurisdiction (`CC-BY-SA-3.0-FR`). Which versions and ports exist comes from the table of Creative Commons'
own legal tools (https://github.com/creativecommons/cc-legal-tools-data, `config/cc-legal-tools.csv`).
"""

from dataclasses import dataclass

CC0 = "cc0"
ETALAB = "etalab"

CC_CODES = ("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")
CC_VERSIONS = ("4.0", "3.0", "2.5", "2.0", "1.0")
# The jurisdictions that French-speaking mediators meet; other ports are not known here, hence not recognised.
PORTS = {
    "3.0": ("fr", "ca", "ch", "lu", "at", "de", "es", "it", "nl", "us", "igo"),
    "2.5": ("ca", "ch", "es", "it", "nl"),
    "2.0": ("fr", "be", "ca", "at", "de", "es", "it", "nl", "uk"),
}

_ELEMENT_NAMES = {
    "fr": {
        "by": "Attribution",
        "nc": "Pas d’Utilisation Commerciale",
        "nd": "Pas de Modification",
        "sa": "Partage dans les mêmes conditions",
    },
    "en": {"by": "Attribution", "nc": "NonCommercial", "nd": "NoDerivatives", "sa": "ShareAlike"},
}
# What follows the version number when a licence is not ported: (French, English).
_UNPORTED = {"4.0": ("International", "International"), "3.0": ("non transposé", "Unported")}
_GENERIC = ("générique", "Generic")
# (French, English)
PORT_NAMES = {
    "at": ("Autriche", "Austria"),
    "be": ("Belgique", "Belgium"),
    "ca": ("Canada", "Canada"),
    "ch": ("Suisse", "Switzerland"),
    "de": ("Allemagne", "Germany"),
    "es": ("Espagne", "Spain"),
    "fr": ("France", "France"),
    "igo": ("OIG", "IGO"),
    "it": ("Italie", "Italy"),
    "lu": ("Luxembourg", "Luxembourg"),
    "nl": ("Pays-Bas", "Netherlands"),
    "uk": ("Royaume-Uni", "UK"),
    "us": ("États-Unis", "United States"),
}


class UnknownLicence(LookupError):
    """The identifier is none of `LICENCES`."""


@dataclass(frozen=True, kw_only=True)
class Licence:
    """One version of one licence. `port` is a jurisdiction in lower case («fr») or empty."""

    id: str
    code: str
    version: str
    port: str = ""
    short_name: str
    french_name: str
    english_name: str
    uri: str
    requires_attribution: bool = True
    non_commercial: bool = False
    no_derivatives: bool = False
    share_alike: bool = False

    def __str__(self) -> str:
        return self.short_name

    @property
    def free_cultural_work(self) -> bool:
        """Whether it meets the definition of https://freedomdefined.org: any use, any change."""
        return not (self.non_commercial or self.no_derivatives)

    def name(self, language: str = "fr") -> str:
        return self.english_name if language.startswith("en") else self.french_name

    def deed(self, language: str = "fr") -> str:
        """Return the address of the page that says the licence in plain words, in French or in English."""
        if self.code == ETALAB:
            return self.uri
        return f"{self.uri}deed.{'en' if language.startswith('en') else 'fr'}"


def licence(id: str) -> Licence:
    """Return the licence of that exact identifier; free text goes through `recognise`."""
    try:
        return LICENCES[id]
    except KeyError:
        raise UnknownLicence(f"«{id}» is not the identifier of a licence known here.") from None


def _creative_commons(code: str, version: str, port: str = "") -> Licence:
    suffix = f" {port.upper()}" if port else ""
    short_name = f"CC {code.upper()} {version}{suffix}"
    french_place, english_place = PORT_NAMES[port] if port else _UNPORTED.get(version, _GENERIC)
    return Licence(
        id=short_name.replace(" ", "-"),
        code=code,
        version=version,
        port=port,
        short_name=short_name,
        french_name=f"{_element_names(code, version, 'fr')} {version} {french_place}",
        english_name=f"{_element_names(code, version, 'en')} {version} {english_place}",
        uri=_address(code, version, port),
        non_commercial="nc" in code,
        no_derivatives="nd" in code,
        share_alike="sa" in code,
    )


def _element_names(code: str, version: str, language: str) -> str:
    separator = " - " if language == "fr" else "-"
    name = separator.join(_ELEMENT_NAMES[language][element] for element in code.split("-"))
    return name if version == "4.0" else name.replace("NoDerivatives", "NoDerivs")


def _address(code: str, version: str, port: str) -> str:
    # Version 1.0 wrote these two elements in the other order, and its address still does.
    if (code, version) == ("by-nc-nd", "1.0"):
        code = "by-nd-nc"
    return f"https://creativecommons.org/licenses/{code}/{version}/" + (f"{port}/" if port else "")


_CC0 = Licence(
    id="CC0-1.0",
    code=CC0,
    version="1.0",
    short_name="CC0 1.0",
    french_name="Domaine public (CC0 1.0)",
    english_name="Public domain (CC0 1.0)",
    uri="https://creativecommons.org/publicdomain/zero/1.0/",
    requires_attribution=False,
)
_ETALAB = Licence(
    id="etalab-2.0",
    code=ETALAB,
    version="2.0",
    short_name="Licence Ouverte 2.0",
    french_name="Licence Ouverte / Open Licence 2.0 (Etalab)",
    english_name="Open Licence / Licence Ouverte 2.0 (Etalab)",
    uri="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
)

OFFERED: tuple[Licence, ...] = (
    _CC0,
    *(_creative_commons(code, "4.0") for code in ("by", "by-sa", "by-nc", "by-nc-sa", "by-nd", "by-nc-nd")),
    _ETALAB,
)
"""What a contributor may choose for a new kit."""

LICENCES: dict[str, Licence] = {
    known.id: known
    for known in (
        *OFFERED,
        *(_creative_commons(code, version) for version in CC_VERSIONS[1:] for code in CC_CODES),
        *(
            _creative_commons(code, version, port)
            for version, ports in PORTS.items()
            for port in ports
            for code in CC_CODES
        ),
    )
}
"""Every licence known here, by identifier; the offered ones come first."""
