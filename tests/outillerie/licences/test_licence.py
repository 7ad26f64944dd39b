import json
from pathlib import Path

import pytest

from outillerie.licences.licence import LICENCES, OFFERED, UnknownLicence, licence

TABLE = json.loads(
    (Path(__file__).parents[2] / "data" / "licences" / "open-licences-and-compatibility.json").read_text(
        encoding="utf-8"
    )
)


def test_the_eight_offered_licences_are_those_of_the_table():
    assert [
        {
            "spdx": offered.id,
            "short": offered.short_name,
            "name_fr": offered.french_name.replace("’", "'"),
            "url": offered.uri,
            "deed_fr": offered.deed("fr"),
            "requires_attribution": offered.requires_attribution,
            "non_commercial": offered.non_commercial,
            "no_derivatives": offered.no_derivatives,
            "share_alike": offered.share_alike,
            "free_cultural_work": offered.free_cultural_work,
        }
        for offered in OFFERED
    ] == TABLE["licences"]


def test_every_identifier_and_every_address_is_unique():
    assert [identifier for identifier, known in LICENCES.items() if known.id != identifier] == []
    assert len({known.uri for known in LICENCES.values()}) == len(LICENCES)
    assert len({known.short_name for known in LICENCES.values()}) == len(LICENCES)


@pytest.mark.parametrize("version", ["4.0", "3.0", "2.5", "2.0", "1.0"])
def test_each_version_has_its_six_licences(version):
    codes = [known.code for known in LICENCES.values() if (known.version, known.port) == (version, "")]
    # CC0 has only a version 1.0, and the Licence Ouverte a version 2.0.
    assert [code for code in codes if code not in ("cc0", "etalab")] == [
        "by",
        "by-sa",
        "by-nc",
        "by-nc-sa",
        "by-nd",
        "by-nc-nd",
    ]


def test_a_ported_licence_says_its_place():
    ported = licence("CC-BY-SA-3.0-FR")
    assert (ported.code, ported.version, ported.port) == ("by-sa", "3.0", "fr")
    assert str(ported) == "CC BY-SA 3.0 FR"
    assert ported.uri == "https://creativecommons.org/licenses/by-sa/3.0/fr/"
    assert ported.deed() == "https://creativecommons.org/licenses/by-sa/3.0/fr/deed.fr"
    assert ported.name() == "Attribution - Partage dans les mêmes conditions 3.0 France"
    assert ported.name("en") == "Attribution-ShareAlike 3.0 France"


def test_older_versions_bear_the_names_of_their_time():
    assert licence("CC-BY-ND-3.0").name("en") == "Attribution-NoDerivs 3.0 Unported"
    assert licence("CC-BY-2.5").name("fr") == "Attribution 2.5 générique"
    assert licence("CC-BY-NC-ND-1.0").uri == "https://creativecommons.org/licenses/by-nd-nc/1.0/"


def test_a_deed_exists_in_both_languages():
    assert licence("CC-BY-4.0").deed("en-GB") == "https://creativecommons.org/licenses/by/4.0/deed.en"
    assert licence("CC0-1.0").deed("fr") == "https://creativecommons.org/publicdomain/zero/1.0/deed.fr"
    assert licence("etalab-2.0").deed("en") == "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def test_an_unknown_identifier_is_refused():
    with pytest.raises(UnknownLicence, match=r"«CC-BY-5\.0»"):
        licence("CC-BY-5.0")
