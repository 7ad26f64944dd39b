"""The season programme laid out: A4, or an A5 booklet to fold. Nothing reads the database or the clock, so the same
programme prints the same bytes."""

import dataclasses
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from outillerie.drawing.tokens import COLOURS, INK, WHITE, mixed
from outillerie.drawing.weave import weave_tile
from outillerie.printing.imposition import booklet
from outillerie.printing.ornaments import qr_code
from outillerie.printing.renderer import render_pdf

# Four hundred sessions, each with its code, take longer than a sheet: as long as the lease of the worker allows.
SECONDS, MEMORY = 150, 1024**3
CHEVRON = 3


@dataclass(frozen=True, kw_only=True)
class PrintedSession:
    """One session in words; `registration` says how to register, at `url`."""

    title: str
    intention: str
    hours: str
    format: str
    places: tuple[str, ...]
    audience: str
    seats: str
    price: str
    access: str
    organiser: str
    registration: str
    url: str

    @property
    def address(self) -> str:
        return short_address(self.url)


@dataclass(frozen=True, kw_only=True)
class PrintedDay:
    month: str
    label: str
    sessions: tuple[PrintedSession, ...]


@dataclass(frozen=True, kw_only=True)
class PrintedProgramme:
    """A whole programme. `form` is a4 or a5; an economical one has no solid ground."""

    territory: str
    season: str
    hub_name: str
    contact: str
    funding: str
    funders: tuple[str, ...]
    organisers: tuple[str, ...]
    page_url: str
    days: tuple[PrintedDay, ...]
    form: str
    is_economical: bool

    @property
    def address(self) -> str:
        return short_address(self.page_url)

    @property
    def count(self) -> int:
        return sum(len(day.sessions) for day in self.days)

    def as_values(self) -> dict:
        return dataclasses.asdict(self)


def short_address(url: str) -> str:
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def programme_pdf(printed: PrintedProgramme) -> bytes:
    """Return the tagged A4 document, or the A5 booklet laid on A4 sheets. Raises RenderingFailed."""
    pdf = render_pdf(programme_html(printed), resources=resources(printed), seconds=SECONDS, memory=MEMORY)
    return booklet(pdf) if printed.form == "a5" else pdf


def programme_html(printed: PrintedProgramme) -> str:
    """Return the page of HTML to render: it refers only to packaged files and to those of `resources`."""
    language = settings.LANGUAGE_CODE
    with override(language):
        context = {"programme": printed, "language": language, "months": months_of(printed)}
        return render_to_string("agenda/printed/programme.html", context)


def months_of(printed: PrintedProgramme) -> list[dict]:
    """Return the months, each with its days; each session has the number of its code, from 1."""
    numbers = {id(session): number for number, session in enumerate(sessions_of(printed), start=1)}
    return [
        {
            "label": month[:1].upper() + month[1:],
            "days": [
                {"label": day.label, "rows": [{"session": one, "number": numbers[id(one)]} for one in day.sessions]}
                for day in days
            ],
        }
        for month, days in groupby(printed.days, key=lambda day: day.month)
    ]


def sessions_of(printed: PrintedProgramme) -> list[PrintedSession]:
    return [session for day in printed.days for session in day.sessions]


def resources(printed: PrintedProgramme) -> dict[str, bytes]:
    """Return the files of the document by address: colours, spine, and one code for each session."""
    files = {f"qr/{number}.svg": qr_code(one.url) for number, one in enumerate(sessions_of(printed), start=1)}
    board, edge = COLOURS["board"], COLOURS["board-edge"]
    ground, thread = (WHITE, mixed(WHITE, INK, 0.18)) if printed.is_economical else (board, mixed(board, edge, 0.55))
    files["drawings/spine.svg"] = weave_tile(CHEVRON, ground=ground, thread=thread)
    files["drawings/qr.svg"] = qr_code(printed.page_url)
    colours = "".join(f"--color-{role}:{value};" for role, value in COLOURS.items())
    files["drawings/colours.css"] = f":root{{{colours}}}"
    return {name: text.encode() for name, text in files.items()}
