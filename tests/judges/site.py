"""The site as judges see it: each address that a badge leads to, answered by the site itself."""

from collections.abc import Iterable

from django.conf import settings

from badges.achievements.models import AchievementVersion
from badges.hosting.archive_files import achievement_files, image_files, issuer_files, status_files
from badges.issuing.addresses import achievement_page
from tests.judges.world import Answer


def world_of_site(client, *, badges: Iterable[str] = ()) -> dict[str, Answer]:
    """Return what the site answers to its permanent addresses, and to those of `badges` (their paths)."""
    parts = (image_files(), achievement_files(), issuer_files(), status_files())
    paths = [path for files in parts for path, _content in files]
    world = {f"{settings.PERMANENT_URL}/{path}": asked(client, f"/{path}") for path in [*paths, *badges]}
    versions = AchievementVersion.objects.select_related("achievement")
    # What a badge asks for is a page that people read: that it is there is all that a judge wants to know.
    return world | {achievement_page(version): (200, "text/html", "<title>Badge</title>") for version in versions}


def asked(client, path: str) -> Answer:
    answer = client.get(path)
    return answer.status_code, answer["Content-Type"], answer.content.decode("utf-8", "replace")
