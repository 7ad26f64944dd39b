"""The pages of the archive that people read: no script, no form, no link that leaves the folder but to its own documents."""

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from badges.achievements.models import AchievementVersion
from badges.achievements.pictures import alternative_text
from badges.awarding.models import Credential
from badges.awarding.wording import rule_sentence
from badges.backpack.permissions import may_show_holder
from badges.browsing import given, showing
from badges.browsing.wording import ability_sentence, level_words, until_words, validity_words
from badges.endorsing.models import Endorsement
from badges.endorsing.queries import endorsements_of_achievement, endorsements_of_credential
from badges.hosting.archive_files import path_of
from badges.issuing.addresses import assertion_url, credential_url, endorsement_url, image_url, issuer_url
from badges.issuing.models import Issuer
from outillerie.pages.stylesheet import FOLDER, NAME, joined

FONTS = FOLDER.parent / "fonts"
PICTURE_SUFFIXES = ("png", "svg")
# Some servers list a folder that has no page of its own, and hidden badges with it.
UNLISTED = ("openbadges/credentials/", "openbadges/assertions/", "openbadges/endorsements/", "badge/")


def look_files() -> Iterator[tuple[str, bytes]]:
    """Yield the stylesheet and the faces of the site."""
    yield f"static/{NAME}", joined()
    for font in sorted(FONTS.glob("*.woff2")):
        yield f"static/outillerie/fonts/{font.name}", font.read_bytes()


def page_files() -> Iterator[tuple[str, bytes]]:
    with override(settings.LANGUAGE_CODE):
        versions = list(all_versions())
        yield page("", "index", {"versions": newest(versions), "issuers": Issuer.objects.order_by("name")})
        yield page("verifier/", "verify", {})
        yield from (page(folder, "unlisted", {}) for folder in UNLISTED)
        for issuer in Issuer.objects.prefetch_related("keys").order_by("pk"):
            yield issuer_page(issuer, [version for version in newest(versions) if version.achievement.issuer == issuer])
        for version in versions:
            yield achievement_page(version, f"badges/{version.achievement.slug}/v{version.number}/")
        for version in newest(versions):
            yield achievement_page(version, f"badges/{version.achievement.slug}/")
        yield from given_pages()


def all_versions():
    versions = AchievementVersion.objects.select_related("achievement__issuer", "svg").defer("svg__content")
    return versions.order_by("achievement__slug", "number")


def newest(versions: list[AchievementVersion]) -> list[AchievementVersion]:
    return list({version.achievement_id: version for version in versions}.values())


def page(folder: str, name: str, context: dict) -> tuple[str, bytes]:
    """Return a page as `index.html` of its folder; links are relative, so that the folder may stand anywhere."""
    surroundings = {"root": "../" * folder.count("/"), "site": settings.PERMANENT_URL, "made_at": timezone.now()}
    html = render_to_string(f"archive/{name}.html", {**surroundings, **context})
    return f"{folder}index.html", html.encode()


def issuer_page(issuer: Issuer, versions: list[AchievementVersion]) -> tuple[str, bytes]:
    context = {"issuer": issuer, "versions": versions, "did_url": path_of(issuer_url(issuer, "did.json"))}
    return page(f"badges/emetteurs/{issuer.slug}/", "issuer", context)


def achievement_page(version: AchievementVersion, folder: str) -> tuple[str, bytes]:
    content = version.content
    return page(
        folder,
        "achievement",
        {
            "version": version,
            "content": content,
            "issuer": version.achievement.issuer,
            "sentence": ability_sentence("", content.description),
            "deeds": rule_sentence(content.rule),
            "criteria": showing.safe_html(content.criteria, content.language),
            "level": level_words(content.level),
            "validity": validity_words(content.validity_months),
            "endorsements": with_paths(endorsements_of_achievement(version.achievement)),
            **picture(version),
        },
    )


def picture(version: AchievementVersion) -> dict[str, str]:
    content = version.content
    drawn = content.caption if content.has_own_image else alternative_text(content.level, content.domain)
    return {"picture": path_of(image_url(version.svg)), "picture_alt": drawn}


def given_pages() -> Iterator[tuple[str, bytes]]:
    """Yield a page for each badge that its holder shows, and none for the others."""
    rows = Credential.objects.filter(visibility=Credential.Visibility.PUBLIC).select_related(*given.WITH)
    for credential in rows.defer(*given.HEAVY).order_by("pk").iterator(chunk_size=200):
        if may_show_holder(credential):
            yield given_page(credential)


def given_page(credential: Credential) -> tuple[str, bytes]:
    version, name = credential.version, given.holder_name(credential)
    return page(
        f"badge/{credential.uuid}/",
        "given",
        {
            "credential": credential,
            "content": version.content,
            "version": version,
            "sentence": ability_sentence(name, version.content.description),
            "standing": given.standing_words(credential),
            "until": until_words(credential.valid_until),
            "level": level_words(version.content.level),
            "obtained": given.obtained(credential),
            "endorsements": with_paths(endorsements_of_credential(credential)),
            **picture(version),
            "files": [
                (suffix.upper(), path_of(credential_url(credential.uuid, f".{suffix}"))) for suffix in PICTURE_SUFFIXES
            ],
            "document": path_of(credential_url(credential.uuid)),
            "assertion": path_of(assertion_url(credential.uuid)),
        },
    )


def with_paths(endorsements: Iterable[Endorsement]) -> list[tuple[Endorsement, str]]:
    """Return each endorsement with the path of its signed file."""
    return [(said, path_of(endorsement_url(said.uuid))) for said in endorsements]
