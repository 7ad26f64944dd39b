"""Bytes of files by their SHA-256, out of memory when they are many."""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping

from .refusals import FormatRefused, gettext_noop

MAX_TOTAL = 500_000_000
IN_MEMORY = 20_000_000
CHUNK = 65_536


class Blobs(Mapping[str, bytes]):
    """Bytes by SHA-256, kept in a file without name that goes away with this object."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
        self._places: dict[str, tuple[int, int]] = {}
        self._counted = 0

    def add(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Keep what `chunks` give; return its SHA-256 and its size. Raises FormatRefused past 500 MB."""
        digest = hashlib.sha256()
        start = self._file.seek(0, 2)
        for chunk in chunks:
            self._counted += len(chunk)
            if self._counted > MAX_TOTAL:
                raise FormatRefused(
                    gettext_noop("The files of this kit weigh more than %(megabytes)s MB."),
                    megabytes=MAX_TOTAL // 1_000_000,
                )
            digest.update(chunk)
            self._file.write(chunk)
        size = self._file.tell() - start
        if digest.hexdigest() in self._places:
            self._file.truncate(start)
        else:
            self._places[digest.hexdigest()] = start, size
        return digest.hexdigest(), size

    def __getitem__(self, sha256: str) -> bytes:
        start, size = self._places[sha256]
        self._file.seek(start)
        return self._file.read(size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
