"""A small framework as plain values, that tests change one thing at a time."""

import dataclasses

from catalogue.frameworks.formats.framework import Framework, Item, Level, Link, Text
from catalogue.frameworks.formats.soundness import derived_identifier, framework_identifier

CHANGED = "2026-01-05T08:00:00Z"


def text(statement, language="fr", **facts):
    return Text(language=language, statement=statement, **facts)


def named(code, framework="essai", version="1"):
    """Return the identifier of the item that has this code."""
    return derived_identifier(framework_identifier(framework, version), "item", code)


def small(code="essai", version="1", **facts) -> Framework:
    """Return a framework of one area with two competences, two levels, two languages and one correspondence."""
    own = framework_identifier(code, version)
    items = (
        Item(identifier=named("1", code, version), code="1", kind="area", domain=1, texts=(text("Sécurité"),)),
        Item(
            identifier=named("1.1", code, version),
            code="1.1",
            kind="competence",
            parent=named("1", code, version),
            level="2",
            texts=(
                text("Choisir un mot de passe", notes="Long et unique.", synonyms=("code secret",)),
                text("Choose a password", "en", is_official=False, source="Nous"),
            ),
            extra={"ai_label": "none"},
        ),
        Item(
            identifier=named("1.2", code, version),
            code="1.2",
            kind="competence",
            parent=named("1", code, version),
            texts=(text("Repérer une arnaque"),),
        ),
    )
    link = Link(
        origin=items[1].identifier,
        target="urn:uuid:90000000-0000-4000-8000-000000000000",
        strength="close",
        target_title="Ailleurs",
        source="Nous",
        identifier=derived_identifier(own, "link", "1"),
    )
    values = {
        "title": "Référentiel d’essai",
        "identifier": own,
        "creator": "Hub",
        "description": "Pour essayer.",
        "licence": "CC0",
        "licence_url": "https://creativecommons.org/publicdomain/zero/1.0/",
        "valid_from": "2026-01-01",
        "changed_at": CHANGED,
        "levels": (
            Level(code="1", rank=1, labels={"fr": "Découverte"}),
            Level(code="2", rank=2, labels={"fr": "Pratique", "en": "Practice"}),
        ),
        "items": items,
        "links": (link,),
        "extra": {"glossary": {"mot": "sens"}},
    }
    return Framework(code=code, version=version, **{**values, **facts})


def changed(framework, item_code, **facts) -> Framework:
    """Return `framework` with something else said of one item."""
    items = [dataclasses.replace(item, **facts) if item.code == item_code else item for item in framework.items]
    return dataclasses.replace(framework, items=tuple(items))


def without(framework, *codes) -> Framework:
    kept = tuple(item for item in framework.items if item.code not in codes)
    known = {item.identifier for item in kept}
    return dataclasses.replace(
        framework, items=kept, links=tuple(link for link in framework.links if link.origin in known)
    )
