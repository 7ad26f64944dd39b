"""pandoc, in a process of its own: a document goes in, HTML comes out, nothing else is read, written or asked for.

`--sandbox` forbids its readers any file and any request (https://pandoc.org/MANUAL.html#option--sandbox). Fifty pages
take it a second and 170 MB, three hundred pages five seconds and 300 MB.
"""

import os
import resource
import subprocess
import tempfile

from outillerie.kits.formats.office.refused import NOT_NOW, TOO_INTRICATE, TOO_LONG, DocumentRefused

MEMORY = "192M"
SECONDS = 20
MOST_HTML = 12_000_000

_OPTIONS = ("--sandbox", "--to=html5", "--wrap=none", "--eol=lf", "--quiet", "+RTS", f"-M{MEMORY}", "-A1m", "-RTS")
# What the program answers when its memory is too small.
_HEAP_EXHAUSTED = 251


def html_of(package: bytes, kind: str) -> str:
    """Return the HTML of the body of a «docx» or «odt» package. Raises DocumentRefused."""
    with tempfile.TemporaryDirectory(prefix="document-") as folder, tempfile.TemporaryFile() as written:
        child = _started(kind, folder, written)
        try:
            child.communicate(package, timeout=SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.communicate()
        if child.returncode == _HEAP_EXHAUSTED:
            raise DocumentRefused(TOO_LONG)
        if child.returncode != 0 or os.fstat(written.fileno()).st_size > MOST_HTML:
            raise DocumentRefused(TOO_INTRICATE)
        written.seek(0)
        return written.read().decode("utf-8", "replace")


def _started(kind: str, folder: str, written) -> subprocess.Popen:
    try:
        # Loaded for those who bring a document: no page needs it.
        import pypandoc

        program = pypandoc.get_pandoc_path()
        child = subprocess.Popen(  # noqa: S603
            [program, f"--from={kind}", *_OPTIONS],
            stdin=subprocess.PIPE,
            stdout=written,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"LANG": "C.UTF-8", "HOME": folder},
        )
    except OSError as error:
        raise DocumentRefused(NOT_NOW) from error
    _bound(child.pid)
    return child


def _bound(pid: int) -> None:
    """Bound what the process may use beside its memory; where the system cannot, time alone bounds it."""
    if not hasattr(resource, "prlimit"):
        return
    limits = {
        resource.RLIMIT_CPU: SECONDS + 1,
        resource.RLIMIT_FSIZE: MOST_HTML + 1,
        resource.RLIMIT_CORE: 0,
    }
    for kind, limit in limits.items():
        resource.prlimit(pid, kind, (limit, limit))
