"""Names leave kits: the rows being edited, the drafts, and the versions that were published with them.

A licence lets an author ask that their name be removed (CC BY 4.0, section 3(a)(3)), and the law lets a person be
forgotten. Only kits that the person had a hand in, and those made from them, are looked at: somebody else may bear
the same name.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.models import Revision
from wagtail.search import index

from outillerie.accounts.models import User
from outillerie.collections.models import CollectionPrint
from outillerie.kits.formats.content import fingerprint, from_dict
from outillerie.kits.models import HubDocument, HubImage, KitPage, KitPrint, KitVersion
from outillerie.pages.actions import forget_pages
from outillerie.privacy.files import forget_files
from outillerie.privacy.models import KitRedaction
from outillerie.privacy.names import addresses_of, names_of, page_address_of, signature_of
from outillerie.privacy.queries import kits_that_may_name, versions_that_may_name

# Where a text is the name of somebody, in the plain form of a kit as in the rows of its page.
SIGNED = {
    ("steps", "author"), ("files", "author"), ("pictures", "author"), ("sources", "authors"),
}  # fmt: skip
# What names a thing by its spelling: a letter changed there would break a link.
SPELLED = {
    "sha256", "url", "source", "source_url", "through", "media_type", "cover", "slug", "url_path", "path", "language",
    "licence", "translation_key", "import_key", "import_sha256",
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """How a person is named in texts, and what stands there instead: empty for words of the kit's own language."""

    whole: frozenset[str]
    within: re.Pattern[str]
    page: str
    instead: str

    @classmethod
    def of(cls, person: User, *, instead: str) -> "Names":
        """Return every name of `person`. A first name alone may be anybody's: inside a text, it is left."""
        names, page = names_of(person), page_address_of(person)
        full = {name for name in names if " " in name}
        return cls(frozenset(map(str.casefold, names)), any_of({*full, *addresses_of(person), page}), page, instead)

    @classmethod
    def addresses(cls, person: User) -> "Names":
        """Return the e-mail addresses of `person` alone: their names stay."""
        return cls(frozenset(), any_of(addresses_of(person)), "", signature_of(person))

    def is_one(self, text: str) -> bool:
        return " ".join(text.split()).casefold() in self.whole

    def sign(self, credit: dict[str, Any]) -> bool:
        """Return whether `credit` is that of the person: by their page, or by their name."""
        return bool(self.page and credit.get("url") == self.page) or self.is_one(str(credit.get("name", "")))

    def shown(self, language: str) -> str:
        if self.instead:
            return self.instead
        with translation.override("fr" if language.startswith("fr") else "en"):
            return _("A member of the network")


def any_of(words: set[str]) -> re.Pattern[str]:
    longest_first = sorted(words - {""}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def without(values: Any, names: Names, *, shown: str, place: tuple[str, ...] = ()) -> Any:
    """Return `values`, plain values of JSON, where `shown` stands wherever one of `names` was."""
    if isinstance(values, list):
        return [without(value, names, shown=shown, place=place) for value in values]
    if isinstance(values, dict):
        is_theirs = place[-1:] == ("credits",) and names.sign(values)
        kept = {**values, "name": shown, "url": ""} if is_theirs else values
        return {key: without(value, names, shown=shown, place=(*place, key)) for key, value in kept.items()}
    if isinstance(values, str):
        return in_text(values, names, shown=shown, place=place)
    return values


def in_text(text: str, names: Names, *, shown: str, place: tuple[str, ...]) -> str:
    if place[-2:] in SIGNED and names.is_one(text):
        return shown
    is_spelled = (place[-1:] and place[-1] in SPELLED) or place[-2:] in {("files", "name"), ("pictures", "name")}
    return text if is_spelled else names.within.sub(lambda match: shown, text)


@transaction.atomic
def take_out(names: Names, *, of: User) -> None:
    """Write what stands instead of `names` wherever the kits of a person, and those made from them, say one."""
    versions, kits = list(versions_that_may_name(of)), list(kits_that_may_name(of))
    changed = [version for version in versions if redact(version, names)]
    forget_prints(changed)
    for kit in kits:
        rewrite_rows(kit, names)
        rewrite_revisions(kit, names)
        index.insert_or_update_object(KitPage.objects.get(pk=kit.pk))
    transaction.on_commit(forget_pages)


def redact(version: KitVersion, names: Names) -> bool:
    """Take the names out of a published version. Return whether it had any."""
    shown = names.shown(version.values.get("language", "fr"))
    values = without(version.values, names, shown=shown)
    notes = in_text(version.notes, names, shown=shown, place=("notes",))
    if (values, notes) == (version.values, version.notes):
        return False
    redaction, _is_new = KitRedaction.objects.update_or_create(
        version=version, defaults={"redacted_at": timezone.now(), "sha256": ""}
    )
    KitVersion.objects.filter(pk=version.pk).update(values=values, title=values["title"], notes=notes)
    redaction.sha256 = fingerprint(from_dict(values))
    redaction.save(update_fields=["sha256"])
    return True


def forget_prints(versions: list[KitVersion]) -> None:
    """Have the sheets, booklets and archives of these versions made again, when somebody asks for them."""
    prints = KitPrint.objects.filter(version__in=versions)
    booklets = CollectionPrint.objects.filter(collection__collected_kits__kit__versions__in=versions)
    forget_files([*prints.values_list("file", flat=True), *booklets.values_list("file", flat=True)])
    prints.delete()
    CollectionPrint.objects.filter(pk__in=[made.pk for made in booklets]).delete()


def rewrite_rows(kit: KitPage, names: Names) -> None:
    """Take the names out of the page of `kit` and of everything that hangs on it. Nothing is published by it."""
    shown = names.shown(kit.language)
    rewrite(kit, names, shown=shown)
    for relation in ("objectives", "material", "steps", "credits", "sources", "files", "pictures"):
        for row in getattr(kit, relation).all():
            rewrite(row, names, shown=shown, place=(relation,))
    for document in HubDocument.objects.filter(kit_files__page=kit):
        rewrite(document, names, shown=shown, place=("files",))
    for picture in HubImage.objects.filter(kit_pictures__page=kit):
        rewrite(picture, names, shown=shown, place=("pictures",))


def rewrite(row: models.Model, names: Names, *, shown: str, place: tuple[str, ...] = ()) -> None:
    texts = (models.CharField, models.TextField, models.JSONField)
    before = {
        column.name: getattr(row, column.attname) for column in row._meta.concrete_fields if isinstance(column, texts)
    }
    after = without(before, names, shown=shown, place=place)
    if changes := {name: value for name, value in after.items() if value != before[name]}:
        type(row)._default_manager.filter(pk=row.pk).update(**changes)


def rewrite_revisions(kit: KitPage, names: Names) -> None:
    shown = names.shown(kit.language)
    for revision in Revision.objects.for_instance(kit).iterator():
        content = without(revision.content, names, shown=shown)
        label = in_text(revision.object_str, names, shown=shown, place=("title",))
        if (content, label) != (revision.content, revision.object_str):
            Revision.objects.filter(pk=revision.pk).update(content=content, object_str=label)
