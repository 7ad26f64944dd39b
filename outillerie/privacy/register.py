"""The hub's register of processing (GDPR, article 30), written in French from the registry: `docs/personal-data.md`."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from outillerie.accounts.personal_data import EVERY_FIELD, Holding, Processing, in_reading_order, processings

PATH = settings.BASE_DIR / "docs" / "personal-data.md"


def register() -> str:
    """Return the page of the register, in Markdown."""
    with translation.override("fr"):
        return "\n".join(lines()) + "\n"


def lines() -> Iterator[str]:
    yield f"# {_('Personal data')}"
    yield ""
    yield _(
        "This page is written by `manage.py personal_data` from the registry that every slice fills. Do not edit it: edit"
        " the registry (`outillerie/privacy/`, files `…holdings.py` and `processings.py`). A test refuses a personal field"
        " without a row, and a page that is not up to date."
    )
    yield ""
    yield _(
        "It serves as a register of processing (GDPR, article 30). The hub adds who it is, who its data protection officer"
        " is, and who hosts it."
    )
    for processing in processings():
        yield from section(processing)
    yield from outside()


def section(processing: Processing) -> Iterator[str]:
    yield ""
    yield f"## {processing.name}"
    yield ""
    facts = {
        _("Purpose"): processing.purpose,
        _("Legal basis"): processing.basis.label,
        _("Recipients"): processing.recipients,
        _("Kept"): processing.kept,
    }
    for name, words in facts.items():
        yield "- " + _("**%(name)s**: %(words)s") % {"name": name, "words": sentence(str(words))}
    yield ""
    yield table_row(_("What"), _("Where"), _("When the account is erased"), _("In the export"))
    yield table_row("---", "---", "---", "---")
    for holding in in_reading_order():
        if holding.processing == processing:
            yield table_row(str(holding.name), place(holding), fate(holding), export(holding))


def table_row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def sentence(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if words.endswith(".") else f"{words}."


def place(holding: Holding) -> str:
    """Return the model and its columns, as code."""
    link = [holding.whose] if holding.whose and holding.whose not in (*holding.fields, *holding.sealed) else []
    names = [*link, *holding.fields, *(name for name in holding.sealed if name != EVERY_FIELD)]
    rest = [_("and every other field")] if EVERY_FIELD in holding.sealed else []
    return ", ".join([f"`{holding.model}`: " + ", ".join(f"`{name}`" for name in names), *rest])


def fate(holding: Holding) -> str:
    return " ".join(filter(None, [sentence(str(holding.fate.label)), str(holding.remains)]))


def export(holding: Holding) -> str:
    given = f"`{holding.section}`" if holding.section else _("no")
    return f"{given}. {holding.withheld}" if holding.withheld else given


def outside() -> Iterator[str]:
    """Yield what the registry cannot know: what is kept outside of the database."""
    yield ""
    yield f"## {_('Outside of the database')}"
    yield ""
    for words in (
        _("**Files**: exports are deleted with their row; pictures and documents follow the kits that use them."),
        _(
            "**Cache**: counts of attempts, under a fingerprint of the e-mail address or under the IP address, for one hour at most."
        ),
        _("**Log of the application**: no personal data. The log of the web server is the hub’s: 6 months."),
        _(
            "**List of erasures** (`erasures.jsonl`): the number of the account, its date, and the name that was chosen to"
            " sign what stays; the identifier of badges erased or revoked. It is replayed after a backup is restored"
            " (`docs/operations.md`)."
        ),
        _("**Backups**: as long as the hub keeps them; see its privacy page."),
        _("**Searches without an answer**: words and days, never people: 2 years."),
    ):
        yield f"- {words}"
