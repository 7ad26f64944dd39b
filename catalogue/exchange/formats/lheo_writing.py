"""One path written as a `formation` of LHÉO 2.3, element after element in the order of the standard (see `lheo`)."""

import math
import re
import textwrap
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element

from catalogue.exchange.formats.lheo_check import codes_of, limits_of
from catalogue.exchange.formats.offer import Offer, Session, legal, words
from catalogue.paths.formats.content import ModuleContent, ProviderContent
from catalogue.paths.formats.state import State, last_day, state_of_run
from outillerie.kits.formats.durations import duration_label

MODES = {"onsite": "0", "hybrid": "1", "remote": "2"}
MODULAR, INDICATIVE, NO_ALTERNATION = "3", "0", "Sans période en entreprise."
DISABILITY_REFERENT = "1"
REQUIRED, OPTIONAL = "1", "2"
# Unknown days, as the documentation of `debut` and `fin` writes them.
NO_BEGINNING, NO_END = "00000000", "99999999"
ATTESTATION = "Attestation de fin de formation"
NOT_PAID = re.compile(r"(?:aucun|sans |non\b|néant|pas de |none|no )", re.IGNORECASE)
LINE, MOST_LINES, MOST_HOURS = 50, 4, 99_999


@dataclass(frozen=True, order=True)
class Gap:
    """What the standard demands and is not there: `owner` ("path", "provider", "session") and its field; `code` is
    "missing", "long" or "code"."""

    owner: str
    field: str
    code: str = "missing"


@dataclass(frozen=True, order=True)
class Cut:
    """A text that the standard holds only the beginning of: its field, and how many signs it may have."""

    field: str
    most: int


def node(name: str, *children: "Element | None", **attributes: str) -> Element:
    """Return an element of the `children` that are there."""
    made = Element(name, attributes)
    made.extend(child for child in children if child is not None)
    return made


def leaf(name: str, text: str, **attributes: str) -> Element:
    made = Element(name, attributes)
    made.text = text
    return made


@dataclass
class Writing:
    """One offer being written, what is found missing on the way, and what had to be cut."""

    offer: Offer
    today: date
    gaps: list[Gap] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)

    def __post_init__(self):
        self.content = self.offer.content
        self.provider = self.content.provider or ProviderContent(name="")
        if self.content.provider is None:
            self.gaps.append(Gap("path", "organisation"))

    # --- Three ways to write a text

    def text(self, name: str, value: str, about: str) -> Element:
        """Return a free text that must be there, cut where the standard ends."""
        if not legal(value).strip():
            self.gaps.append(Gap("path", about))
        return leaf(name, self.shortened(name, value, about))

    def optional(self, name: str, value: str, about: str) -> Element | None:
        return leaf(name, self.shortened(name, value, about)) if legal(value).strip() else None

    def exact(self, name: str, value: str, about: str, owner: str = "path") -> Element:
        """Return what must be there whole: a number, a code, a name."""
        value, codes, (least, most) = legal(value).strip(), codes_of(name), limits_of(name)
        if not value:
            self.gaps.append(Gap(owner, about))
        elif len(value) > (most or len(value)) or len(value) < least:
            self.gaps.append(Gap(owner, about, "long" if len(value) > least else "code"))
        elif codes and value not in codes:
            self.gaps.append(Gap(owner, about, "code"))
        return leaf(name, value)

    def exact_if_any(self, name: str, value: str, about: str, owner: str = "path") -> Element | None:
        return self.exact(name, value, about, owner) if legal(value).strip() else None

    def shortened(self, name: str, value: str, about: str) -> str:
        """Return `value` as plain words, cut at a word where `name` ends."""
        value, most = legal(value), limits_of(name)[1]
        if most is None or len(value) <= most:
            return value
        self.cuts.append(Cut(about, most))
        whole, _space, _rest = value[:most].rpartition(" ")
        return f"{(whole or value)[: most - 1].rstrip()}…"

    # --- The offer

    def formation(self) -> Element:
        content = self.content
        return node(
            "formation",
            self.domain(),
            self.text("intitule-formation", content.title, "title"),
            self.text("objectif-formation", "\n".join(content.objectives), "objectives"),
            leaf("resultats-attendus", self.shortened("resultats-attendus", self.results(), "certification")),
            self.text("contenu-formation", self.contents(), "programme"),
            leaf("certifiante", "1" if content.is_registered else "0"),
            self.contact(),
            self.disability_contact(),
            leaf("parcours-de-formation", MODULAR),
            self.exact("code-niveau-entree", content.entry_level, "entry_level"),
            self.certification(),
            node("url-formation", self.exact("urlweb", self.offer.url, "slug")),
            self.action(),
            self.organisation(),
            self.exact("identifiant-module", self.offer.slug, "slug"),
            self.modules(),
            numero=self.offer.slug,
            **{"horodatage-modification": self.offer.published_at},
        )

    def domain(self) -> Element:
        content = self.content
        codes = [
            *self.codes("code-FORMACODE", content.formacodes, 5),
            # The letter of the function is no part of the code here: 320t is 320.
            *self.codes("code-NSF", tuple(dict.fromkeys(code[:3] for code in content.nsf)), 3),
            *self.codes("code-ROME", content.rome, 5),
        ]
        if not codes:
            self.gaps.append(Gap("path", "codes"))
        return node("domaine-formation", *codes)

    def codes(self, name: str, codes: tuple[str, ...], most: int, about: str = "codes") -> list[Element]:
        if len(codes) > most:
            self.cuts.append(Cut(about, most))
        return [self.exact(name, code, about) for code in codes[:most]]

    def results(self) -> str:
        """Return what one has at the end. The word «certification» is said of a registered title only."""
        content = self.content
        if not content.is_registered:
            return ATTESTATION
        named = content.certification
        certifier = f", certificateur : {named.certifier}" if named.certifier else ""
        return f"{named.title} ({named.code}){certifier}" if named.code else f"{named.title}{certifier}"

    def contents(self) -> str:
        blocks = [
            "\n".join([f"{rank}. {block.title}", *(f"- {line}" for line in map(module_line, block.modules))])
            for rank, block in enumerate(self.content.blocks, start=1)
        ]
        return "\n\n".join(filter(None, [words(self.content.programme), *blocks]))

    def contact(self) -> Element:
        content, about = self.content, "contact_email"
        if not (content.contact_email or content.contact_phone):
            self.gaps.append(Gap("path", about))
        return node(
            "contact-formation",
            node(
                "coordonnees",
                self.exact_if_any("nom", content.contact_name, "contact_name"),
                self.phone(content.contact_phone, "contact_phone", "path"),
                self.exact_if_any("courriel", content.contact_email, about),
            ),
        )

    def disability_contact(self) -> Element | None:
        """Return who answers for accessibility, when three lines of fifty signs hold it."""
        said = self.content.disability_referent or self.provider.disability_referent
        lines = wrapped(said)
        if not lines or len(lines) > 3:
            return None
        return node(
            "contact-formation",
            leaf("type-contact", DISABILITY_REFERENT),
            node("coordonnees", *(leaf("ligne", line) for line in lines)),
        )

    def phone(self, number: str, about: str, owner: str) -> Element | None:
        return node("telfixe", self.exact("numtel", number, about, owner)) if legal(number).strip() else None

    def certification(self) -> Element | None:
        if not self.content.is_registered:
            return None
        return node("certification", self.certification_code(""))

    def certification_code(self, prefix: str) -> Element:
        """Return the code as the standard holds it: digits alone for the RNCP, all of it for the RS."""
        named = self.content.certification
        if named.register == "rncp":
            return self.exact(f"{prefix}code-RNCP", named.code.removeprefix("RNCP"), "certification")
        return self.exact(f"{prefix}code-RS", named.code, "certification")

    # --- How it is run

    def action(self) -> Element:
        content = self.content
        hours = min(math.ceil(content.minutes / 60), MOST_HOURS)
        return node(
            "action",
            self.text("rythme-formation", content.pace, "pace"),
            *self.publics(),
            self.optional("info-public-vise", words(content.audience), "audience"),
            leaf("niveau-entree-obligatoire", INDICATIVE),
            leaf("modalites-alternance", NO_ALTERNATION),
            leaf("modalites-enseignement", MODES[content.mode]),
            self.text("conditions-specifiques", words(content.prerequisites), "prerequisites"),
            self.funding(),
            *self.places(),
            leaf("modalites-entrees-sorties", "1" if content.is_always_open else "0"),
            *self.sessions(),
            self.optional("acces-handicapes", words(content.accessibility), "accessibility"),
            leaf("langue-formation", content.language[:2].lower()),
            self.optional("modalites-recrutement", words(content.access_terms), "access_terms"),
            self.optional("modalites-pedagogiques", words(content.methods), "methods"),
            self.price(),
            self.optional("duree-indicative", duration_label(content.minutes), "modules") if content.minutes else None,
            leaf("nombre-heures-total", str(hours)) if hours else None,
            self.optional("detail-conditions-prise-en-charge", content.funding, "funding"),
        )

    def publics(self) -> list[Element]:
        if not self.content.public_codes:
            self.gaps.append(Gap("path", "public_codes"))
        return self.codes("code-public-vise", self.content.public_codes, 10, "public_codes")

    def funding(self) -> Element:
        """Return whether the price may be taken charge of: what the path says of it, or nothing to pay."""
        said, is_free = self.content.funding.strip(), self.content.price_cents == 0
        if not said and not is_free:
            self.gaps.append(Gap("path", "funding"))
        return leaf("prise-en-charge-frais-possible", "1" if said and not NOT_PAID.match(said) else "0")

    def price(self) -> Element | None:
        cents = self.content.price_cents
        return None if cents is None else self.exact("prix-total-TTC", f"{cents / 100:.2f}", "price_cents")

    def places(self) -> list[Element]:
        """Return each place of the sessions to come that has a postal address."""
        found = {
            (session.place, session.address, session.postcode, session.commune, session.department): None
            for session in self.offer.upcoming(self.today)
            if session.postcode and session.commune
        }
        return [node("lieu-de-formation", node("coordonnees", self.session_address(*parts))) for parts in found]

    def session_address(self, place: str, address: str, postcode: str, commune: str, department: str) -> Element:
        lines = wrapped(address) or wrapped(place) or [commune[:LINE]]
        if len(lines) > MOST_LINES:
            self.gaps.append(Gap("session", "address", "long"))
        return node(
            "adresse",
            self.exact_if_any("denomination", place, "place", "session"),
            *(leaf("ligne", line) for line in lines[:MOST_LINES]),
            self.exact("codepostal", postcode, "postcode", "session"),
            self.exact("ville", commune, "commune", "session"),
            self.exact_if_any("departement", department, "department", "session"),
        )

    def sessions(self) -> list[Element]:
        coming = self.offer.upcoming(self.today)
        if coming:
            return [self.session(session) for session in coming]
        if not self.content.is_always_open:
            self.gaps.append(Gap("session", "starts_on"))
        return [self.session(None)]

    def session(self, session: Session | None) -> Element:
        """Return a session; None is the one that a path has which one may begin at any time."""
        beginning, end = (session.starts_on, last_day(session)) if session else (None, None)
        is_open = session is None or state_of_run(session, self.today) in (State.ONGOING_OPEN, State.FUTURE_OPEN)
        return node(
            "session",
            period(beginning, end),
            node("adresse-inscription", self.address()),
            self.optional("modalites-inscription", words(self.content.access_delay), "access_delay"),
            self.enrolment_period(session),
            leaf("etat-recrutement", "1" if is_open or self.content.is_always_open else "2"),
            self.blocks(),
            **({"numero": session.key} if session else {}),
        )

    def enrolment_period(self, session: Session | None) -> Element | None:
        if session is None or not (session.enrolment_opens_on or session.enrolment_closes_on):
            return None
        return node("periode-inscription", period(session.enrolment_opens_on, session.enrolment_closes_on))

    def blocks(self) -> Element | None:
        """Return the blocks of the certification that one may validate: those whose code is known."""
        known = [block.certification_block for block in self.content.blocks if block.certification_block]
        coded = {block.code: block.title for block in known if block.code}
        if not coded or not self.content.is_registered:
            return None
        is_whole = self.offer.certification_blocks <= set(coded) and self.offer.certification_blocks
        return node(
            "blocs-competences",
            leaf("validation-blocs", "1" if is_whole else "0"),
            node("reference-certification", self.certification_code("reference-")),
            *(
                node(
                    "bloc-competences",
                    self.text("libelle-bloc", title, "certification"),
                    self.exact("code-bloc", code, "certification"),
                )
                for code, title in coded.items()
            ),
        )

    # --- Who answers for it

    def organisation(self) -> Element:
        provider = self.provider
        return node(
            "organisme-formation-responsable",
            self.exact("numero-activite", provider.activity_number, "activity_number", "provider"),
            node("SIRET-organisme-formation", self.exact("SIRET", provider.siret, "siret", "provider")),
            self.exact("nom-organisme", provider.name, "name", "provider"),
            self.exact("raison-sociale", provider.legal_name, "legal_name", "provider"),
            node("coordonnees-organisme", node("coordonnees", self.address())),
            node(
                "contact-organisme",
                node(
                    "coordonnees",
                    self.exact_if_any("nom", provider.contact_name, "contact_name", "provider"),
                    self.phone(provider.phone, "phone", "provider"),
                    self.exact_if_any("courriel", provider.email, "email", "provider"),
                ),
            ),
        )

    def address(self) -> Element:
        provider, lines = self.provider, wrapped(self.provider.address)
        if not lines or len(lines) > MOST_LINES:
            self.gaps.append(Gap("provider", "address", "long" if lines else "missing"))
        return node(
            "adresse",
            *(leaf("ligne", line) for line in lines[:MOST_LINES]),
            self.exact("codepostal", provider.postcode, "postcode", "provider"),
            self.exact("ville", provider.commune, "commune", "provider"),
        )

    def modules(self) -> Element | None:
        modules = [
            node(
                "sous-module",
                leaf("reference-module", legal(module.title) or module.key, ref=module.key),
                leaf("type-module", REQUIRED if module.is_required else OPTIONAL),
            )
            for module in self.content.modules()
        ]
        return node("sous-modules", *modules) if modules else None


def module_line(module: ModuleContent) -> str:
    return f"{module.title} ({duration_label(module.minutes)})" if module.minutes else module.title


def wrapped(text: str) -> list[str]:
    """Return a postal address as lines that the standard holds."""
    return [line for part in legal(text).splitlines() for line in textwrap.wrap(part, LINE)]


def period(beginning: date | None, end: date | None) -> Element:
    """Return `periode`; a day that nobody knows has the sign of the standard for it."""
    return node(
        "periode",
        leaf("debut", f"{beginning:%Y%m%d}" if beginning else NO_BEGINNING),
        leaf("fin", f"{end:%Y%m%d}" if end else NO_END),
    )
