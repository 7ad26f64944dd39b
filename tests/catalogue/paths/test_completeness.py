"""What a training organisation must say of a path (Qualiopi, indicators 1 to 3), and how it may say it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.paths.formats.completeness import missing, needed, raw_values, words_of_certification
from catalogue.paths.formats.content import PathContent
from tests.catalogue.paths.contents import (
    certification,
    certified_path,
    complete_path,
    plain_block,
    plain_module,
    plain_provider,
)

TODAY = date(2026, 11, 22)


def codes(content: PathContent, today: date = TODAY) -> list[tuple[str, str]]:
    return [(gap.level, gap.code) for gap in missing(content, today)]


@pytest.mark.parametrize("content", [complete_path(), certified_path()])
def test_nothing_is_missing_of_a_path_that_says_everything(content):
    assert missing(content, TODAY) == ()


@pytest.mark.parametrize(
    ("facts", "gap"),
    [
        ({"title": " "}, "title"),
        ({"objectives": ()}, "objectives"),
        ({"prerequisites": ""}, "prerequisites"),
        ({"methods": ""}, "methods"),
        ({"assessment": ""}, "assessment"),
        ({"access_terms": ""}, "access_terms"),
        ({"access_delay": ""}, "access_delay"),
        ({"access_delay": "Nous consulter"}, "access_delay_vague"),
        ({"access_delay": "variable"}, "access_delay_vague"),
        ({"access_delay": "Nous contacter 15 jours avant"}, "access_delay_vague"),
        ({"price": ""}, "price"),
        ({"accessibility": ""}, "accessibility"),
        ({"disability_referent": ""}, "disability_referent"),
        ({"contact_email": "", "provider": plain_provider(email="")}, "contact"),
        ({"facts_checked_on": ""}, "checked"),
        ({"results_on": ""}, "results_undated"),
        ({"provider": None}, "provider"),
        ({"blocks": ()}, "blocks"),
        ({"blocks": (plain_block(modules=()),)}, "block_empty"),
        ({"blocks": (plain_block(title=" "),)}, "block_title"),
        ({"blocks": (plain_block(modules=(plain_module(title=""),)),)}, "module_title"),
        ({"blocks": (plain_block(modules=(plain_module(rule={"kind": "luck"}),)),)}, "module_rule"),
        ({"blocks": (plain_block(modules=(plain_module(is_required=False),)),)}, "duration"),
        ({"mode": "hybrid", "place": "presentiel"}, "raw_value"),
        ({"pace": "temps_plein"}, "raw_value"),
        ({"summary": "Une formation certifiante"}, "certification_word"),
        ({"blocks": (plain_block(title="Préparer la certification"),)}, "certification_word"),
        ({"provider": plain_provider(activity_region="")}, "activity_region"),
        ({"provider": plain_provider(qualiopi_certificate="RNQ 1")}, "qualiopi_actions"),
    ],
)
def test_what_is_required_is_needed_to_publish(facts, gap):
    assert codes(complete_path(**facts)) == [("needed", gap)]


@pytest.mark.parametrize(
    ("facts", "gap"),
    [
        ({"summary": ""}, "summary"),
        ({"audience": ""}, "audience"),
        ({"place": ""}, "place"),
        ({"price": "Sur devis"}, "price_vague"),
        ({"results": "", "results_on": ""}, "results"),
        ({"provider": plain_provider(siret="")}, "siret"),
        ({"provider": plain_provider(activity_number="")}, "activity_number"),
        ({"certification": certification(register="", code="")}, "certification_unregistered"),
        ({"blocks": (plain_block(modules=(plain_module(aims=()),)),)}, "module_aims"),
        ({"blocks": (plain_block(modules=(plain_module(assessment=""),)),)}, "module_assessment"),
    ],
)
def test_what_would_help_is_advised_and_keeps_nothing_from_being_published(facts, gap):
    content = complete_path(**facts)
    assert codes(content) == [("advised", gap)]
    assert needed(content, TODAY) == ()


@pytest.mark.parametrize(
    ("facts", "gaps"),
    [
        ({"certification": certification(certifier="")}, [("needed", "certification_certifier")]),
        ({"certification": certification(registered_on="")}, [("needed", "certification_date")]),
        ({"certification": certification(code="")}, [("needed", "certification_code")]),
        ({"blocks": (plain_block(),)}, [("advised", "certification_block")]),
        ({"success_rate": ""}, [("advised", "success_rate")]),
        ({"entry_level": ""}, [("advised", "entry")]),
        ({"provider": plain_provider(siret="")}, [("needed", "siret")]),
        ({"provider": plain_provider(activity_number="")}, [("needed", "activity_number")]),
    ],
)
def test_a_certifying_path_says_its_certification_whole(facts, gaps):
    assert codes(certified_path(**facts)) == gaps


def test_a_certification_counts_until_its_last_day():
    content = certified_path(facts_checked_on="2030-05-01")
    assert codes(content, date(2030, 5, 20)) == []
    assert codes(content, date(2030, 5, 21)) == [("needed", "certification_expired")]


def test_facts_are_checked_once_a_year():
    content = complete_path(facts_checked_on="2025-11-22")
    assert codes(content, date(2026, 11, 22)) == []
    assert codes(content, date(2026, 11, 23)) == [("advised", "checked_old")]


def test_a_remote_path_needs_no_place():
    assert codes(complete_path(mode="remote", place="")) == []


def test_the_organisation_may_answer_for_the_path():
    provider = plain_provider(disability_referent="Nadia")
    assert codes(complete_path(contact_email="", disability_referent="", provider=provider)) == []


def test_a_price_of_zero_is_a_price():
    assert codes(complete_path(price="", price_cents=0)) == []


@pytest.mark.parametrize(
    "delay",
    ["15 jours au plus", "Accès immédiat", "Sans délai", "Le jour même", "Une à deux semaines selon les places"],
)
def test_a_delay_says_how_long_one_waits(delay):
    assert codes(complete_path(access_delay=delay)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Une formation certifiante", ["certifiante"]),
        ("Obtenez votre certification", ["certification"]),
        ("Vous serez certifié en fin de parcours", ["certifié"]),
        ("Un certificat de réalisation est remis", []),
        ("Formation non certifiante", []),
        ("Sans certification", []),
        ("Ne mène à aucune certification", []),
        ("Organisme certifié Qualiopi", []),
        ("Certification Qualiopi", []),
        ("Cette certification n’est pas une certification", ["certification"]),
    ],
)
def test_certification_is_said_only_of_what_is_registered(text, words):
    assert words_of_certification(text) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("presentiel", ["presentiel"]),
        ("En présentiel", []),
        ("ON_SITE", ["ON_SITE"]),
        ("action_de_formation", ["action_de_formation"]),
        ("Écrire à jean_marc@example.org", []),
        ("https://example.org/une_page", []),
    ],
)
def test_no_code_of_a_form_is_shown_to_people(text, found):
    assert raw_values(text) == found


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_is_judged_without_failing(delay, price):
    content = complete_path(access_delay=delay, price=price, summary=delay)
    assert {gap.level for gap in missing(content, TODAY)} <= {"needed", "advised"}


def test_what_is_needed_comes_first_and_each_gap_says_its_place():
    content = complete_path(
        summary="", blocks=(plain_block(), plain_block(key="b2", modules=(plain_module(minutes=0),)))
    )
    assert [(gap.code, gap.field, gap.block, gap.module) for gap in missing(content, TODAY)] == [
        ("module_minutes", "blocks", 1, 0),
        ("summary", "summary", None, None),
    ]
