from outillerie.kits.models.files import HubDocument, HubImage, Rendition, StoredFile
from outillerie.kits.models.kits import (
    KitCredit,
    KitFile,
    KitIndexPage,
    KitMaterial,
    KitObjective,
    KitPage,
    KitPicture,
    KitSource,
    KitStep,
)
from outillerie.kits.models.versions import KitFacet, KitPrint, KitVersion
from outillerie.kits.models.vocabularies import Audience, PlaceType, Theme, ThemeMatch

__all__ = [
    "Audience",
    "HubDocument",
    "HubImage",
    "KitCredit",
    "KitFacet",
    "KitFile",
    "KitIndexPage",
    "KitMaterial",
    "KitObjective",
    "KitPage",
    "KitPicture",
    "KitPrint",
    "KitSource",
    "KitStep",
    "KitVersion",
    "PlaceType",
    "Rendition",
    "StoredFile",
    "Theme",
    "ThemeMatch",
]
