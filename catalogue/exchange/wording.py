"""What the exports say, in words: headers of tables, values without codes, what LHÉO misses."""

from django.utils.translation import gettext as _

from catalogue.certifications.models import TrainingProvider
from catalogue.exchange.formats.lheo import Cut, Gap
from catalogue.exchange.formats.tables import Cell
from catalogue.paths.models import LearningPathPage, PathRun
from catalogue.paths.models.modules import TrainingMode
from outillerie.kits.models.kits import Level

MODELS = {"path": LearningPathPage, "provider": TrainingProvider, "session": PathRun}


def header(column: str) -> str:
    """Return the header of a column of a table."""
    return {
        "title": _("Title"),
        "url": _("Address on the web"),
        "version": _("Version"),
        "published_on": _("Published on"),
        "summary": _("Summary"),
        "audience": _("For whom"),
        "level": _("Level"),
        "mode": _("Mode"),
        "hours": _("Duration (hours)"),
        "blocks": _("Number of blocks"),
        "modules": _("Number of modules"),
        "objectives": _("Objectives"),
        "prerequisites": _("Prerequisites"),
        "assessment": _("How it is assessed"),
        "access_terms": _("How to enrol"),
        "access_delay": _("Time before it begins"),
        "is_always_open": _("One may begin at any time"),
        "price": _("Price, in words"),
        "price_euros": _("Price including tax (€)"),
        "funding": _("Who pays"),
        "accessibility": _("Accessibility to disabled people"),
        "certification": _("Certification"),
        "certification_code": _("Code of the certification"),
        "certifier": _("Certifier"),
        "registered_on": _("Registered on"),
        "nsf": "NSF",
        "formacodes": "Formacode",
        "rome": "ROME",
        "organisation": _("Organisation"),
        "siret": "SIRET",
        "activity_number": _("Declaration number of activity"),
        "contact_name": _("Person to contact"),
        "contact_email": _("Contact e-mail"),
        "contact_phone": _("Phone"),
        "facts_checked_on": _("Information checked on"),
        "next_session_on": _("Next session"),
        "path": _("Path"),
        "block_rank": _("Block number"),
        "block": _("Block"),
        "block_code": _("Code of the block"),
        "rank": _("Module number"),
        "is_required": _("Required"),
        "aims": _("Aims"),
        "skills": _("Skills"),
        "kits": _("Kits, with their version"),
        "key": _("Identifier"),
        "starts_on": _("First day"),
        "ends_on": _("Last day"),
        "enrolment_opens_on": _("Enrolment opens on"),
        "enrolment_closes_on": _("Enrolment closes on"),
        "place": _("Place"),
        "address": _("Address"),
        "postcode": _("Postcode"),
        "commune": _("Commune"),
        "department": _("Department code"),
    }[column]


def in_words(row: dict[str, Cell]) -> dict[str, Cell]:
    """Return `row` with words in place of codes: nobody reads «onsite»."""
    return {column: _in_words(column, value) for column, value in row.items()}


def _in_words(column: str, value: Cell) -> Cell:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column == "mode" and value in TrainingMode.values:
        return str(TrainingMode(value).label)
    if column == "level" and value in Level.values:
        return str(Level(value).label)
    return value


def gap_sentence(gap: Gap) -> str:
    """Return what is missing for LHÉO and what to do about it."""
    whole = {
        ("path", "organisation"): _("Say which organisation answers for this path."),
        ("path", "codes"): _("Give at least one Formacode, NSF or ROME code of the right form."),
        ("path", "contact_email"): _("Give an e-mail address or a phone number to contact."),
        ("path", "public_codes"): _("Say for whom, as Formacode codes of five digits."),
        ("path", "funding"): _("Say who pays, or that nobody else does: for example “None”."),
        ("path", "entry_level"): _("Give the entry level, as a code of LHÉO from 0 to 18."),
        ("path", "programme"): _("Describe the content: this path has no block."),
        ("path", "certification"): _("Give the code of the certification, as its register writes it."),
        ("session", "starts_on"): _("Give the dates of a session to come, or say that one may begin at any time."),
        ("provider", "name"): _("Give the name of the organisation."),
    }.get((gap.owner, gap.field))
    if whole and gap.code != "long":
        return whole
    facts = {"field": field_label(gap.owner, gap.field)}
    if gap.code == "long":
        return _("“%(field)s” is longer than LHÉO allows: shorten it.") % facts
    if gap.code == "code":
        return _("“%(field)s” has not the form that LHÉO asks for: correct it.") % facts
    if gap.owner == "provider":
        return _("The training organisation does not say: “%(field)s”.") % facts
    return _("“%(field)s” is empty: fill it in.") % facts


def cut_sentence(cut: Cut) -> str:
    if cut.field in ("codes", "public_codes"):
        return _("LHÉO holds %(most)s codes of this kind: the others are left out.") % {"most": cut.most}
    facts = {"field": field_label("path", cut.field), "most": cut.most}
    return _("“%(field)s” is cut: LHÉO holds its first %(most)s characters.") % facts


def field_label(owner: str, name: str) -> str:
    """Return the name of a field as its form shows it."""
    if name == "modules":
        return _("modules")
    if name == "name":
        return _("name")
    label = str(MODELS[owner]._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]
