"""Finding a skill: by its words and theirs, by its code, by both. Retired skills and drafts are never found."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet
from modelsearch.query import And, Or, PlainText

from catalogue.frameworks.models import Skill, SkillFramework, SkillText
from catalogue.frameworks.queries import current_frameworks
from catalogue.frameworks.reading import reader_language
from outillerie.discovery.search_backend import ranked_ids
from outillerie.discovery.search_request import query_text
from outillerie.discovery.synonyms import Term, query_terms

MOST_CODES = 4
# «4.2», «LO4.2.01», «C3»; a bare number is a code when nothing else is asked.
_CODE = re.compile(
    r"^[0-9]{1,9}$|(?:^|(?<=\s))(?:[a-z]{1,10}[0-9]{1,9}(?:[.-][0-9a-z]{1,9}){0,6}|[0-9]{1,9}(?:[.-][0-9a-z]{1,9}){1,6})(?=$|\s)",
    re.IGNORECASE,
)


def search_skills(text: str, *, framework: SkillFramework | None = None, most: int = 20) -> list[Skill]:
    """Return at most `most` skills that match `text`, best first, each with its texts, its framework and its level.

    A code finds its skill, then what is below it: «4.2», «LO4.2.01». Words go by their stems and synonyms. Both at once
    put first what has both. The number of questions asked to the database does not depend on how much is found. Without `framework`, every framework in force is searched, in its newest version.
    """
    text = query_text(text)
    offered = skills_of(framework)
    with_code = ids_by_code(text, offered)
    with_words = ids_by_words(_CODE.sub(" ", text) if with_code else text)
    spoken = SkillText.objects.filter(skill=OuterRef("pk"), language=reader_language())
    rows = offered.filter(pk__in={*with_code, *with_words}).annotate(is_spoken=Exists(spoken))
    is_spoken = dict(rows.values_list("pk", "is_spoken"))
    # What says nothing in the reader's language comes after what does, however well it matches.
    with_words = sorted((pk for pk in with_words if pk in is_spoken), key=lambda pk: not is_spoken[pk])
    coded = set(with_code)
    both = [pk for pk in with_words if pk in coded]
    chosen = list(dict.fromkeys([*both, *with_code, *with_words]))[:most]
    found = Skill.objects.select_related("framework", "level").prefetch_related("texts").in_bulk(chosen)
    return [found[pk] for pk in chosen]


def skills_of(framework: SkillFramework | None) -> QuerySet[Skill]:
    """Return the skills that something may point to: of one framework, or of all those in force."""
    skills = Skill.objects.filter(is_retired=False)
    return skills.filter(framework=framework) if framework else skills.filter(framework__in=current_frameworks())


def ids_by_code(text: str, offered: QuerySet[Skill]) -> list[int]:
    """Return the skills whose codes `text` writes, then those below them, in the order of their framework."""
    codes = [code.lower() for code in _CODE.findall(text)][:MOST_CODES]
    if not codes:
        return []
    asked = Q()
    for code in codes:
        # «4.2» is also found in «LO4.2.01»: letters before a code say its kind, a sign after it what is below.
        asked |= Q(code__iregex=rf"^[a-z]*{re.escape(code)}([.-]|$)")
    rows = offered.filter(asked).order_by("depth", "framework", "order").values_list("pk", "code")
    return [pk for pk, code in sorted(rows, key=lambda row: row[1].lower() not in codes)]


def ids_by_words(text: str) -> list[int]:
    """Return the skills that hold every word of `text`, best first; those that hold some, when none holds all."""
    terms = query_terms(text)
    if not terms:
        return []
    clauses = [_any_of(term) for term in terms]
    found = ranked_ids(Skill, clauses[0] if len(clauses) == 1 else And(clauses))
    return found if found or len(clauses) == 1 else ranked_ids(Skill, Or(clauses))


def _any_of(term: Term):
    phrases = [PlainText(" ".join(phrase), operator="and") for phrase in term]
    return phrases[0] if len(phrases) == 1 else Or(phrases)
