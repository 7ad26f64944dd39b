"""The Markdown sheet of a kit: front matter and sections, for people to read, write and keep in a Git repository.

Our own format, version 1, published in docs/kit-format.md. Keys and headings are French; `read(write(content))` gives
`content` back to the letter, but for what is measured on the files themselves (`without_file_facts`), which lie beside
the sheet in `fichiers/` and `images/`.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import front_matter
from .content import FORMAT, Credit, File, KitContent, Material, Picture, Step, clean_text
from .durations import parse_duration
from .front_matter import is_null, typed
from .names import folded, is_safe_name
from .refusals import FormatRefused, gettext_noop
from .sections import escaped, parts, unescaped
