"""What was read, made ready for the database: identifiers that are ours to give, and human work that is kept."""

import dataclasses
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.frameworks.formats.difference import SOURCE_IDENTIFIER
from catalogue.frameworks.formats.framework import Framework, Item, Link
from catalogue.frameworks.formats.soundness import checked, derived_identifier, framework_identifier
from catalogue.frameworks.models import Skill, SkillFramework
from outillerie.errors import Refused


class FrameworkNotImported(Refused):
    """Nothing was changed; the sentence says why."""


def settled(framework: Framework, own: SkillFramework | None) -> Framework:
    """Return `framework` with identifiers that no other stored framework has, and a moment of change.

    Some publishers give the items of a new version the identifiers of the old one. Both are kept here, so those of the
    new one are derived from them, always in the same way. Raises FrameworkNotImported when they belong to another
    framework, not to another version of this one.
    """
    framework = checked(framework)
    if not framework.changed_at:
        now = timezone.now().replace(microsecond=0).isoformat().replace("+00:00", "Z")
        framework = dataclasses.replace(framework, changed_at=now)
    holders = SkillFramework.objects.exclude(pk=own and own.pk)
    holder = holders.filter(identifier=framework.identifier).first()
    if holder is not None:
        _check_same_code(holder, framework)
        framework = dataclasses.replace(
            framework, identifier=framework_identifier(framework.code, framework.version), uri=framework.uri
        )
    items = Skill.objects.filter(identifier__in=[UUID(item.identifier) for item in framework.items])
    taken = {str(row.identifier): row.framework for row in items.exclude(framework=own).select_related("framework")}
    for holder in taken.values():
        _check_same_code(holder, framework)
    return _renamed(framework, taken) if taken else framework


def with_human_work(framework: Framework, old: Framework, pairs: dict[str, str], *, same_version: bool) -> Framework:
    """Return `framework` with the translations that people made of `old`, in languages that it does not speak.

    From one version to the next, a translation follows its text: where the original says something else, it is left.
    `pairs` gives the identifier of each new item by that of the old one.
    """
    back = {new: old_identifier for old_identifier, new in pairs.items()}
    before = {item.identifier: item for item in old.items}
    items = tuple(
        _with_translations(item, before.get(back.get(item.identifier, "")), framework.language, same_version)
        for item in framework.items
    )
    labels = {level.code: level.labels for level in old.levels}
    levels = tuple(
        dataclasses.replace(level, labels={**labels.get(level.code, {}), **level.labels}) for level in framework.levels
    )
    return checked(dataclasses.replace(framework, items=items, levels=levels))


def _with_translations(item: Item, old: Item | None, language: str, same_version: bool) -> Item:
    if old is None or not (same_version or _original(old, language) == _original(item, language)):
        return item
    spoken = {text.language for text in item.texts}
    kept = [text for text in old.texts if not text.is_official and text.language not in spoken]
    return dataclasses.replace(item, texts=(*item.texts, *kept)) if kept else item


def _original(item: Item, language: str) -> str:
    text = item.text(language)
    return text.statement if text else ""


def _check_same_code(holder: SkillFramework, framework: Framework) -> None:
    if holder.code != framework.code:
        raise FrameworkNotImported(
            _(
                "These identifiers belong already to the framework “%(title)s”. To import another version of it, "
                "give it the code “%(code)s”."
            )
            % {"title": holder.title, "code": holder.code}
        )


def _renamed(framework: Framework, taken: Iterable[str]) -> Framework:
    new = {old: derived_identifier(framework.identifier, "item", old) for old in taken}
    items = [
        dataclasses.replace(
            item,
            identifier=new.get(item.identifier, item.identifier),
            parent=new.get(item.parent, item.parent),
            extra={**item.extra, SOURCE_IDENTIFIER: item.identifier} if item.identifier in new else item.extra,
        )
        for item in framework.items
    ]
    links = [_renamed_link(link, new, framework) for link in framework.links]
    return checked(dataclasses.replace(framework, items=tuple(items), links=tuple(links)))


def _renamed_link(link: Link, new: dict[str, str], framework: Framework) -> Link:
    if link.origin not in new:
        return link
    identifier = derived_identifier(framework.identifier, "link", link.identifier)
    return dataclasses.replace(link, origin=new[link.origin], identifier=identifier)
