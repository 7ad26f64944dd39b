"""«Label : value» facts of a sheet, wherever its author put them: front matter, lines, lists, tables, short sections."""

import re

from bs4 import BeautifulSoup, NavigableString, Tag

from outillerie.kits.formats.dialects.words import folded, one_line

_LABELS = {
    "title": "titre title nom nom de l atelier nom de l activite titre de l atelier intitule titre de l activite name",
    "hook": "description accroche resume summary chapo abstract sous titre subtitle pitch presentation courte excerpt",
    "language": "lang langue language locale",
    "duration": "duree duree totale duree de l atelier duree estimee duree de la seance temps temps estime duration total"
    " duration time length duree de l activite temps total duree approximative timing temps necessaire duree prevue",
    "setup": "installation temps d installation temps de preparation preparation time setup time duree de preparation",
    "audience": "public publics public cible publics cibles public vise cible audience target audience pour qui"
    " beneficiaires destinataires type de public a qui s adresse cet atelier for whom participants cibles target group",
    "age": "age ages tranche d age age conseille age minimum a partir de age range",
    "participants": "participants nombre de participants effectif effectifs taille du groupe jauge group size groupe nb de"
    " participants nombre de personnes participant number of participants nb participants nombre de participant es"
    " nombre nombre de joueurs joueurs capacite participant e s combien",
    "facilitators": "animateurs nombre d animateurs encadrants facilitators animateur nombre d intervenants encadrement",
    "level": "niveau difficulte level niveau de difficulte difficulty niveau requis niveau numerique",
    "themes": "theme themes thematique thematiques category categories categorie tags tag mots cles keywords etiquettes"
    " domaine sujet topic topics thematique s",
    "mode": "modalite modalites format mode lieu format de l atelier setting",
    "material": "materiel materiel necessaire materials materiels equipement il vous faut materiel requis logiciels outils"
    " fournitures equipment supports material besoins materiels what you need vous aurez besoin de materiel et supports",
    "objectives": "objectif objectifs objectif pedagogique objectifs pedagogiques but buts objectives objective goals goal"
    " objectif principal learning objectives learning outcomes objectif de l atelier finalite",
    "prerequisites": "prerequis pre requis prerequisites prerequisite prerequis participants",
    "author": "auteur auteurs autrice autrices auteur e auteur e s author authors auteur s conçu par concu par redige par by"
    " cree par written by realise par contributeurs",
    "organisation": "organisation structure organisme association organization editeur porteur",
    "licence": "licence license droits licence d utilisation copyright rights",
    "source": "source source url url lien link adresse canonical permalien original url permalink",
    "changes": "modifications changes",
    "preparation": "preparation au prealable",
    "watch_points": "attention points de vigilance point de vigilance vigilance conseil conseils",
    "variants": "variante variantes variation variations",
    "evaluation": "evaluation",
}


def _phrases() -> dict[str, str]:
    """Return each label with its field. The words of `_LABELS` stand for labels of one to four words: try the longest."""
    return {}


_PAIR = re.compile(r"^\s*(?P<label>[^:：=\n]{2,42}?)\s*[:：]\s*(?P<value>.*)$", re.DOTALL)
