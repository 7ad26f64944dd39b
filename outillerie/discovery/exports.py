"""A version of a kit as machines read it: JSON-LD."""

import json

from django.urls import reverse

from outillerie.discovery.formats.lrmi import Agent, Concept, Media, Resource, Work, learning_resource
from outillerie.kits.exports import credit_lines
from outillerie.kits.formats.content import Credit, KitContent, Source
from outillerie.kits.models import Audience, KitVersion
from outillerie.kits.queries import themes_by_code
from outillerie.licences import attribution
from outillerie.licences.licence import LICENCES
from outillerie.pages.queries import absolute


class ScriptJson(str):
    """JSON that may stand in a `<script>` of data: no sign in it can end the element or begin another."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


# As Django's `json_script`: what HTML could read inside a script element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def json_ld(version: KitVersion) -> ScriptJson:
    """Return the JSON-LD of a public version, for `<script type="application/ld+json">{{ json_ld }}</script>`."""
    return script_json(learning_resource(resource_of(version)))


def script_json(values: dict) -> ScriptJson:
    return ScriptJson(json.dumps(values, ensure_ascii=False).translate(_ESCAPES))


def resource_of(version: KitVersion) -> Resource:
    content, kit = version.content, version.kit
    authors = tuple(credit for credit in content.credits if credit.role == "author")
    return Resource(
        url=absolute(reverse("kit-version", args=[kit.slug, version.number])),
        name=content.title,
        language=content.language,
        description=content.hook,
        image=absolute(reverse("share-image", args=[kit.slug, version.number])),
        version=version.number,
        minutes=content.duration,
        minimum_age=content.minimum_age,
        licence_url=LICENCES[content.licence].uri if content.licence in LICENCES else "",
        based_on=_based_on(content),
        credit_text=" ".join(credit_lines(version)),
        date_published=version.published_at.date().isoformat(),
        publisher=Agent(name=content.organisation, is_organisation=True) if content.organisation else None,
        creators=tuple(_agent(credit) for credit in authors),
        contributors=tuple(_agent(credit) for credit in content.credits if credit not in authors),
        keywords=tuple(themes_by_code()[code].label for code in content.themes if code in themes_by_code()),
        objectives=content.objectives,
        audiences=_audiences(content),
        media=_media(version),
    )


def _agent(credit: Credit) -> Agent:
    return Agent(name=credit.name, url=attribution.web_address(credit.url), affiliation=credit.organisation)


def _based_on(content: KitContent) -> tuple[Work, ...]:
    """Return what the kit is made from, nearest first, then the original that is only an address."""
    works = dict.fromkeys(_work(source) for source in content.sources)
    original = attribution.web_address(content.source_url)
    is_told = original in {"", *(work.url for work in works)}
    return (*works, *([] if is_told else [Work(url=original)]))


def _work(source: Source) -> Work:
    people = tuple(Agent(name=name) for name in source.authors)
    group = (Agent(name=source.organisation, is_organisation=True),) if source.organisation else ()
    return Work(
        url=attribution.web_address(source.url),
        name=source.title,
        creators=people or group,
        licence_url=LICENCES[source.licence].uri if source.licence in LICENCES else "",
    )


def _audiences(content: KitContent) -> tuple[Concept, ...]:
    labels = dict(Audience.objects.filter(code__in=content.audiences).values_list("code", "label"))
    address = absolute(reverse("kits"))
    return tuple(
        Concept(url=f"{address}?public={code}", label=labels[code]) for code in content.audiences if code in labels
    )


def _media(version: KitVersion) -> tuple[Media, ...]:
    return tuple(
        Media(
            url=absolute(reverse("kit-file", args=[version.kit.slug, version.number, file.name])),
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
        )
        for file in version.content.files
    )
