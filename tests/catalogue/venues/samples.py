"""Files of venues, as tests name them."""

import csv
import io
from pathlib import Path

from catalogue.venues.formats.standard import COLUMNS

DATA = Path(__file__).parents[2] / "data" / "venues"
HINAURA = "lieux-auvergne-rhone-alpes-hinaura-v1.csv"
LA_POSTE = "lieux-hauts-de-france-etapes-numeriques-v1.csv"
LINE = {
    "id": "essai-1",
    "pivot": "00000000000000",
    "nom": "Médiathèque des Tisserands",
    "commune": "Roubaix",
    "code_postal": "59100",
    "adresse": "12 rue Exemple",
    "source": "Essai",
    "date_maj": "2026-01-05",
}


def data(name: str) -> bytes:
    return (DATA / name).read_bytes()


def line(**cells) -> dict[str, str]:
    return {**LINE, **cells}


def csv_file(*lines: dict, columns=tuple(COLUMNS), delimiter=",", encoding="utf-8") -> bytes:
    """Return a CSV file of these lines."""
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return file.getvalue().encode(encoding)
