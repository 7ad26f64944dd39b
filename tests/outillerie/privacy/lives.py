"""A person who did everything that one can do here, and everything that the site then remembers of them."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.db import connection
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import FormState
from wagtail.log_actions import log
from wagtail.models import Comment, UploadedFile
from wagtail.users.models import UserProfile

from outillerie.accounts.models import Invitation, Membership, Organisation, User
from outillerie.collections.models import CollectedKit, CollectionCurator, KitCollection
from outillerie.field_reports.models import FieldReport, FieldReportThanks
from outillerie.kits.formats.content import Credit, File, Picture, Source, Step
from outillerie.kits.models import HubDocument, KitPage, KitPrint
from outillerie.moderation.models import KitReport
from outillerie.notifications.models import Kind, Notification, NotificationPreference
from outillerie.outbox.models import OutboxMessage
from outillerie.privacy.actions import accept_terms, request_export
from outillerie.privacy.names import page_address_of
from outillerie.remix.models import Proposal
from outillerie.writing.actions import begin_kit
from tests import factories

FIRST, LAST = "Léonie", "Vandevoorde"
NAME, EMAIL, OTHER_EMAIL = f"{FIRST} {LAST}", "leonie.vandevoorde@example.org", "leo.perso@example.net"


@dataclass
class Life:
    leonie: User
    ines: User
    kit: KitPage
    adaptation: KitPage
    draft: KitPage
    shared_draft: KitPage
    report: FieldReport
    collections: dict[str, KitCollection] = field(default_factory=dict)


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(buffer, "WEBP")
    return buffer.getvalue()


def blobs(*contents: bytes) -> dict[str, bytes]:
    return {hashlib.sha256(data).hexdigest(): data for data in contents}


def signed_kit(leonie: User) -> KitPage:
    """Return a published kit that says her name wherever a kit may, at two versions, and a change that is not published."""
    data, drawing = b"Fiche", picture()
    files = blobs(data, drawing)
    [sheet, drawn] = list(files)
    facts = {
        "title": "Trier ses photos",
        "organisation": "",
        "credits": (
            Credit(name=NAME, url=page_address_of(leonie)),
            Credit(name="Élise Vasseur"),
            Credit(name="Bob L’Éponge", role="illustrator", url=page_address_of(leonie)),
        ),
        "steps": (Step(title="Ouvrir", minutes=10, author=f" {NAME} ", facilitator=f"Écrit par {NAME}."),),
        "files": (File(name="fiche.txt", title="Fiche", author=NAME, sha256=sheet, size=5),),
        "pictures": (Picture(name="plan.webp", alt="Plan", author=NAME, sha256=drawn, size=len(drawing)),),
        "body": f"Une question ? {EMAIL}, ou [ma page]({page_address_of(leonie)}).",
    }
    page = factories.draft(blobs=files, **facts)
    page.owner = leonie
    page.save()
    HubDocument.objects.update(uploaded_by_user=leonie)
    page.save_revision(user=leonie).publish(user=leonie, skip_permission_checks=True)
    page = factories.publish(
        KitPage.objects.get(pk=page.pk), by=leonie, version_notes=f"Corrigé par {NAME}", hook="Deux"
    )
    later = page.get_latest_revision_as_object()
    later.hook = "Une accroche que personne n’a encore lue."
    later.save_revision(user=leonie)
    return KitPage.objects.get(pk=page.pk)


def adapted_kit(kit: KitPage, ines: User) -> KitPage:
    """Return a kit that somebody else made from it, with its lineage."""
    version = kit.versions.get(number=1)
    source = Source(
        title=version.title, authors=(NAME, "Élise Vasseur"), sha256=version.sha256, version=1, licence="CC-BY-SA-4.0"
    )
    page = factories.kit(
        title="Trier ses photos en famille", credits=(Credit(name="Inès Canal"),), sources=(source,), by=ines
    )
    KitPage.objects.filter(pk=page.pk).update(owner=ines)
    return KitPage.objects.get(pk=page.pk)


def a_full_life() -> Life:
    """Make Léonie, all that she did, and Inès, who works with her."""
    leonie = factories.person(
        EMAIL, first_name=FIRST, last_name=LAST, public_name=NAME, slug="leonie-vandevoorde", is_public=True,
        role="Médiatrice", place="Roubaix", biography=f"{NAME} anime des ateliers.", group="contributor",
    )  # fmt: skip
    ines = factories.person("ines@example.org", first_name="Inès", last_name="Canal", group="moderator")
    EmailAddress.objects.create(user=leonie, email=EMAIL, primary=True, verified=True)
    EmailAddress.objects.create(user=leonie, email=OTHER_EMAIL)
    kit = signed_kit(leonie)
    adaptation = adapted_kit(kit, ines)
    mill = Organisation.objects.create(name="Le Moulin")
    life = Life(
        leonie=leonie,
        ines=ines,
        kit=kit,
        adaptation=adaptation,
        draft=begin_kit(factories.content(title="Brouillon secret", credits=(Credit(name=NAME),)), by=leonie),
        shared_draft=begin_kit(factories.content(title="Brouillon commun"), by=leonie, organisation=mill),
        report=FieldReport.objects.create(
            kit=adaptation, person=leonie, held_on=date(2026, 5, 6), recommendation=4, worked="Tout."
        ),
    )
    join(life, mill)
    collect(life)
    talk(life)
    leave_traces(life)
    return life


def join(life: Life, mill: Organisation) -> None:
    active = {"organisation": mill, "state": Membership.State.ACTIVE}
    Membership.objects.create(person=life.leonie, role=Membership.Role.MANAGER, message=f"C’est {NAME}", **active)
    Membership.objects.create(person=life.ines, **active)
    Invitation.objects.create(organisation=mill, email=OTHER_EMAIL, invited_by=life.ines)
    Invitation.objects.create(organisation=mill, email="tom@example.org", invited_by=life.leonie)


def collect(life: Life) -> None:
    for slug, is_public in (("publique", True), ("privee", False), ("commune", False)):
        collection = KitCollection.objects.create(title=slug, slug=slug, is_public=is_public, owner=life.leonie)
        CollectedKit.objects.create(collection=collection, kit=life.adaptation, added_by=life.leonie)
        life.collections[slug] = collection
    CollectionCurator.objects.create(collection=life.collections["commune"], person=life.ines)
    theirs = KitCollection.objects.create(title="D’Inès", slug="ines", owner=life.ines)
    CollectionCurator.objects.create(collection=theirs, person=life.leonie)


def talk(life: Life) -> None:
    leonie, ines, kit = life.leonie, life.ines, life.kit
    FieldReportThanks.objects.create(report=life.report, person=ines)
    mine = FieldReport.objects.create(kit=kit, person=ines, held_on=date(2026, 5, 7), recommendation=3)
    FieldReport.objects.filter(pk=mine.pk).update(answer="Merci", answered_by=leonie, answered_at=timezone.now())
    FieldReportThanks.objects.create(report=mine, person=leonie)
    versions = kit.versions.order_by("number")
    Proposal.objects.create(
        kit=life.adaptation, offered=versions[0], keys=["hook"], message=f"Bien à vous, {FIRST}", proposed_by=leonie
    )  # fmt: skip
    KitReport.objects.create(kit=life.adaptation, reason="errors", details="Une date.", reporter=leonie, email=EMAIL)
    Notification.objects.create(person=leonie, kind=Kind.FIELD_REPORT, kit=kit, actor=ines, path="/kits/")
    Notification.objects.create(person=ines, kind=Kind.KIT_ADAPTED, actor=leonie, path="/membres/leonie-vandevoorde/")
    NotificationPreference.objects.create(person=leonie, kind=Kind.FIELD_REPORT, mail="never")
    revision = kit.latest_revision
    Comment.objects.create(page=kit, user=leonie, text=f"Signé {NAME}", contentpath="title", revision_created=revision)
    accept_terms(leonie, "1")


def leave_traces(life: Life) -> None:
    leonie = life.leonie
    profile = UserProfile.get_for_user(leonie)
    profile.avatar.save("leonie-vandevoorde.webp", ContentFile(picture()))
    log(life.kit, "wagtail.edit", user=leonie)
    log(leonie, "wagtail.edit", user=life.ines, title=NAME)
    page = ContentType.objects.get_for_model(KitPage)
    FormState.objects.create(user=leonie, content_type=page, data=f"credits={NAME}", last_updated_at=timezone.now())
    UploadedFile.objects.create(
        for_content_type=page, uploaded_by_user=leonie, file=ContentFile(b"x", "leonie-vandevoorde.txt")
    )
    HubDocument.objects.create(title=NAME, file=ContentFile(NAME.encode(), "cv.txt"), uploaded_by_user=leonie)
    printed = KitPrint.objects.create(
        version=life.kit.versions.first(), form="fiche-a4", state="ready", requested_at=timezone.now()
    )
    printed.file.save("trier.pdf", ContentFile(f"%PDF {NAME}".encode()))
    request_export(leonie)
    EmailMessage(f"Bonjour {FIRST}", NAME, to=[EMAIL]).send()
    waiting = {"raw": base64.b64encode(EMAIL.encode()).decode(), "from": "hub@example.org", "to": [OTHER_EMAIL]}
    now = timezone.now()
    OutboxMessage.objects.create(
        kind="mail", key="late", payload=waiting, state="failed", created_at=now, not_before=now
    )  # fmt: skip


# --- what is left of someone ---


def places_that_say(*words: str, media: Path) -> list[str]:
    """Return where one of `words` still is: tables of the database, files, caches. What is encoded is decoded first."""
    wanted = [word.casefold() for word in words]
    found = [f"table {name}" for name, text in tables() if any(word in text.casefold() for word in wanted)]
    for path in sorted(media.rglob("*")):
        text = f"{path} {path.read_bytes().decode('latin-1') + path.read_bytes().decode('utf-8', 'replace') if path.is_file() else ''}"
        found += [f"file {path.relative_to(media)}"] if any(word in text.casefold() for word in wanted) else []
    for name in ("pages", "throttle", "renditions"):
        text = repr(getattr(caches[name], "_cache", "")).casefold()
        found += [f"cache {name}"] if any(word in text for word in wanted) else []
    return found


def tables():
    """Yield the name of each table and everything that it holds, as text."""
    inner = ("_data", "_idx", "_docsize", "_config", "_content")
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        for name in names:
            if "fts" in name and name.endswith(inner):
                continue
            cursor.execute(f'SELECT * FROM "{name}"')
            rows = [" ".join(text_of(value) for value in row) for row in cursor.fetchall()]
            yield name, "\n".join(rows)
    yield "sessions, opened", " ".join(repr(session.get_decoded()) for session in Session.objects.all())
    raws = (row.payload.get("raw", "") for row in OutboxMessage.objects.all())
    yield "mail, opened", " ".join(base64.b64decode(raw).decode("utf-8", "replace") for raw in raws)


def text_of(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    # SQLite keeps JSON as it was written: letters with accents are numbers there.
    return text.encode().decode("unicode_escape") + text if "\\u" in text else text
