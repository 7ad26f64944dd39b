import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outillerie.licences.licence import LICENCES, licence
from outillerie.licences.recognise import LONGEST, Recognised, recognise

CHOOSER = (
    '<p><a property="dct:title" href="https://exemple.fr">Atelier</a> by <span '
    'property="cc:attributionName">Zoé</span>'
    " is licensed under <a "
    'href="https://creativecommons.org/licenses/by-nc-sa/4.0/?ref=chooser-v1" rel="license">'
    'CC BY-NC-SA 4.0<img src="https://mirrors.creativecommons.org/presskit/icons/cc.svg?ref=chooser-v1">'
    '<img src="https://mirrors.creativecommons.org/presskit/icons/by.svg?ref=chooser-v1">'
    '<img src="https://mirrors.creativecommons.org/presskit/icons/nc.svg?ref=chooser-v1">'
    '<img src="https://mirrors.creativecommons.org/presskit/icons/sa.svg?ref=chooser-v1"></a></p>'
)
OLD_CHOOSER = (
    '<a rel="license" href="http://creativecommons.org/licenses/by-sa/3.0/fr/"><img '
    'alt="Licence Creative Commons" '
    'src="https://i.creativecommons.org/l/by-sa/3.0/fr/88x31.png" /></a><br />Cette œuvre est '
    "mise à disposition "
    'selon les termes de la <a rel="license" '
    'href="http://creativecommons.org/licenses/by-sa/3.0/fr/">Licence '
    "Creative Commons Attribution - Partage dans les Mêmes Conditions 3.0 France</a>."
)


@pytest.mark.parametrize("known", LICENCES.values(), ids=str)
def test_each_licence_is_recognised_by_all_its_own_names(known):
    for text in (
        known.id,
        known.id.lower(),
        known.id.replace("-", "_"),
        known.short_name,
        known.french_name,
        known.english_name,
        known.uri,
        known.uri.replace("https://", "http://").rstrip("/"),
        known.deed("fr"),
        known.deed("en"),
    ):
        assert recognise(text) == Recognised(known), text


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("https://creativecommons.org/licenses/by-sa/4.0/legalcode.fr#s3", "CC-BY-SA-4.0"),
        ("https://creativecommons.org/licenses/by-sa/4.0/?ref=chooser-v1", "CC-BY-SA-4.0"),
        ("//creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("creativecommons.org/licenses/by/2.0/fr", "CC-BY-2.0-FR"),
        ("HTTP://WWW.CREATIVECOMMONS.ORG/LICENSES/BY-NC/3.0/DEED.FR", "CC-BY-NC-3.0"),
        ("https://creativecommons.org/licenses/by-nd-nc/1.0/", "CC-BY-NC-ND-1.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/legalcode", "CC0-1.0"),
        ("https://spdx.org/licenses/CC-BY-SA-4.0.html", "CC-BY-SA-4.0"),
        ("SPDX-License-Identifier: CC-BY-NC-ND-4.0", "CC-BY-NC-ND-4.0"),
        ("cc by sa 3.0", "CC-BY-SA-3.0"),
        ("ccbysa4.0", "CC-BY-SA-4.0"),
        ("CC BY‑SA 4,0", "CC-BY-SA-4.0"),
        ("cc_by_nc_sa_4_0", "CC-BY-NC-SA-4.0"),
        ("CC-BY-SA-NC v4", "CC-BY-NC-SA-4.0"),
        ("Creative Commons 4.0 BY-SA", "CC-BY-SA-4.0"),
        ("CC BY-SA International 4.0", "CC-BY-SA-4.0"),
        ("CC BY-SA 4.0 FR", "CC-BY-SA-4.0"),
        ("CC BY-SA 3.0 FR", "CC-BY-SA-3.0-FR"),
        ("CC BY-SA 3.0 de Wikipédia", "CC-BY-SA-3.0"),
        ("{{cc-by-sa-3.0}}", "CC-BY-SA-3.0"),
        ("Le contenu de ce site est diffusé sous licence CC BY SA 3.0", "CC-BY-SA-3.0"),
        ("Creative Commons Attribution - Partage dans les mêmes conditions 4.0", "CC-BY-SA-4.0"),
        ("Attribution-NonCommercial 4.0 International", "CC-BY-NC-4.0"),
        ("Attribution 4.0 International (CC BY 4.0)", "CC-BY-4.0"),
        (
            "Paternité – Pas d’Utilisation Commerciale – Partage des Conditions Initiales à l’Identique 2.0 France",
            "CC-BY-NC-SA-2.0-FR",
        ),
        (
            "Attribution - Utilisation non commerciale - Pas d'Œuvre dérivée 4.0 International (CC BY-NC-ND 4.0)",
            "CC-BY-NC-ND-4.0",
        ),
        ("Photo by John Doe, CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("CC BY-SA 4.0 - attribution : Jean Dupont", "CC-BY-SA-4.0"),
        ("L’auteur et sa licence CC BY 4.0", "CC-BY-4.0"),
        ("© 2020 Jean, CC BY-SA 4.0, certains droits réservés", "CC-BY-SA-4.0"),
        ("domaine public (CC0)", "CC0-1.0"),
        ("CC-0", "CC0-1.0"),
        ("Creative Commons Zero", "CC0-1.0"),
        ("CC0 1.0 Universel", "CC0-1.0"),
        ("Licence Ouverte / Etalab 2.0", "etalab-2.0"),
        ("Licence Ouverte / Open Licence version 2.0", "etalab-2.0"),
        ("Licence Etalab 2.0", "etalab-2.0"),
        ("LO 2.0", "etalab-2.0"),
        ("lov2", "etalab-2.0"),
        ("etalab_2_0", "etalab-2.0"),
        (
            "https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
            "etalab-2.0",
        ),
        (CHOOSER, "CC-BY-NC-SA-4.0"),
        (OLD_CHOOSER, "CC-BY-SA-3.0-FR"),
    ],
)
def test_any_form_people_paste_is_recognised(text, identifier):
    assert recognise(text) == Recognised(licence(identifier))


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("CC-BY-SA", "CC-BY-SA-4.0"),
        ("CC BY SA 2024", "CC-BY-SA-4.0"),
        ("by-nc-sa", "CC-BY-NC-SA-4.0"),
        ("https://creativecommons.org/licenses/by-sa/", "CC-BY-SA-4.0"),
        ("et est diffusée sous licence Creative commons CC BY SA.", "CC-BY-SA-4.0"),
        ("CC BY, pas d’utilisation commerciale", "CC-BY-NC-4.0"),
        ("Licence Ouverte", "etalab-2.0"),
        ("Licence Etalab", "etalab-2.0"),
    ],
)
def test_a_missing_version_is_assumed_to_be_the_current_one_and_said(text, identifier):
    assert recognise(text) == Recognised(licence(identifier), is_version_assumed=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "pas de licence",
        "Pas de licence - Aucun droit réservé",
        "no_licence",
        "tous droits réservés",
        "© 2020 Jean. Tous droits réservés. Images CC BY 4.0",
        "All rights reserved",
        "libre de droits",
        "domaine public",
        "Public Domain Mark 1.0",
        "https://creativecommons.org/publicdomain/mark/1.0/",
        "Creative Commons",
        "Creative Commons 4.0",
        "CC",
        "by",
        "sa",
        "Attribution",
        "Photo by SA Dupont",
        "Written by John 4.0",
        "attribuer une licence ouverte à une œuvre",
        "Licence ouverte 1.0",
        "CC BY 5.0",
        "CC BY-SA 2.1",
        "CC0 2.0",
        "CC BY-SA-ND 4.0",
        "CC BY-SA 2.5 FR",
        "CC BY 4.0 ou CC BY-SA 4.0",
        "CC BY-SA 3.0 et CC BY-SA 4.0",
        "CC BY, mais l’auteur refuse l’utilisation non commerciale",
        '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY-NC 4.0</a>',
        "https://creativecommons.org/licenses/by-sa/3.0/xx/",
        "https://notcreativecommons.org/licenses/by/4.0/",
        "https://exemple.fr/creativecommons.org/licenses/by/4.0/",
        "GPL-3.0-or-later",
        "lorem ipsum dolor sit amet",
        "🄯 ☃ 著作権",
    ],
)
def test_what_names_no_licence_or_several_is_refused(text):
    assert recognise(text) is None


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(text):
    found = recognise(text)
    assert found is None or found.licence in LICENCES.values()


def test_a_text_too_long_to_be_a_statement_is_refused():
    assert recognise("CC BY 4.0" + " " * (LONGEST - 9)) == Recognised(licence("CC-BY-4.0"))
    assert recognise("CC BY 4.0" + " " * (LONGEST - 8)) is None


@pytest.mark.parametrize("piece", ["a", "cc by ", "attribution ", "by-", "by nc nd sa ", "pas d ", "1.0 ", "\u0301"])
def test_hostile_repetition_costs_nothing(piece):
    started = time.perf_counter()
    recognise((piece * 100_000)[:100_000])
    recognise((piece * LONGEST)[:LONGEST])
    recognise(("https://creativecommons.org/licenses/" + piece * LONGEST)[:LONGEST])
    assert time.perf_counter() - started < 0.2
