"""What can be done to a badge that can be earned: write it, publish it, stop awarding it."""

import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from badges.achievements.events import achievement_published
from badges.achievements.exports import content_of
from badges.achievements.formats.content import AchievementContent, fingerprint, to_dict
from badges.achievements.lacks import lacks_of
from badges.achievements.models import Achievement, AchievementVersion
from badges.achievements.pictures import PNG, SVG, both_forms, generated_svg
from badges.achievements.queries import newest_version
from badges.awarding.formats.rules import APPLICATION, kinds_in
from badges.issuing.models import BadgeImage
from outillerie.errors import Refused
from outillerie.pages.actions import forget_pages


class NotPublishable(Refused):
    pass


class NotKept(Refused):
    pass


@transaction.atomic
def keep(achievement: Achievement, *, by, seen: str = "") -> Achievement:
    """Keep what a badge being written now says. `seen` is when it was last changed for whoever wrote this.

    Published versions do not move. Raise NotKept when somebody else changed it meanwhile, or when its address would.
    """
    if achievement.pk:
        # Lock the badge: what is compared must not change before it is written.
        kept = Achievement.objects.select_for_update(of=("self",)).get(pk=achievement.pk)
        check_seen(kept, seen)
        if kept.slug != achievement.slug and kept.versions.exists():
            raise NotKept(_("The address of this badge stands in what was published: it stays %(slug)s.") % vars(kept))
    else:
        achievement.created_by = by
    done = "wagtail.edit" if achievement.pk else "wagtail.create"
    achievement.changed_at = timezone.now()
    try:
        with transaction.atomic():
            achievement.save()
    except IntegrityError as error:
        # Two people may write two badges of one name at once: each was told that its address is free.
        raise NotKept(_("Another badge has just taken this address. Save again, or choose another one.")) from error
    log(achievement, done, user=by)
    return achievement


def check_seen(kept: Achievement, seen: str) -> None:
    if seen and seen != stamp(kept):
        raise NotKept(
            _("Somebody else changed this badge while you were writing. Open it in another tab, then copy your words.")
        )


def stamp(achievement: Achievement) -> str:
    """Return when the badge was last changed, as forms carry it."""
    return achievement.changed_at.isoformat() if achievement.pk else ""


@transaction.atomic
def publish(achievement: Achievement, *, by, notes: str | None = None) -> AchievementVersion:
    """Keep what `achievement` now says as its next version, unless its newest one says exactly that.

    `notes` say what this version changes. Raise NotPublishable, with everything that is missing.
    """
    # Lock the badge: two people may publish it at once, and each version has its own number.
    rows = Achievement.objects.select_for_update(of=("self",)).select_related("issuer", "image")
    achievement = rows.get(pk=achievement.pk)
    if lacks := lacks_of(achievement):
        raise NotPublishable(_("This badge cannot be published yet. %(lacks)s") % {"lacks": " ".join(lacks)})
    content = content_of(achievement)
    svg, png = images_of(achievement, content)
    said = fingerprint(content, svg.sha256, png.sha256)
    newest = newest_version(achievement)
    if newest is None or newest.sha256 != said:
        newest = AchievementVersion.objects.create(
            achievement=achievement,
            number=newest.number + 1 if newest else 1,
            values=to_dict(content),
            sha256=said,
            svg=svg,
            png=png,
            notes=achievement.version_notes if notes is None else notes,
            published_at=timezone.now(),
            published_by=by,
        )
        log(achievement, "wagtail.publish", user=by, data={"version": newest.number})
        achievement_published.send(AchievementVersion, version=newest, by=by)
    achievement.state, achievement.archived_at = Achievement.State.PUBLISHED, None
    achievement.save(update_fields=["state", "archived_at"])
    transaction.on_commit(forget_pages)
    return newest


@transaction.atomic
def archive(achievement: Achievement, *, by) -> None:
    """Award it no more. What was given stays valid, and so do its addresses. Publishing it again awards it again."""
    achievement = Achievement.objects.select_for_update().get(pk=achievement.pk)
    if achievement.state != Achievement.State.PUBLISHED:
        raise NotKept(_("This badge is not published: there is nothing to stop."))
    achievement.state, achievement.archived_at = Achievement.State.ARCHIVED, timezone.now()
    achievement.save(update_fields=["state", "archived_at"])
    log(achievement, "wagtail.unpublish", user=by)
    transaction.on_commit(forget_pages)


def images_of(achievement: Achievement, content: AchievementContent) -> tuple[BadgeImage, BadgeImage]:
    """Return the images of the version to come, SVG and PNG: drawn from what it says, or made of its own image."""
    own = achievement.image
    svg, png = both_forms(own.media_type, bytes(own.content)) if own else both_forms(SVG, generated_svg(content))
    return kept_image(svg, SVG), kept_image(png, PNG)


def kept_image(content: bytes, media_type: str) -> BadgeImage:
    """Return the row of these bytes, made if they are new."""
    sha256 = hashlib.sha256(content).hexdigest()
    facts = {"media_type": media_type, "content": content}
    return BadgeImage.objects.get_or_create(sha256=sha256, defaults=facts)[0]


def asks_for_application(rule: dict) -> bool:
    """Say whether `rule` counts applications: then, and only then, one may apply for the badge."""
    return APPLICATION in kinds_in(rule)
