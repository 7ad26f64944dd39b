"""The territories that ship with the site, and which one a venue is in: the official code, never a guess by distance."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from catalogue.venues.models import Territory
from catalogue.venues.place_names import plain_name

SHIPPED = settings.BASE_DIR / "fixtures" / "territories"
Kind = Territory.Kind
# What a release says anew; a row that a hub added with another code stays.
FACTS = ("name", "plain_name", "postcodes", "population", "latitude", "longitude", "is_approximate")
LINKS = ("intercommunality", "department", "region")
AT_ONCE = 500


@transaction.atomic
def load_territories(folder: Path = SHIPPED) -> int:
    """Bring regions, departments, intercommunalities and communes up to date. Return how many rows changed."""
    communes = rows_of(folder / "communes-hauts-de-france.csv")
    around = middles_of(communes)
    changed = store(
        Kind.REGION, [{"code": row["code"], "name": row["nom"], **around["code_region", row["code"]]} for row in
                      rows_of(folder / "regions-france.csv")]
    )  # fmt: skip
    regions = ids_of(Kind.REGION)
    changed += store(Kind.DEPARTMENT, [
        {"code": row["code"], "name": row["nom"], "region": regions.get(row["code_region"]),
         **around["code_departement", row["code"]]}
        for row in rows_of(folder / "departements-france.csv")
    ])  # fmt: skip
    departments_by_code = ids_of(Kind.DEPARTMENT)
    changed += store(Kind.INTERCOMMUNALITY, intercommunalities(folder, communes, around, departments_by_code, regions))
    groups = ids_of(Kind.INTERCOMMUNALITY)
    return changed + store(Kind.COMMUNE, [commune_facts(row, groups, departments_by_code, regions) for row in communes])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def commune_facts(row, groups, departments_by_code, regions) -> dict:
    return {
        "code": row["code_insee"],
        "name": row["nom"],
        "postcodes": row["codes_postaux"].split("|") if row["codes_postaux"] else [],
        "population": int(row["population"] or 0),
        "latitude": float(row["latitude"]),
        "longitude": float(row["longitude"]),
        "is_approximate": row["is_approximate"] == "1",
        "intercommunality": groups.get(row["epci_siren"]),
        "department": departments_by_code[row["code_departement"]],
        "region": regions[row["code_region"]],
    }


def intercommunalities(folder, communes, around, departments_by_code, regions) -> list[dict]:
    """Return the facts of each: its department and region are those where most of its inhabitants are."""
    people: dict = defaultdict(lambda: defaultdict(int))
    for row in communes:
        people[row["epci_siren"]][row["code_departement"], row["code_region"]] += int(row["population"] or 0) + 1
    found = []
    for row in rows_of(folder / "epci-hauts-de-france.csv"):
        department, region = max(people[row["siren"]].items(), key=lambda pair: (pair[1], pair[0]))[0]
        found.append(
            {
                "code": row["siren"],
                "name": row["nom"],
                **around["epci_siren", row["siren"]],
                "department": departments_by_code[department],
                "region": regions[region],
            }
        )
    return found


def middles_of(communes) -> dict[tuple[str, str], dict]:
    """Return, by column and code, the inhabitants of what several communes make and the middle where they live."""
    sums: dict = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for row in communes:
        people = int(row["population"] or 0)
        for column in ("code_region", "code_departement", "epci_siren"):
            total = sums[column, row[column]]
            total[0] += people
            # A commune without inhabitants still is somewhere.
            total[1] += people + 1
            total[2] += (people + 1) * float(row["latitude"])
            total[3] += (people + 1) * float(row["longitude"])
    found = defaultdict(dict)
    for key, (people, weight, latitude, longitude) in sums.items():
        found[key] = {
            "population": people,
            "latitude": round(latitude / weight, 4),
            "longitude": round(longitude / weight, 4),
        }
    return found


def ids_of(kind: str) -> dict[str, int]:
    return dict(Territory.objects.filter(kind=kind).values_list("code", "pk"))


def store(kind: str, rows: list[dict]) -> int:
    """Write what is new or differs, by code, and return how many rows that was."""
    here = {row.code: row for row in Territory.objects.filter(kind=kind)}
    made, changed = [], []
    for row in rows:
        facts = {"plain_name": plain_name(row["name"])} | {
            (f"{name}_id" if name in LINKS else name): value for name, value in row.items()
        }
        known = here.get(row["code"])
        if known is None:
            made.append(Territory(kind=kind, **facts))
        elif any(getattr(known, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(known, name, value)
            changed.append(known)
    Territory.objects.bulk_create(made, batch_size=AT_ONCE)
    Territory.objects.bulk_update(changed, [*FACTS, *LINKS], batch_size=AT_ONCE)
    return len(made) + len(changed)


@dataclass(frozen=True)
class Geography:
    """Every territory, in memory, for thousands of venues: `by_code` of communes and departments, `by_name` of communes
    by postcode and name."""

    communes: dict[str, int]
    by_name: dict[tuple[str, str], int]
    departments: dict[str, int]

    def territory_of(self, facts: dict) -> int | None:
        """Return the id of the commune of a venue, by its INSEE code, else by its postcode and name; else that of its
        department, as the INSEE code or the postcode says it; else None.

        Coordinates do not decide: among 693 real venues, the 12 that seemed to be elsewhere than their postcode says
        were on a border, or had wrong coordinates.
        """
        code = facts.get("insee_code") or ""
        commune = self.communes.get(code) or self.by_name.get((facts["postcode"], plain_name(facts["commune"])))
        return commune or self.departments.get(department_of(code or facts["postcode"]))


def geography() -> Geography:
    communes, by_name = {}, {}
    rows = Territory.objects.filter(kind=Kind.COMMUNE).values_list("pk", "code", "plain_name", "postcodes")
    for pk, code, name, postcodes in rows.iterator(5_000):
        communes[code] = pk
        by_name.update(((postcode, name), pk) for postcode in postcodes)
    return Geography(communes, by_name, ids_of(Kind.DEPARTMENT))


def department_of(code: str) -> str:
    """Return the department of an INSEE code, or of a postcode: three digits overseas, letters in Corsica."""
    if code.startswith(("97", "98")):
        return code[:3]
    if code.startswith("20") and code.isdigit():
        return "2A" if code < "20200" else "2B"
    return code[:2]
