"""What a kit is called, said to be, for whom, by whom and under which licence: everything round its parts."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from outillerie.kits.formats.content import Credit, KitContent
from outillerie.kits.formats.dialects.credits import credits_in, licence_in, licence_of_sheet, named_people
from outillerie.kits.formats.dialects.facts import Facts, as_text
from outillerie.kits.formats.dialects.imported import Account, Defaults
from outillerie.kits.formats.dialects.lists import objective_of_sentence
from outillerie.kits.formats.dialects.outline import Section
from outillerie.kits.formats.dialects.parts import TEXT_FIELDS, Parts
from outillerie.kits.formats.dialects.people import ages_in, audiences_in, numbers_in
from outillerie.kits.formats.dialects.references import References
from outillerie.kits.formats.dialects.themes import themes_of
from outillerie.kits.formats.dialects.words import capitalised, folded, one_line, sentences
from outillerie.kits.formats.refusals import gettext_noop
from outillerie.kits.formats.timing import parse_duration

LONGEST_TITLE = 200
LONGEST_HOOK = 280
SHORTEST_HOOK = 40

SUMMED = gettext_noop("The duration is the sum of the steps: the sheet gives none.")
TITLE_FROM_NAME = gettext_noop("The sheet has no title: its file name was taken.")

_MODES = (
    ("hybrid", r"hybride|hybrid|mixte"),
    ("remote", r"a distance|distanciel|visio\w*|remote|online|en ligne"),
    ("mobile", r"itineran\w+|mobile|nomade|hors les murs"),
    ("onsite", r"presentiel|sur place|onsite|on site|in person"),
)
_LEVELS = (
    (4, r"transmission|expert\w*|formateurs?"),
    (3, r"maitrise|avance\w*|confirme\w*|advanced|difficile|3"),
    (2, r"pratique|intermediaire\w*|intermediate|moyen\w*|2"),
    (1, r"decouverte|debutant\w*|initiation|beginner|facile|easy|tous niveaux|1"),
)
_UNPLUGGED = re.compile(
    r"\b(?:atelier|activite|jeu)s? (?:deconnecte|debranche)e?s?\b|\bsans (?:ordinateur|ecran"
    r"|materiel informatique)s?\b|\bunplugged\b"
)
_OFFLINE = re.compile(r"\b(?:sans (?:connexion|internet|acces a internet)|hors (?:ligne|connexion)|offline)\b")
_SUFFIX = re.compile(r"^(?P<title>.{3,}?)\s+(?:--+|\||–|—|-|»|::|•)\s+(?P<site>[^|–—]{2,60})$")
_SESSIONS = re.compile(r"\b(\d)\s+(?:séances?|sessions?|ateliers?|cours|fois)\s+(?:de|d['’]|of)\s*", re.IGNORECASE)
_SITE_WORD = re.compile(r"\b(?:blog|site|wiki|magazine|journal)\b", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:(?:publié|posté|mis à jour|mise en ligne|écrit|rédigé|posted|published|updated"
    r"|written)\b[^.]{0,40}?)(?:\b(?:par|by)\s+(?P<author>[A-ZÀ-Þ][^.,;|]{1,60}))?\.?$",
    re.IGNORECASE,
)
# «Lieu : la salle verte» is a fact that no field holds, not a first sentence.
_LABELLED = re.compile(r"\w[\w’'-]*(?: [\w’'-]+){0,2}\s?: .{0,80}\Z", re.DOTALL)
_STOP_WORDS = {
    "fr": frozenset(["le", "la", "les", "des", "une", "est", "pour", "dans", "vous", "avec", "sur", "qui", "que"]),
    "en": frozenset(["the", "and", "of", "to", "is", "for", "with", "you", "are", "this", "that"]),
}


class Identity:
    """Fills what is not a part of the session, from the facts of one sheet and the defaults of its folder."""

    def __init__(self, facts: Facts, defaults: Defaults, account: Account, *, name: str):
        self.facts = facts
        self.defaults = defaults
        self.account = account
        self.name = name
        self.title = self._without_site(facts.text("title"), "")
        self.hook = ""
        self._said_licence = ""
        self._said_credits: list[Credit] = []
        self._words = ""

    def read(self, soup: BeautifulSoup, *margins: Tag):
        """Read what the whole text, then its `margins`, say of its makers and of its licence, before it is cut."""
        whole = BeautifulSoup("".join(map(str, (soup, *margins))), "html.parser") if margins else soup
        self._said_credits = credits_in(whole)
        self._said_licence = licence_of_sheet(whole, self.account, default=self.defaults.licence)
        self._said_licence = self._said_licence or next(
            (licence for margin in margins if (licence := licence_in(as_text(margin), account=self.account))), ""
        )
        self._words = soup.get_text(" ")

    def take_title(self, root: Section, *, known: str = ""):
        """Take the title from the first heading when it is the sheet's, and remove that heading.

        A title that is `known` is no heading any more.
        """
        if known:
            self.title = known
            return
        first = root.children[0] if root.children else None
        if first is None or (self.title and not self._is_same(first.title)):
            return
        is_title = bool(self.title) or (first.level == 1 and sum(s.level == 1 for s in root.children) == 1)
        if not is_title:
            return
        self.title = self._without_site(first.title, "") if not self.title else self.title
        root.blocks += first.blocks
        root.children[:1] = first.children

    def take_hook(self, preamble: list[Tag], parts: Parts) -> list[Tag]:
        """Set the hook: the description, else the first words of the sheet. Return the preamble that
        is left."""
        if description := self.facts.text("hook"):
            self.hook, rest = _cut(description)
            rest = self._without_objective(rest, parts)
            # A description is often the first words of the sheet, once more.
            if folded(rest) and folded(rest) not in folded(self._words):
                parts.add_line("introduction", rest)
            return preamble
        for block in preamble:
            if (byline := _BYLINE.match(as_text(block))) and byline["author"] and not self.facts.text("author"):
                self.facts.add("author", byline["author"])
        first = next((n for n, block in enumerate(preamble) if _is_prose(block)), None)
        if first is None or preamble[first].find("img") is not None:
            return preamble
        text = as_text(preamble[first])
        self.hook, rest = _cut(text)
        if not rest and preamble[first].find("a") is None:
            return preamble[:first] + preamble[first + 1 :]
        return preamble

    def content(self, parts: Parts, references: References, extra: dict[str, Any]) -> KitContent:
        """Return the kit. Called last: facts met in sections are known."""
        title = self._final_title()
        low, high = numbers_in(self.facts.text("participants"))
        audiences, minimum_age = self._audience(title)
        mode = _among(_MODES, self.facts.text("mode")) or "onsite"
        return KitContent(
            title=title,
            hook=self.hook,
            language=self._language(),
            themes=self._themes(title),
            audiences=audiences,
            minimum_age=minimum_age,
            level=_among(_LEVELS, self.facts.text("level")),
            duration=self._duration(parts),
            setup_minutes=parse_duration(self.facts.text("setup")),
            participants_min=low,
            participants_max=high,
            facilitators=numbers_in(self.facts.text("facilitators"))[1],
            mode=mode,
            is_unplugged=bool(_UNPLUGGED.search(self._claims(title))),
            is_offline=bool(_OFFLINE.search(self._claims(title))),
            objectives=tuple(dict.fromkeys(map(capitalised, parts.objectives))),
            material=tuple(parts.material),
            steps=tuple(parts.steps),
            **{name: parts.text(name) for name in TEXT_FIELDS},
            files=tuple(references.files.values()),
            pictures=tuple(references.pictures.values()),
            **self._origin(),
            extra=extra,
        )

    def _origin(self) -> dict[str, Any]:
        """Return who made the kit, under which licence, and where it comes from."""
        return {
            "organisation": self.facts.text("organisation") or self.defaults.organisation,
            "credits": self._credits(),
            "licence": self._licence(),
            "source_url": self._source(),
            "changes": self.facts.text("changes") or self.defaults.changes,
        }

    def _final_title(self) -> str:
        title = capitalised(self.title or self._without_site(self.facts.text("title"), ""))
        if not title:
            self.account.note(TITLE_FROM_NAME)
            stem = re.sub(r"^\d{4}-\d{2}-\d{2}-|\.\w{1,5}$", "", self.name.rpartition("/")[2])
            title = capitalised(one_line(re.sub(r"[-_]+", " ", stem))) or "Sans titre"
        return title[:LONGEST_TITLE]

    def _without_site(self, title: str, heading: str) -> str:
        """Return `title` without the « -- Name of the site» that page titles end with."""
        found = _SUFFIX.match(title)
        if not found:
            return title
        site = folded(found["site"]).replace(" ", "")
        host = (urlsplit(self.defaults.source_url).hostname or "").removeprefix("www.").rpartition(".")[0]
        known = {
            folded(name).replace(" ", "") for name in (self.defaults.author, self.defaults.organisation, host) if name
        }
        is_site = (
            site in known
            or bool(_SITE_WORD.search(found["site"]))
            or " -- " in title
            or " | " in title
            or self._is_same_text(found["title"], heading)
        )
        return found["title"].strip() if is_site else title

    def _is_same(self, heading: str) -> bool:
        self.title = self._without_site(self.title, heading)
        return self._is_same_text(self.title, heading)

    @staticmethod
    def _is_same_text(one: str, other: str) -> bool:
        return bool(one) and folded(one) == folded(other)

    def _without_objective(self, text: str, parts: Parts) -> str:
        """Move «L’objectif de cet atelier est de…» from the rest of the description to the objectives."""
        kept = []
        for sentence in sentences(text):
            objective = objective_of_sentence(sentence)
            if objective and not parts.objectives:
                parts.objectives.append(objective)
            else:
                kept.append(sentence)
        return " ".join(kept)

    def _audience(self, title: str) -> tuple[tuple[str, ...], int | None]:
        said = " ; ".join(
            self.facts.texts("audience") + [f"{age} ans" if age.isdigit() else age for age in self.facts.texts("age")]
        )
        participants = self.facts.text("participants")
        audiences = audiences_in(said) or audiences_in(participants) or audiences_in(_addressed(title))
        age = ages_in(said)[0] or ages_in(participants)[0]
        if said and not audiences and age is None:
            self.account.lose("unknown_audience", said)
        return audiences, age

    def _duration(self, parts: Parts) -> int | None:
        said = [_SESSIONS.sub(r"\1 x ", text) for text in self.facts.texts("duration")]
        minutes = next((minutes for text in said if (minutes := parse_duration(text)) is not None), None)
        if minutes is not None:
            return minutes
        steps = [step.minutes for step in parts.steps]
        if len(steps) > 1 and all(steps):
            self.account.note(SUMMED)
            return sum(steps)
        self.account.lose("unknown_duration", " ; ".join(said))
        return None

    def _themes(self, title: str) -> tuple[str, ...]:
        categories = ", ".join(self.facts.texts("themes"))
        tags = ", ".join(self.facts.texts("tags"))
        return themes_of(categories=categories, title=title, hook=self.hook, tags=tags)

    def _licence(self) -> str:
        default = self.defaults.licence
        if said := self.facts.text("licence"):
            if licence := licence_in(said, default=default, account=self.account):
                return licence
            self.account.lose("unknown_licence", said)
            return ""
        licence = self._said_licence or default
        if not licence:
            self.account.lose("unknown_licence")
        return licence

    def _credits(self) -> tuple[Credit, ...]:
        people = [credit for text in self.facts.texts("author") for credit in named_people(text)]
        if not people and self.defaults.author:
            author = self.defaults.author
            is_organisation = folded(author) == folded(self.defaults.organisation)
            people = [Credit(name=author, organisation="" if is_organisation else self.defaults.organisation)]
        names = {folded(credit.name) for credit in people}
        return (*people, *(credit for credit in self._said_credits if folded(credit.name) not in names))

    def _source(self) -> str:
        said = self.facts.text("source")
        if said.startswith(("http://", "https://")):
            return said
        if said.startswith("/") and self.defaults.source_url:
            return urljoin(self.defaults.source_url, said)
        return self.defaults.source_url

    def _language(self) -> str:
        said = re.match(r"[a-z]{2}", self.facts.text("language").lower())
        if said:
            return {"français": "fr"}.get(said[0], said[0])
        words = folded(self._words[:20_000]).split()
        counts = {language: sum(word in stops for word in words) for language, stops in _STOP_WORDS.items()}
        if max(counts.values()) > 8 and max(counts.values()) > 3 * min(counts.values()):
            return max(counts, key=counts.get)
        return self.defaults.language

    def _claims(self, title: str) -> str:
        return folded(
            " ".join(
                [
                    title,
                    self.hook,
                    *self.facts.texts("mode"),
                    *self.facts.texts("hook"),
                    *self.facts.texts("themes"),
                ]
            )
        )


def _cut(text: str) -> tuple[str, str]:
    """Return the first sentences of `text` that make a hook, and the rest; a first sentence too long
    is cut at a word."""
    if len(text) <= LONGEST_HOOK:
        return text, ""
    parts = sentences(text)
    if len(parts[0]) > LONGEST_HOOK:
        return _shortened(text), text
    hook = parts[0]
    taken = 1
    while (
        taken < len(parts)
        and len(hook) + 1 + len(parts[taken]) <= LONGEST_HOOK
        and not objective_of_sentence(parts[taken])
    ):
        hook = f"{hook} {parts[taken]}"
        taken += 1
    if len(hook) < SHORTEST_HOOK:
        return _shortened(text), text
    return hook, " ".join(parts[taken:])


def _shortened(text: str) -> str:
    return text[:LONGEST_HOOK].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _is_prose(block: Tag) -> bool:
    text = as_text(block)
    return block.name == "p" and len(text) > 30 and not _BYLINE.match(text) and not _LABELLED.match(text)


def _addressed(title: str) -> str:
    """Return the part of a title that says for whom: «expliquée aux enfants», «(pour les ados)»."""
    found = re.search(r"\b(?:aux?|pour(?: les?)?|for)\s+(.+)$", title, re.IGNORECASE)
    return found[1] if found else ""


def _among(choices, text: str):
    words = folded(text)
    return next((value for value, pattern in choices if re.search(rf"\b(?:{pattern})\b", words)), None)
