"""HTML to PDF, in a process of its own: whatever a document asks for, only that process can suffer from it.

A server process, started once, has WeasyPrint loaded and forks a child for each document. The child has
bounded memory and processor time; the parent waits a bounded time, then kills it.
"""

import multiprocessing
import resource
import tempfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from multiprocessing import forkserver
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

MEMORY = 512 * 1024**2
SECONDS = 20
OUTPUT = 256 * 1024**2
DEFAULT_VARIANT = "pdf/ua-1"

_processes = multiprocessing.get_context("forkserver")


class RenderingFailed(Exception):
    """The document could not be made; the message is the sentence to show."""


class Attachment(NamedTuple):
    """A file that goes with a document, as what it was made from (PDF/A-3: relationship `Source`)."""

    name: str
    content: bytes
    made_at: datetime


def warm_up() -> None:
    """Start the server process without waiting, so that the first document finds it ready."""
    # Preloaded modules are named before the server starts; naming them again later changes nothing.
    _processes.set_forkserver_preload(["outillerie.printing.renderer", "outillerie.printing.typesetter"])
    forkserver.ensure_running()


def render_pdf(
    html: str,
    *,
    resources: Mapping[str, bytes],
    variant: str = DEFAULT_VARIANT,
    attachments: Sequence[Attachment] = (),
    seconds: int | None = None,
    memory: int | None = None,
) -> bytes:
    """Return `html` as a PDF, tagged by default, within `seconds` and bytes of `memory`, or the usual ones. Raises
    `RenderingFailed`.

    `resources` are the only files that the document may show beside the packaged ones: bytes by the relative
    address that the document uses («images/plan.webp»). `attachments` are the only files that go with it, whatever it
    says, and need a variant that allows them («pdf/a-3a»). The same input gives the same bytes.
    """
    seconds = SECONDS if seconds is None else seconds
    warm_up()
    with tempfile.TemporaryDirectory(prefix="printing-") as folder:
        arguments = (html, dict(resources), variant, list(attachments), folder, memory or MEMORY, seconds)
        child = _processes.Process(target=_typeset, args=arguments, daemon=True)
        child.start()
        child.join(seconds)
        if child.is_alive():
            child.kill()
            child.join()
            raise RenderingFailed(
                _("This document takes too long to lay out. Shorten its longest text, then try again.")
            )
        if child.exitcode != 0:
            raise RenderingFailed(
                _("This document is too intricate to lay out. Simplify or shorten it, then try again.")
            )
        return (Path(folder) / "document.pdf").read_bytes()


def _typeset(
    html: str,
    resources: dict[str, bytes],
    variant: str,
    attachments: list[Attachment],
    folder: str,
    memory: int,
    seconds: int,
) -> None:
    from outillerie.printing.typesetter import typeset

    # The fonts of a document are written aside: in the folder that the parent removes, whatever happens here.
    tempfile.tempdir = folder
    _bound(memory, seconds)
    (Path(folder) / "document.pdf").write_bytes(typeset(html, resources, variant=variant, attachments=attachments))


def _bound(memory: int, seconds: int) -> None:
    """Bound what this process may use from now on; there is no way back up."""
    limits = {
        resource.RLIMIT_DATA: memory,
        # For the day when nobody is left to stop it: the parent, who can say why, comes first.
        resource.RLIMIT_CPU: seconds + 1,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        resource.setrlimit(kind, (limit, limit))
