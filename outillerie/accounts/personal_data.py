"""What the site knows of people: a registry that every slice, and every app above, fills at start-up.

A `Holding` says what one model keeps of a person through one link, for which `Processing`, and what becomes of it when
the person leaves. The export, the erasure and the register of `docs/personal-data.md` read the same rows, and a test
refuses a field that may say something of a person and that none declares.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from outillerie.accounts.models import User

Words = str | Promise
OUR_APPS = {"accounts", "outillerie", "catalogue", "badges"}
LOOKS_PERSONAL = re.compile(
    r"mail|phone|author|person|people|address|birth|biograph|member|holder|(^|_)(name|ip|user|by)(_|$)"
)
EVERY_FIELD = "*"


class Basis(models.TextChoices):
    """Why the law allows it: GDPR, article 6."""

    CONTRACT = "contract", _("the terms of use that the person accepts (contract)")
    CONSENT = "consent", _("the consent of the person, who may take it back")
    INTEREST = "interest", _("the legitimate interest of the hub")
    OBLIGATION = "obligation", _("a legal obligation")


class Fate(models.TextChoices):
    """What becomes of it when the person erases their account."""

    DELETED = "deleted", _("deleted")
    UNLINKED = "unlinked", _("kept without the person")
    SIGNED = "signed", _("kept, signed as the person chose")


@dataclass(frozen=True, kw_only=True)
class Processing:
    """One purpose that personal data serve: a line of the register of processing (GDPR, article 30), in order of `rank`."""

    code: str
    name: Words
    purpose: Words
    basis: Basis
    recipients: Words
    kept: Words
    rank: int = 100


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What `model` keeps of a person. `whose` is its field that leads to them; `find` gives the rows when none does.

    `fields` are given to the person who asks for their data, under `section`; `sealed` never leave, and `withheld` says
    why. `emptied` is written over the rows that stay. `erase` does what one statement cannot; `lock` locks, before the
    person is, what it will lock and everybody else locks before people.
    """

    model: str
    name: Words
    processing: Processing
    fate: Fate
    whose: str = ""
    fields: tuple[str, ...] = ()
    sealed: tuple[str, ...] = ()
    section: str = ""
    withheld: Words = ""
    remains: Words = ""
    emptied: Mapping[str, Any] = field(default_factory=dict)
    find: Callable[[User], QuerySet] | None = None
    erase: Callable[[User], None] | None = None
    lock: Callable[[User], None] | None = None

    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def rows(self, person: User) -> QuerySet:
        found = self.find(person) if self.find else self.model_class()._default_manager.filter(**{self.whose: person})
        return found.order_by("pk")


_holdings: list[Holding] = []
_others: dict[str, dict[str, str]] = {}


def declare(*holdings: Holding, before: str = "") -> None:
    """Add `holdings`, to be erased after those that are there, or before the rows of the model `before`, by which
    they are found."""
    new = [holding for holding in holdings if holding not in _holdings]
    models_known = [holding.model for holding in _holdings]
    place = models_known.index(before) if before else len(_holdings)
    _holdings[place:place] = new


def declare_not_personal(model: str, reason: str, *fields: str) -> None:
    """Say why `fields` of `model`, which look personal, say nothing of a person."""
    _others.setdefault(model, {}).update(dict.fromkeys(fields, reason))


def holdings() -> list[Holding]:
    return list(_holdings)


def in_reading_order() -> list[Holding]:
    """Return the holdings as people read them: by processing. `holdings` has them in the order of an erasure."""
    return sorted(_holdings, key=lambda holding: holding.processing.rank)


def processings() -> list[Processing]:
    """Return each processing that a holding serves, once."""
    return list({holding.processing.code: holding.processing for holding in in_reading_order()}.values())


def undeclared(models_seen: Iterable[type[models.Model]], known: Iterable[Holding] | None = None) -> list[str]:
    """Return the fields, as `app.Model.field`, that may say something of a person and that no row declares."""
    declared: dict[str, set[str]] = {label: set(fields) for label, fields in _others.items()}
    for holding in _holdings if known is None else known:
        named = {holding.whose.split("__")[0], *holding.fields, *holding.sealed}
        declared.setdefault(holding.model, set()).update(named)
    return sorted(
        f"{model._meta.label}.{column.name}"
        for model in models_seen
        for column in suspects(model)
        if not is_declared(model, column, declared)
    )


def is_declared(model, column, declared: dict[str, set[str]]) -> bool:
    """Return whether a row names `column`, of `model` or of one it inherits from; `*` names all that a model adds."""
    if EVERY_FIELD in declared.get(column.model._meta.label, ()):
        return True
    lineage = [model, *model._meta.get_parent_list()]
    return any(column.name in declared.get(parent._meta.label, ()) for parent in lineage)


def suspects(model) -> list[models.Field]:
    """Return the fields of `model` that a row must declare: all of them when it leads to a person."""
    columns = [column for column in model._meta.get_fields() if is_own(column)]
    if model is User or any(column.related_model is User for column in columns if column.is_relation):
        return columns
    if model._meta.app_label not in OUR_APPS:
        return []
    return [column for column in columns if isinstance(column, models.EmailField) or LOOKS_PERSONAL.search(column.name)]


def is_own(column) -> bool:
    """Return whether the rows of the model hold this field: neither a number made by the database, nor a link back."""
    is_held = column.concrete or column.many_to_many
    return is_held and not column.auto_created and not getattr(column.remote_field, "parent_link", False)
