"""The page of a module: when it is completed, its kits at a version, its skills; nothing typed is lost."""

import pytest

from catalogue.paths.models import Module
from tests import factories
from tests.catalogue.factories import module, skill_framework, skill_of
from tests.catalogue.factories import path as published

pytestmark = pytest.mark.django_db


def module_url(piece, query=""):
    return f"/monter/modules/{piece.pk}/{query}"


SAID = {"title": "Écouter", "summary": "", "aims": "Écouter\nReformuler", "minutes": "1 h 30", "mode": "onsite"}
RULE = {"evidence": "", "sessions": "", "minutes_attended": "", "peers": "", "join": "all"}


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ({"assessment": "on"}, {"kind": "assessment"}),
        ({"evidence": "2"}, {"kind": "evidence", "at_least": 2}),
        (
            {"assessment": "on", "minutes_attended": "3 h"},
            {"all": [{"kind": "assessment"}, {"kind": "minutes", "at_least": 180}]},
        ),
        (
            {"sessions": "2", "peers": "3", "join": "any"},
            {"any": [{"kind": "sessions", "at_least": 2}, {"kind": "peer_review", "at_least": 3}]},
        ),
    ],
)
def test_a_module_says_when_it_is_completed_in_plain_fields(trainer, odile, asked, rule):
    piece = module(owner=odile)
    response = trainer.post(module_url(piece), SAID | {"assessment": ""} | RULE | asked)
    piece.refresh_from_db()
    assert (response.status_code, piece.title, piece.minutes) == (303, "Écouter", 90)
    assert piece.rule == rule


def test_a_module_that_is_refused_stays_typed(trainer, odile):
    piece = module("Avant", owner=odile)
    response = trainer.post(module_url(piece), SAID | RULE | {"minutes": "longtemps", "title": "Après"})
    body = response.content.decode()
    assert response.status_code == 422
    assert "Write a duration, for example 1 h 30." in body
    assert "longtemps" in body
    assert "Say at least one thing that completes the module." in body
    assert Module.objects.get().title == "Avant"


def test_a_rule_made_elsewhere_is_kept_until_another_is_asked(trainer, odile):
    nested = {
        "all": [
            {"kind": "assessment"},
            {"any": [{"kind": "sessions", "at_least": 2}, {"kind": "evidence", "at_least": 1}]},
        ]
    }
    piece = module(owner=odile, rule=nested)
    assert "What you write here takes the place of this rule" in trainer.get(module_url(piece)).content.decode()
    trainer.post(module_url(piece), SAID | RULE)
    assert Module.objects.get().rule == nested
    trainer.post(module_url(piece), SAID | RULE | {"sessions": "1"})
    assert Module.objects.get().rule == {"kind": "sessions", "at_least": 1}


def test_kits_are_pinned_and_unpinned_on_the_page_of_a_module(trainer, odile):
    piece, kit = module(owner=odile), factories.kit()
    assert "Où est Camille" in trainer.get(module_url(piece, "?kit=camille")).content.decode()
    response = trainer.post(module_url(piece, "?kit=camille"), {"do": f"pin:{kit.pk}"})
    assert response.url == module_url(piece, "?kit=camille") + "#kits"
    factories.publish(kit, hook="Autre")
    assert "Take version 2" in trainer.get(module_url(piece)).content.decode()
    pin = piece.kit_rows.get()
    trainer.post(module_url(piece), {"do": f"take:{pin.pk}:2"})
    assert piece.kit_rows.get().version.number == 2
    trainer.post(module_url(piece), {"do": f"unpin:{pin.pk}"})
    assert not piece.kit_rows.exists()


def test_skills_are_added_on_the_page_of_a_module(trainer, odile):
    framework, piece = skill_framework(), module(owner=odile)
    wanted = skill_of(framework, "1.1")
    address = module_url(piece, "?competence=1.1")
    level = framework.levels.get(rank=2)
    trainer.post(address, {"deed": "add", "skill": wanted.pk, "level": level.pk, "use": "assessed"})
    assert [(row.skill, row.use, row.level) for row in piece.skill_rows.all()] == [(wanted, "assessed", level)]


def test_the_page_of_a_module_warns_that_published_paths_keep_their_text(trainer, odile):
    piece = module(owner=odile)
    assert "Published paths keep the text they had." not in trainer.get(module_url(piece)).content.decode()
    published("Aidant", blocks=[("Bloc", [piece])])
    body = trainer.get(module_url(piece)).content.decode()
    assert "Published paths keep the text they had." in body
    assert '<a href="/parcours/aidant/">Aidant</a>' in body


def test_the_module_of_somebody_else_is_copied_once_it_is_published_never_changed(trainer, wenceslas):
    theirs = module("À Wenceslas", owner=wenceslas)
    assert trainer.get(module_url(theirs)).status_code == 404
    assert trainer.post(module_url(theirs), SAID | RULE).status_code == 404
    assert trainer.post(module_url(theirs, "copier/")).status_code == 404
    published(blocks=[("Bloc", [theirs])])
    assert trainer.post(module_url(theirs, "copier/")).status_code == 303
    assert Module.objects.filter(copied_from=theirs, owner__first_name="Odile").count() == 1
