"""What the agenda counts and filters of a session: pairs of a facet and one of its values."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from catalogue.paths.models import BlockModule, Module, PathVersion, TrainingMode
from catalogue.paths.queries import public_paths
from catalogue.sessions.models import PeerSession, SessionPlace
from catalogue.venues.models import Territory


def facets_of(session: PeerSession, path_ids: Iterable[int] = ()) -> list[tuple[str, str]]:
    """Return the facts of `session`, each once; `path_ids` are the paths it counts for.

    Paths, kits and organisations go by number: their address may change. Territories, by `Territory.facet`.
    """
    places = list(session.places.all())
    kit = session.kit_version.kit_id if session.kit_version_id else ""
    pairs = [
        ("format", session.format.code),
        ("mode", mode_of(places)),
        ("organisation", session.organisation_id or ""),
        ("kit", kit),
        *(("audience", audience.code) for audience in session.audiences.all()),
        *(("theme", theme.code) for theme in session.themes.all()),
        *(("territory", territory.facet) for place in places for territory in territories_of(place)),
        *(("path", pk) for pk in path_ids),
    ]
    return sorted({(facet, str(value)) for facet, value in pairs if value})


def mode_of(places: list[SessionPlace]) -> str:
    """Return the mode that the places make together: nothing while there is none."""
    if not places:
        return ""
    online = {place.is_online for place in places}
    if len(online) == 2:
        return TrainingMode.HYBRID
    return TrainingMode.REMOTE if online == {True} else TrainingMode.ONSITE


def territories_of(place: SessionPlace) -> Iterator[Territory]:
    """Yield the commune of a place and every territory that holds it."""
    commune = place.venue.territory if place.venue_id else place.territory
    if commune is not None and not place.is_online:
        around = (commune, commune.intercommunality, commune.department, commune.region)
        yield from (territory for territory in around if territory is not None)


def paths_by_module(module_ids: set[int]) -> dict[int, set[int]]:
    """Return, by module, the public paths whose newest version holds it."""
    if not module_ids:
        return {}
    keys = {str(key): pk for pk, key in Module.objects.filter(pk__in=module_ids).values_list("pk", "key")}
    holding = BlockModule.objects.filter(module__in=module_ids).values("block__page")
    newest = PathVersion.objects.filter(path__in=public_paths().filter(pk__in=holding)).order_by("path", "-number")
    found, seen = defaultdict(set), set()
    for version in newest.iterator():
        if version.path_id in seen:
            continue
        seen.add(version.path_id)
        for module in version.content.modules():
            if module.key in keys:
                found[keys[module.key]].add(version.path_id)
    return found
