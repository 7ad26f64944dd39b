"""What was done in a session, as the content of a kit that begins: its moments are steps, its report is kept aside."""

import dataclasses

from django.utils.translation import gettext as _

from catalogue.outcomes.models import SessionReport
from catalogue.sessions.models import PeerSession
from outillerie.kits.formats.borrowing import adapted, stamped
from outillerie.kits.formats.content import Credit, KitContent, Material, Source, Step
from outillerie.kits.models import KitVersion
from outillerie.remix.queries import as_source


def draft_content(
    session: PeerSession, report: SessionReport, version: KitVersion | None, *, author: str
) -> KitContent:
    """Return the draft that came of `session`. With a `version`, it adapts that kit: its lineage and files come along."""
    base = KitContent(title=session.title, credits=(Credit(name=author),), licence="CC-BY-SA-4.0")
    source = None
    if version is not None:
        source = as_source(version)
        base = adapted(version.content, source, title=session.title, author=author)
    steps = steps_of(session, version, source)
    return dataclasses.replace(
        base,
        hook=session.intention or base.hook,
        themes=tuple(theme.code for theme in session.themes.all()) or base.themes,
        audiences=tuple(row.code for row in session.audiences.all()) or base.audiences,
        level=session.level or base.level,
        objectives=lines(session.aims) or base.objectives,
        prerequisites_participants=session.prerequisites or base.prerequisites_participants,
        material=material_of(session, base.material),
        steps=steps or base.steps,
        duration=sum(step.minutes or 0 for step in steps) or base.duration,
        mode=mode_of(session) or base.mode,
        body="\n\n".join(filter(None, [base.body, report_text(report)])),
    )


def lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def material_of(session: PeerSession, known: tuple[Material, ...]) -> tuple[Material, ...]:
    """Return what the session listed; a line that the kit has too keeps what the kit says of it."""
    by_label = {row.label: row for row in known}
    return tuple(by_label.get(line, Material(label=line)) for line in lines(session.material)) or known


def steps_of(session: PeerSession, version: KitVersion | None, source: Source | None) -> tuple[Step, ...]:
    """Return the moments of the session. One that is a step of the kit, by its title, keeps its texts and its credit."""
    known = {step.title: step for step in version.content.steps} if version else {}
    return tuple(step_of(moment, known.get(moment.get("title", "")), source) for moment in session.moments)


def step_of(moment: dict, known: Step | None, source: Source | None) -> Step:
    minutes = moment.get("minutes")
    if known is not None and source is not None:
        return dataclasses.replace(stamped(known, source), minutes=minutes or known.minutes)
    return Step(title=moment.get("title", ""), minutes=minutes, participants=moment.get("text", ""))


def mode_of(session: PeerSession) -> str:
    online = {place.is_online for place in session.places.all()}
    return {frozenset({True}): "remote", frozenset({False}): "onsite", frozenset({True, False}): "hybrid"}.get(
        frozenset(online), ""
    )


def report_text(report: SessionReport) -> str:
    """Return the report as Markdown, to be rewritten by who finishes the kit."""
    parts = (
        (_("What was done"), report.done),
        (_("What came out of it"), report.outcome),
        (_("What is next"), report.next_steps),
    )
    return "\n\n".join(f"## {title}\n\n{text}" for title, text in parts if text)
