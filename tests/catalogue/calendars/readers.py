"""Calendars as others read them: three parsers that know nothing of one another, and a program that people use (khal)."""

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import icalendar
import ics
import vobject


@dataclass(frozen=True, kw_only=True)
class Read:
    """An event as a parser understood it. Moments are in UTC, reckoned by the VTIMEZONE of the file where the parser
    uses it (vobject, ics)."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str = ""
    location: str = ""
    status: str
    sequence: int
    recurrence: datetime | None = None


def by_icalendar(text: str) -> list[Read]:
    found = icalendar.Calendar.from_ical(text.encode()).walk("VEVENT")
    return in_order(
        Read(
            uid=str(event["UID"]),
            starts_at=event["DTSTART"].dt.astimezone(UTC),
            ends_at=event["DTEND"].dt.astimezone(UTC),
            title=str(event["SUMMARY"]),
            description=str(event.get("DESCRIPTION", "")),
            location=str(event.get("LOCATION", "")),
            status=str(event["STATUS"]),
            sequence=int(event["SEQUENCE"]),
            recurrence=event["RECURRENCE-ID"].dt.astimezone(UTC) if "RECURRENCE-ID" in event else None,
        )
        for event in found
    )


def by_vobject(text: str) -> list[Read]:
    return in_order(
        Read(
            uid=event.uid.value,
            starts_at=event.dtstart.value.astimezone(UTC),
            ends_at=event.dtend.value.astimezone(UTC),
            title=event.summary.value,
            description=event.description.value if "description" in event.contents else "",
            location=event.location.value if "location" in event.contents else "",
            status=event.status.value,
            sequence=int(event.sequence.value),
            recurrence=event.recurrence_id.value.astimezone(UTC) if "recurrence-id" in event.contents else None,
        )
        for event in vobject.readOne(text).contents.get("vevent", [])
    )


def by_ics(text: str) -> list[Read]:
    return in_order(
        Read(
            uid=event.uid,
            starts_at=event.begin.datetime.astimezone(UTC),
            ends_at=event.end.datetime.astimezone(UTC),
            title=event.name,
            description=event.description or "",
            location=event.location or "",
            status=event.status,
            sequence=int(next(line.value for line in event.extra if line.name == "SEQUENCE")),
            recurrence=None,
        )
        for event in ics.Calendar(text).events
    )


def in_order(events) -> list[Read]:
    return sorted(events, key=lambda event: (event.starts_at, event.uid))


KHAL = """
[calendars]
[[hub]]
path = {home}/calendar
type = calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = {zone}
default_timezone = {zone}
[default]
default_calendar = hub
[sqlite]
path = {home}/khal.db
"""


class Khal:
    """Somebody's khal, on a device whose clocks are those of `zone`: what it imported, and what it shows."""

    def __init__(self, home: Path, zone: str = "Europe/Paris"):
        self.home = home
        (home / "calendar").mkdir(parents=True)
        (home / "config").write_text(KHAL.format(home=home, zone=zone), encoding="utf-8")

    def run(self, *words: str) -> str:
        command = [sys.executable, "-m", "khal", "-c", str(self.home / "config"), *words]
        environment = {**os.environ, "HOME": str(self.home), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        return done.stdout

    def take(self, text: str) -> None:
        """Import a calendar, as a subscription does each time: what is there already is replaced."""
        file = self.home / "feed.ics"
        file.write_bytes(text.encode())
        self.run("import", "--batch", "-a", "hub", str(file))

    def shows(self, first: str, days: int) -> list[str]:
        """Return its lines from the day `first` (ISO) on: `2027-03-02 14:00 > 16:00 title [STATUS]`."""
        pattern = "{start-date} {start-time} > {end-time} {title} [{status}]"
        listed = self.run("list", "--day-format", "", "--format", pattern, first, f"{days}d")
        return [line.strip(" ").replace(" ]", "]") for line in listed.split("\n") if line.strip()]
