"""A kit as a schema.org LearningResource (LRMI terms), in the profile that has published JSON Schemas.

Profile: «Allgemeines Metadatenprofil für Bildungsressourcen» (AMB), version of 2023-10-19,
https://dini-ag-kim.github.io/amb/20231019/ (schemas: CC0 1.0). Type of resource: «lesson plan» of HCRT,
https://w3id.org/kim/hcrt/scheme. Terms of schema.org that the profile does not define are added as they are:
`timeRequired`, `typicalAgeRange`, `version`, `creditText`.

One known departure: the profile's `license.id` accepts the addresses of Creative Commons, GNU, Apache, MIT and BSD
licences only. A kit under the French Licence Ouverte 2.0 names its own address all the same, since a false licence
would be worse: it fails `license.json` on `license/id`. In `isBasedOn`, where a licence is not asked for, that one is
left out, so nothing else fails.

`about` is left out: the profile wants a term of two German subject lists; themes go to `keywords`.
"""

from dataclasses import dataclass

CONTEXT = "https://w3id.org/kim/amb/context.jsonld"
LESSON_PLAN = {
    "id": "https://w3id.org/kim/hcrt/lesson_plan",
    "type": "Concept",
    "prefLabel": {"fr": "Plan de séance", "en": "Lesson Plan"},
}
CREATIVE_COMMONS = "https://creativecommons.org/"
NO_LOGIN = {"id": "http://w3id.org/kim/conditionsOfAccess/no_login", "type": "Concept"}
ACTIVE = {"id": "http://purl.org/dcx/lrmi-vocabs/interactivityType/active", "type": "Concept"}


@dataclass(frozen=True, kw_only=True)
class Agent:
    """A person, or an organisation. `affiliation` is the name of a person's organisation."""

    name: str
    url: str = ""
    affiliation: str = ""
    is_organisation: bool = False


@dataclass(frozen=True, kw_only=True)
class Media:
    """A file to download: `size` in bytes, `sha256` in hexadecimal."""

    url: str
    media_type: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a kit is made from. Without a name, its address is one."""

    url: str = ""
    name: str = ""
    creators: tuple[Agent, ...] = ()
    licence_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Concept:
    """A term of a vocabulary, by its address; `label` is in the language of the resource."""

    url: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Resource:
    """What is known of a kit. Dates are ISO 8601 («2026-11-22»), addresses absolute, `minutes` whole."""

    url: str
    name: str
    language: str
    description: str = ""
    image: str = ""
    version: int | None = None
    minutes: int | None = None
    minimum_age: int | None = None
    licence_url: str = ""
    based_on: tuple[Work, ...] = ()
    credit_text: str = ""
    date_published: str = ""
    date_modified: str = ""
    publisher: Agent | None = None
    creators: tuple[Agent, ...] = ()
    contributors: tuple[Agent, ...] = ()
    keywords: tuple[str, ...] = ()
    objectives: tuple[str, ...] = ()
    audiences: tuple[Concept, ...] = ()
    media: tuple[Media, ...] = ()


def learning_resource(resource: Resource) -> dict:
    """Return the JSON-LD of `resource`; what is unknown is absent."""
    language = _short(resource.language)
    values = {
        "@context": [CONTEXT, {"@language": language}],
        "id": resource.url,
        "type": ["LearningResource"],
        "name": resource.name,
        "description": resource.description,
        "image": resource.image,
        "inLanguage": [language],
        "keywords": list(resource.keywords),
        "learningResourceType": [LESSON_PLAN],
        "license": {"id": resource.licence_url} if resource.licence_url else None,
        "creditText": resource.credit_text,
        "creator": [_agent(agent) for agent in resource.creators],
        "contributor": [_agent(agent) for agent in resource.contributors],
        "publisher": [_agent(resource.publisher)] if resource.publisher else [],
        "datePublished": resource.date_published,
        "dateModified": resource.date_modified,
        "version": str(resource.version) if resource.version else "",
        "timeRequired": f"PT{resource.minutes}M" if resource.minutes else "",
        "typicalAgeRange": f"{resource.minimum_age}-" if resource.minimum_age else "",
        "audience": [_concept(concept, language) for concept in resource.audiences],
        "teaches": [
            {"id": f"{resource.url}#objectif-{rank}", "prefLabel": {language: text}}
            for rank, text in enumerate(resource.objectives, start=1)
        ],
        "isBasedOn": [_work(work) for work in resource.based_on],
        "encoding": [_media(media) for media in resource.media],
        "isAccessibleForFree": True,
        "conditionsOfAccess": NO_LOGIN,
        "interactivityType": ACTIVE,
        "mainEntityOfPage": [{"id": resource.url, "type": "WebContent"}],
    }
    return _without_empty(values)


def _agent(agent: Agent) -> dict:
    affiliation = {"type": "Organization", "name": agent.affiliation} if agent.affiliation else None
    kind = "Organization" if agent.is_organisation else "Person"
    return _without_empty({"type": kind, "name": agent.name, "id": agent.url, "affiliation": affiliation})


def _work(work: Work) -> dict:
    licence = {"id": work.licence_url} if work.licence_url.startswith(CREATIVE_COMMONS) else None
    return _without_empty(
        {
            "type": ["LearningResource"],
            "id": work.url,
            "name": work.name or work.url,
            "creator": [_agent(agent) for agent in work.creators],
            "license": licence,
        }
    )


def _concept(concept: Concept, language: str) -> dict:
    return {"id": concept.url, "type": "Concept", "prefLabel": {language: concept.label}}


def _media(media: Media) -> dict:
    return _without_empty(
        {
            "type": "MediaObject",
            "contentUrl": media.url,
            "encodingFormat": media.media_type,
            "contentSize": str(media.size) if media.size else "",
            "sha256": media.sha256,
        }
    )


def _short(language: str) -> str:
    """Return the two letters that the profile knows: «fr» for «fr-CA»."""
    return language.partition("-")[0].lower()


def _without_empty(values: dict) -> dict:
    return {key: value for key, value in values.items() if value not in ("", None, [])}
