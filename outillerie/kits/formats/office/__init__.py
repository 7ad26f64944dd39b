"""Files of word processors, never trusted: what they show, and their HTML as pandoc reads it."""

from outillerie.kits.formats.office.opened import Office, open_office
from outillerie.kits.formats.office.pandoc import html_of

__all__ = ["Office", "html_of", "open_office"]
