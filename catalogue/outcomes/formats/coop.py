"""A collective activity in the shape of «La Coop de la médiation numérique» (ANCT), so that nothing is typed twice. Pure.

Names of attributes: `GET /activites` of its public API v1 (apps/web/src/app/api/v1/activites). Names of columns: its own
workbook of activities (apps/web/src/features/activites/use-cases/list/export). Both read at inclusion-numerique/
coop-mediation-numerique, June 2026. What it has and a session does not know (beneficiaries one by one, autonomy,
orientation) is left out; the columns after `OURS` are ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .headcounts import Headcounts

Cell = str | int | date | None
COLLECTIVE = "collectif"
THEIRS = (
    "Date", "Type", "Participants", "Canaux d’accompagnement", "Nom du lieu", "Adresse", "Commune", "Code postal",
    "Code Insee", "Durée (min)", "Nom de l’atelier", "Matériel numérique utilisé", "Thématique(s) d’accompagnement",
    "Tags", "Niveau d’autonomie (ou de l’atelier)",
)  # fmt: skip
OURS = ("Thématiques à choisir", "Type d’animation", "Identifiant du lieu", "Identifiant de la séance")
BAND_HEADERS = {"gender": "Genre", "age": "Tranche d’âge", "status": "Statut"}


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One session that took place. Codes are La Coop's; `to_choose` are the labels of themes that it has no match for.

    `commune`, `postcode` and `insee` are those of the venue, of the address, or empty online. `venue_id` is the
    identifier of the venue in the national standard, which La Coop's own venues share.
    """

    uid: str
    title: str
    day: date
    minutes: int
    place_type: str
    participants: Headcounts
    venue: str = ""
    venue_id: str = ""
    address: str = ""
    commune: str = ""
    postcode: str = ""
    insee: str = ""
    material: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    to_choose: tuple[str, ...] = ()
    level: str = ""
    tags: tuple[str, ...] = ()
    animation: str = ""


# Labels by kind (place_types, material, levels, themes, age, gender, status, animations, activity_types), then by code.
Labels = Mapping[str, Mapping[str, str]]


def resource(activity: Activity) -> dict:
    """Return `activity` as a resource of `GET /activites`. The venue is named by its identifier in the standard."""
    is_venue = activity.place_type == "lieu_activite"
    people = activity.participants
    return {
        "type": "activite",
        "id": activity.uid,
        "attributes": {
            "type": COLLECTIVE,
            "accompagnements": people.total,
            "date": activity.day.isoformat(),
            "duree": activity.minutes,
            "type_lieu": activity.place_type,
            "structure_id": activity.venue_id if is_venue and activity.venue_id else None,
            "lieu_code_postal": activity.postcode or None,
            "lieu_commune": activity.commune or None,
            "lieu_code_insee": activity.insee or None,
            "materiel": list(activity.material),
            "thematiques": list(activity.themes),
            "tags": list(activity.tags),
            "titre_atelier": activity.title,
            "niveau_atelier": activity.level or None,
            "beneficiaires": {
                "total": people.total,
                "genres": dict(people.gender),
                "tranches_age": dict(people.age),
                "statuts": dict(people.status),
            },
        },
        "meta": {"thematiques_a_choisir": list(activity.to_choose), "type_animation": activity.animation or None},
    }


def columns(labels: Labels) -> list[str]:
    bands = [f"{header} : {label}" for band, header in BAND_HEADERS.items() for label in labels[band].values()]
    return [*THEIRS, *bands, *OURS]


def row(activity: Activity, labels: Labels) -> list[Cell]:
    """Return the cells of `activity`, in the order of `columns`: words, whole numbers and a date."""
    return [*theirs(activity, labels), *bands(activity, labels), *ours(activity, labels)]


def theirs(activity: Activity, labels: Labels) -> list[Cell]:
    return [
        activity.day,
        labels["activity_types"][COLLECTIVE],
        activity.participants.total,
        labels["place_types"][activity.place_type],
        activity.venue,
        activity.address,
        activity.commune,
        activity.postcode,
        activity.insee,
        activity.minutes,
        activity.title,
        listed(activity.material, labels["material"]),
        listed(activity.themes, labels["themes"]),
        ", ".join(activity.tags),
        labels["levels"].get(activity.level, ""),
    ]


def bands(activity: Activity, labels: Labels) -> list[Cell]:
    return [activity.participants.band(band).get(code, 0) for band in BAND_HEADERS for code in labels[band]]


def ours(activity: Activity, labels: Labels) -> list[Cell]:
    animation = labels["animations"].get(activity.animation, "")
    return [", ".join(activity.to_choose), animation, activity.venue_id, activity.uid]


def listed(codes: Iterable[str], labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(code, code) for code in codes)
