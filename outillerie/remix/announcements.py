"""Who is told when a kit is published: the authors of its source the first time, its followers every other time."""

from django.urls import reverse

from outillerie.kits.models import KitVersion
from outillerie.notifications.actions import notify
from outillerie.notifications.models import Kind
from outillerie.remix.models import Adaptation
from outillerie.remix.queries import followers, people_of


def announce(version: KitVersion, *, by) -> None:
    if version.number == 1:
        tell_source(version, by=by)
    else:
        tell_followers(version, by=by)


def tell_source(version: KitVersion, *, by) -> None:
    """An adaptation is nobody's business until it is published: its source learns of it then."""
    adaptation = Adaptation.objects.select_related("source").filter(kit=version.kit_id).first()
    if adaptation and adaptation.source:
        path = reverse("kit", args=[version.kit.slug])
        notify(people_of(adaptation.source), Kind.KIT_ADAPTED, path=path, kit=version.kit, actor=by)


def tell_followers(version: KitVersion, *, by) -> None:
    for adaptation in followers(version.kit):
        path = reverse("adaptation", args=[adaptation.kit_id])
        people = people_of(adaptation.kit)
        notify(people, Kind.SOURCE_UPDATED, path=path, kit=version.kit, actor=by, version=version.number)
