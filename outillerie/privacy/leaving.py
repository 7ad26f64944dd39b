"""What becomes of the things that a person shared with others, when the person leaves."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db.models import F, QuerySet
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from outillerie.accounts.models import Membership, User
from outillerie.collections.models import CollectionCurator, KitCollection
from outillerie.kits.models import HubDocument, HubImage, KitPage
from outillerie.notifications.models import Notification
from outillerie.privacy.files import forget_files
from outillerie.privacy.names import page_address_of
from outillerie.privacy.queries import organisations_left_without_manager


def leave_organisations(person: User) -> None:
    """End every membership. A team that `person` alone manages passes to its oldest member, if it has another one."""
    for heir in organisations_left_without_manager(person):
        Membership.objects.filter(pk=heir.pk).update(role=Membership.Role.MANAGER)
    Membership.objects.filter(person=person).delete()


def leave_kits(person: User) -> None:
    """Delete the drafts that were never published and that nobody shares; leave the other kits where they are."""
    for kit in KitPage.objects.filter(owner=person, live=False, versions=None, organisation=None):
        entries = PageLogEntry.objects.filter(page_id=kit.pk)
        kit.delete()
        entries.delete()
    for kit in KitPage.objects.filter(live=True, organisation=None, latest_revision__user=person):
        forget_what_was_not_published(kit, person)
    KitPage.objects.filter(owner=person).update(owner=None)


def forget_what_was_not_published(kit: KitPage, person: User) -> None:
    """Delete what `person` wrote in a published kit since it was published."""
    if kit.latest_revision_id == kit.live_revision_id:
        return
    if kit.workflow_in_progress:
        kit.current_workflow_state.cancel(user=person)
    later = kit.revisions.filter(user=person)
    if kit.live_revision:
        later = later.filter(created_at__gt=kit.live_revision.created_at).exclude(pk=kit.live_revision_id)
    later.delete()
    newest = kit.revisions.order_by("-created_at", "-pk").first()
    is_published = newest is None or newest.pk == kit.live_revision_id
    KitPage.objects.filter(pk=kit.pk).update(
        latest_revision=newest,
        latest_revision_created_at=newest and newest.created_at,
        has_unpublished_changes=not is_published,
        draft_title=F("title") if is_published else newest.object_str,
    )


def leave_notifications(person: User) -> None:
    """Forget who did what others were told of; what leads to the page of `person` leads nowhere any more."""
    told = Notification.objects.filter(actor=person)
    if page := page_address_of(person):
        told.filter(path__startswith=urlsplit(page).path).delete()
    told.update(actor=None)


def leave_documents(person: User) -> None:
    leave_uploads(HubDocument.objects.filter(uploaded_by_user=person), "files", "document")


def leave_pictures(person: User) -> None:
    leave_uploads(HubImage.objects.filter(uploaded_by_user=person), "pictures", "image")


def leave_uploads(uploads: QuerySet, relation: str, link: str) -> None:
    """Delete, bytes included, the uploads that nothing uses; leave the others without their uploader."""
    in_drafts = set(used_in_drafts(relation, link)) if uploads.exists() else set()
    for upload in uploads:
        if upload.pk not in in_drafts and not ReferenceIndex.get_references_to(upload).exists():
            upload.delete()
    uploads.update(uploaded_by_user=None)


def used_in_drafts(relation: str, link: str) -> Iterator[int]:
    """Yield the ids of what the newest drafts of kits use: the index of references knows published rows only."""
    drafts = KitPage.objects.filter(has_unpublished_changes=True).values("latest_revision")
    for content in Revision.objects.filter(pk__in=drafts).values_list("content", flat=True).iterator():
        yield from (row[link] for row in content.get(relation, []))


def leave_collections(person: User) -> None:
    """Hand a shared collection to its oldest curator; delete a private one of one's own; leave the others."""
    for collection in KitCollection.objects.filter(owner=person):
        curators = CollectionCurator.objects.filter(collection=collection, person__is_active=True).exclude(
            person=person
        )
        if heir := curators.order_by("added_at", "pk").first():
            KitCollection.objects.filter(pk=collection.pk).update(owner=heir.person)
            heir.delete()
        elif not collection.is_public:
            forget_files(collection.prints.values_list("file", flat=True))
            collection.delete()
