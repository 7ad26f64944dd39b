import pytest

from outillerie.licences.licence import LICENCES, OFFERED, licence
from outillerie.licences.wording import HEADINGS, Terms, foot_line, terms


@pytest.mark.parametrize(
    ("identifier", "french", "english"),
    [
        (
            "CC0-1.0",
            "copiez, modifiez, partagez\u00a0; aucune condition.",
            "copy, change, share; no condition.",
        ),
        (
            "CC-BY-4.0",
            "copiez, modifiez, partagez\u00a0; citez les auteurs.",
            "copy, change, share; credit the authors.",
        ),
        (
            "CC-BY-SA-4.0",
            "copiez, modifiez, partagez\u00a0; citez les auteurs\u00a0; gardez la même licence.",
            "copy, change, share; credit the authors; keep the same licence.",
        ),
        (
            "CC-BY-NC-4.0",
            "copiez, modifiez, partagez sans usage commercial\u00a0; citez les auteurs.",
            "copy, change, share without commercial use; credit the authors.",
        ),
        (
            "CC-BY-NC-SA-4.0",
            "copiez, modifiez, partagez sans usage commercial\u00a0; citez les auteurs\u00a0; gardez la même licence.",
            "copy, change, share without commercial use; credit the authors; keep the same licence.",
        ),
        (
            "CC-BY-ND-4.0",
            "copiez, partagez sans modifier\u00a0; citez les auteurs.",
            "copy, share without changes; credit the authors.",
        ),
        (
            "CC-BY-NC-ND-4.0",
            "copiez, partagez sans modifier ni faire d’usage commercial\u00a0; citez les auteurs.",
            "copy, share without changes or commercial use; credit the authors.",
        ),
        (
            "etalab-2.0",
            "copiez, modifiez, partagez\u00a0; citez la source et sa date.",
            "copy, change, share; credit the source and its date.",
        ),
    ],
)
def test_the_foot_of_a_sheet_says_the_licence_in_one_line(identifier, french, english):
    assert (foot_line(licence(identifier)), foot_line(licence(identifier), "en")) == (french, english)


def test_the_terms_of_by_sa_are_said_in_french():
    assert HEADINGS["fr"] == ("Vous pouvez", "Vous devez", "Vous ne pouvez pas")
    assert terms(licence("CC-BY-SA-4.0")) == Terms(
        may=(
            "copier, imprimer et partager cette ressource",
            "la modifier et l’adapter à votre public",
            "vous en servir partout, y compris dans une activité payante",
        ),
        must=(
            "citer les auteurs et la source, avec un lien vers la licence",
            "dire ce que vous avez modifié",
            "partager votre version sous la même licence",
        ),
        may_not=(
            "ajouter des conditions qui retirent ces droits à d’autres",
            "laisser croire que les auteurs vous approuvent",
        ),
    )


def test_the_terms_of_by_nc_nd_are_said_in_english():
    assert HEADINGS["en"] == ("You may", "You must", "You may not")
    assert terms(licence("CC-BY-NC-ND-3.0-FR"), "en") == Terms(
        may=("copy, print and share this resource",),
        must=("credit the authors and the source, with a link to the licence",),
        may_not=(
            "use it commercially without the authors’ permission",
            "share a modified version without the authors’ permission",
            "add conditions that take these rights away from others",
            "suggest that the authors endorse you",
        ),
    )


def test_cc0_asks_nothing_and_the_licence_ouverte_asks_for_a_date():
    assert terms(licence("CC0-1.0")).must == ()
    assert terms(licence("etalab-2.0")).must == ("citer la source et la date de sa dernière mise à jour",)


def test_a_port_or_an_older_version_says_the_same_as_the_current_one():
    current = {offered.code: offered for offered in OFFERED}
    assert [
        known.id
        for known in LICENCES.values()
        if terms(known) != terms(current[known.code]) or foot_line(known) != foot_line(current[known.code])
    ] == []


def test_both_languages_say_as_many_things_about_each_licence():
    def counts(known, language):
        said = terms(known, language)
        return len(said.may), len(said.must), len(said.may_not)

    assert [known.id for known in OFFERED if counts(known, "fr") != counts(known, "en")] == []
