"""The search of badges, in memory: they are dozens, and each says all of itself in its content.

The page, its words, its counts and its suggestions are those of the other searches (`outillerie/discovery`).
"""

from collections import Counter
from collections.abc import Iterable

from badges.achievements.models import AchievementVersion
from badges.browsing.choices import NEWEST, facets_of
from outillerie.discovery.queries import SearchResults
from outillerie.discovery.search_request import SearchRequest
from outillerie.discovery.shelf import RELEVANCE, TITLE
from outillerie.discovery.suggestions import corrected_text, vocabulary
from outillerie.discovery.synonyms import query_terms
from outillerie.discovery.text import fold, stems

Versions = dict[int, AchievementVersion]


def search_badges(request: SearchRequest, offered: Versions) -> SearchResults:
    """Return one page of the badges of `offered`, newest versions by badge, that match `request`, with every count."""
    facts = {pk: facets_of(version) for pk, version in offered.items()}
    base = set(offered) if not request.text else {pk for pk in offered if is_about(request.text, offered[pk])}
    having = {code: having_one(facts, code, values) for code, values in request.chosen.items()}
    found = base.intersection(*having.values())
    lifted = {code: base.intersection(*others(having, code)) for code in having}
    pages = max(1, -(-len(found) // request.shelf.per_page))
    page = min(request.page, pages)
    first = (page - 1) * request.shelf.per_page
    return SearchResults(
        request=request,
        ids=in_order(found, offered, request)[first : first + request.shelf.per_page],
        count=len(found),
        page=page,
        pages=pages,
        counts={
            facet.code: counted(facts, facet.code, lifted.get(facet.code, found)) for facet in request.shelf.facets
        },
        library={facet.code: counted(facts, facet.code, facts) for facet in request.shelf.facets},
        without={code: len(ids) for code, ids in lifted.items()},
        by_words=len(base),
        allowed=set(offered).intersection(*having.values()),
    )


def having_one(facts: dict, code: str, values: Iterable[str]) -> set[int]:
    return {pk for pk, values_of in facts.items() if values_of[code].intersection(values)}


def others(having: dict[str, set[int]], code: str) -> list[set[int]]:
    return [ids for other, ids in having.items() if other != code]


def counted(facts: dict, code: str, among: Iterable[int]) -> Counter:
    return Counter(value for pk in among for value in facts[pk][code])


def in_order(found: set[int], offered: Versions, request: SearchRequest) -> list[int]:
    """Return `found` in the order asked for; of two that are equal, by name."""
    by_name = sorted(found, key=lambda pk: (fold(offered[pk].content.name), pk))
    if request.order == TITLE:
        return by_name
    if request.order == NEWEST:
        return sorted(by_name, key=lambda pk: offered[pk].published_at, reverse=True)
    if request.order == RELEVANCE:
        return sorted(by_name, key=lambda pk: not matches(request.text, offered[pk].content.name))
    return sorted(by_name, key=lambda pk: (offered[pk].content.level, offered[pk].content.domain))


def is_about(text: str, version: AchievementVersion) -> bool:
    return matches(text, words_of(version))


def words_of(version: AchievementVersion) -> str:
    content = version.content
    said = [content.name, content.description, *content.abilities, *content.tags]
    said += [f"{skill.code} {skill.name} {skill.framework}" for skill in content.skills]
    return " ".join([*said, version.achievement.issuer.name])


def matches(text: str, said: str) -> bool:
    """Whether `said` holds every term of a typed `text`, in one of the ways each may be said."""
    known = set(stems(said))
    terms = query_terms(text)
    return bool(terms) and all(any(known.issuperset(phrase) for phrase in term) for term in terms)


def nearest_search(results: SearchResults, offered: Versions) -> str:
    """Return another text for a search that found nothing, or an empty one when none would find more."""
    text = results.request.text
    if results.count or not text:
        return ""
    corrected = corrected_text(text, vocabulary("badges", lambda: map(words_of, offered.values())))
    finds = corrected != text and any(is_about(corrected, offered[pk]) for pk in results.allowed)
    return corrected if finds else ""
