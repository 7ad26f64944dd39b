"""Write the documents of this folder again: `python tests/data/documents/make.py`. The same bytes each time."""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parents[2]))

from tests.documents import (  # noqa: E402
    PNG,
    docx,
    items,
    link,
    obold,
    odt,
    oh,
    olist,
    op,
    opicture,
    otable,
    p,
    picture,
    run,
    table,
    text_box,
)


def b(text, **more):
    return run(text, bold=True, **more)


def u(text):
    return run(text, more='<w:u w:val="single"/>')


def mots_de_passe():
    """Word, with its styles, facts set with tabs, a table of steps, a footer that says the licence."""
    return docx(
        p("Des mots de passe solides", style="Titre"),
        p("Un atelier pour en finir avec le prénom du chat", style="Sous-titre"),
        p(b("Durée"), run("\u00a0:\t1 h 30")),
        p(b("Public"), run("\u00a0:\tadultes débutants, seniors")),
        p(b("Nombre de participants"), run("\u00a0:\tde 6 à 10 personnes")),
        p(b("Lieu"), run("\u00a0:\tla salle informatique de la médiathèque")),
        p(
            "Chacun repart avec une phrase de passe qu’il sait retrouver, et avec une façon d’en fabriquer d’autres"
            " sans les noter sur un papier."
        ),
        p("Objectifs pédagogiques", style="Titre1"),
        items(
            "Comprendre pourquoi un mot de passe court se devine",
            "Composer une phrase de passe de quatre mots",
            "Savoir où ranger ses mots de passe",
        ),
        p("Matériel", style="Titre1"),
        items(
            "1 ordinateur par personne",
            "Un vidéoprojecteur",
            "12 cartes «\u00a0mots\u00a0» à tirer au sort",
            "Le gestionnaire de mots de passe KeePassXC, installé la veille",
        ),
        p("Préparation", style="Titre1"),
        p("Imprimer les cartes et les découper. Vérifier que KeePassXC s’ouvre sur chaque poste."),
        p("Déroulé", style="Titre1"),
        table(
            ("Étape", "Durée", "Ce que fait l’animateur", "Ce que font les participants"),
            (
                "Accueil",
                "10 min",
                "Demande à chacun ce qui l’agace le plus avec les mots de passe.",
                "Racontent une mésaventure, sans dire leur mot de passe.",
            ),
            (
                "Deviner un mot de passe",
                "20 min",
                "Montre la liste des vingt mots de passe les plus courants.\nEn fait deviner trois.",
                "Cherchent en binôme.",
            ),
            ("Pause", "10 min", "", ""),
            (
                "Tirer sa phrase",
                "30 min",
                p("Distribue les cartes, puis\u00a0:")
                + items("fait tirer quatre mots", "fait inventer une histoire qui les relie"),
                "Écrivent l’histoire, pas la phrase.",
            ),
            ("Bilan", "20 min", "Fait le tour des questions restées ouvertes.", "Notent une chose à faire chez eux."),
        ),
        p("Variantes", style="Titre1"),
        p("Avec un groupe très à l’aise, remplacer les cartes par un dictionnaire et un dé."),
        p("Points de vigilance", style="Titre1"),
        p("Ne jamais demander un vrai mot de passe, même pour rire", "<w:r><w:footnoteReference w:id='2'/></w:r>", "."),
        p("Pour aller plus loin", style="Titre1"),
        p(link("site", "La page de la CNIL sur les mots de passe")),
        beside={
            "footnotes": "<w:footnote w:id='2'>"
            + p("Un participant l’a crié une fois dans toute la salle.")
            + "</w:footnote>",
            "footer1": p("Médiathèque des Trois-Ponts — Cette fiche est diffusée sous licence CC BY-SA 4.0.")
            + p("Page 1 sur 3"),
        },
        remote={"site": "https://www.cnil.fr/fr/mots-de-passe"},
    )


def tableau_de_fiche():
    """Word, everything in one table of two columns, a box for the tip, corrections and comments of a colleague."""
    inserted = "<w:ins w:id='1' w:author='Collègue'>" + run(" ou une tablette") + "</w:ins>"
    deleted = "<w:del w:id='2' w:author='Collègue'><w:r><w:delText> ou un minitel</w:delText></w:r></w:del>"
    return docx(
        table((p(b("FICHE ATELIER")),)),
        p(b("Faire ses démarches de santé en ligne", size=20)),
        table(
            ("Durée", "2h"),
            ("Public", "Seniors"),
            ("Jauge", "8 personnes maximum"),
            ("Niveau", "débutant"),
            ("Objectifs", items("Se connecter à son compte Ameli", "Télécharger une attestation de droits")),
            (
                "Matériel",
                p("Un ordinateur par personne", inserted, deleted)
                + p("Une imprimante")
                + p("Des identifiants de démonstration"),
            ),
            ("Prérequis", "Savoir utiliser une souris"),
            (
                "Déroulement",
                table(
                    ("Séance du matin",),
                    ("Temps", "Activité", "Consignes"),
                    ("15 min", "Présentation", "Chacun dit la démarche qui l’a fait renoncer."),
                    ("45 min", "Se connecter", "Pas à pas au vidéoprojecteur, puis seul."),
                    ("10 min", "Pause", ""),
                    ("40 min", "Télécharger l’attestation", "En binôme\u00a0: l’un guide, l’autre clique."),
                    ("10 min", "Tour de table", "Ce que je referai seul, ce qui reste flou."),
                ),
            ),
            ("Évaluation", "Un bulletin anonyme à la sortie\u00a0: vert, orange ou rouge."),
            ("Intervenant référent", "Le conseiller numérique de la commune"),
        ),
        p(
            text_box(
                p(b("Astuce")),
                p("Prévoir des enveloppes\u00a0: personne ne repart en laissant son numéro de sécurité sociale."),
            ),
            "<w:commentRangeStart w:id='0'/>",
            "À adapter selon les droits ouverts par la caisse.",
            "<w:commentRangeEnd w:id='0'/>",
            "<w:r><w:commentReference w:id='0'/></w:r>",
        ),
        beside={
            "comments": "<w:comment w:id='0' w:author='Collègue'>" + p("On garde cette phrase\u00a0?") + "</w:comment>"
        },
    )


def sans_style():
    """Word, no style at all: a large first line, underlined titles, dashes typed by hand, hours of the clock."""
    return docx(
        p(run("Reconnaître une arnaque par SMS", size=22)),
        p(run("Conseillers numériques du Val d’Orge")),
        p(""),
        p(u("Public\u00a0:"), run(" tout public")),
        p(u("Durée\u00a0:"), run(" 1h")),
        p(u("Objectif\u00a0:"), run(" repérer les signes d’un message frauduleux")),
        p(""),
        p(u("Matériel nécessaire")),
        p("- des SMS imprimés, vrais et faux"),
        p("- un tableau blanc"),
        p("- 3 feutres"),
        p(""),
        p(u("Déroulement de l’atelier")),
        p("14h00 - 14h10 : Accueil"),
        p("On se présente et on dit combien de messages douteux on reçoit par semaine."),
        p("14h10 - 14h35 : Le tri"),
        p("Par groupes de trois, trier les SMS en deux tas. Chaque groupe explique ses choix aux autres."),
        p("14h35 - 14h55 : Les cinq signes"),
        p("Faire émerger les signes et les écrire au tableau\u00a0:"),
        p("1) l’urgence"),
        p("2) le lien bizarre"),
        p("3) la faute d’orthographe"),
        p("14h55 - 15h00 : Conclusion"),
        p("Rappeler le 33700."),
        p(""),
        p(u("Remarque")),
        p("La fiche a servi trois fois à l’EHPAD, où il faut compter une demi-heure de plus."),
    )


def smartphone():
    """LibreOffice, with its styles: numbered steps with their minutes, a picture, a note, an annotation."""
    annotation = "<office:annotation><dc:creator>Aïcha</dc:creator>" + op("Revoir la photo") + "</office:annotation>"
    return odt(
        op("Prendre en main son smartphone", style="Title"),
        op(
            "Un premier rendez-vous avec l’appareil\u00a0: on apprend les gestes, on règle la taille des lettres, et on"
            " ose appuyer."
        ),
        oh("En bref"),
        olist("Durée\u00a0: 1h30", "Public\u00a0: seniors, grands débutants", "Participants\u00a0: 4 à 6", "Niveau\u00a0: Découverte"),
        oh("Objectifs"),
        olist("Nommer les boutons de son téléphone", "Agrandir les caractères", "Passer et recevoir un appel"),
        oh("Ce qu’il faut prévoir"),
        olist("Les téléphones des participants, chargés", "Deux chargeurs de secours", "La planche des gestes"),
        oh("Déroulé de la séance"),
        olist(
            f"<text:p>{obold('Brise-glace (10 min)')}\u00a0: le souvenir d’un téléphone à cadran.</text:p>",
            f"<text:p>{obold('Les gestes (25 min)')}\u00a0: toucher, glisser, pincer, sur la planche puis à l’écran.</text:p>",
            f"<text:p>{obold('Pause (10 min)')}</text:p>",
            f"<text:p>{obold('Agrandir les lettres (25 min)')}\u00a0: chacun règle son appareil, sans recette unique.</text:p>",
            f"<text:p>{obold('S’appeler (20 min)')}\u00a0: deux par deux, d’une pièce à l’autre.</text:p>",
            style="L2",
        ),
        op(opicture("Pictures/gestes.png", alt="La planche des six gestes")),
        oh("Conseils d’animation"),
        op(
            "Ne jamais prendre le téléphone des mains de quelqu’un",
            annotation,
            "<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
            + op("Même quand tout le monde attend.")
            + "</text:note-body></text:note>",
            "\u00a0: montrer sur le sien.",
        ),
        oh("Bibliographie"),
        op('<text:a xlink:type="simple" xlink:href="https://www.lesbonsclics.fr">Les Bons Clics</text:a>', ", pas à pas."),
        footer=op("Association La Prise — fiche libre, CC BY 4.0 — page ", "<text:page-number>1</text:page-number>"),
        media={"Pictures/gestes.png": PNG},
    )


def demarches():
    """LibreOffice, bold lines for titles, a table of hours, a text box, a table of contents."""
    contents = (
        "<text:table-of-content><text:table-of-content-source/><text:index-body>"
        + op("Sommaire")
        + op("Matériel\t1")
        + op("Programme\t2")
        + "</text:index-body></text:table-of-content>"
    )
    box = "<draw:frame><draw:text-box>" + op("À savoir : le réseau de la mairie coupe à 17 h.") + "</draw:text-box></draw:frame>"
    return odt(
        op(obold("ATELIER : DÉCLARER SES IMPÔTS EN LIGNE")),
        contents,
        op(obold("Pour qui ?")),
        op("Des adultes qui ont déjà un compte, et les personnes qui les aident."),
        op(obold("Matériel")),
        op("Un poste par personne, une connexion à internet, de quoi noter."),
        op(obold("Programme")),
        otable(
            ("Horaire", "Séquence", "Contenu"),
            ("9h30", "Accueil café", "On installe les postes, on se présente."),
            ("9h45", "Retrouver ses identifiants", "Le numéro fiscal, le mot de passe, et quoi faire quand on l’a perdu."),
            ("10h30", "Remplir pas à pas", "Sur un exemple, jamais sur sa vraie déclaration projetée."),
            ("11h30", "Fin", ""),
        ),
        op("Le vocabulaire des impôts fatigue vite", box, "\u00a0: prévoir des silences."),
        op(obold("Difficultés rencontrées")),
        olist("Des courriels qui n’arrivent pas", "Des téléphones sans réseau pour le code reçu par SMS"),
        op(obold("Contact")),
        op("France Services, 2 place du Marché"),
    )


def desinformation():
    """An online word processor, saved as DOCX: steps as headings, a picture, tabs, what is said aloud."""
    return docx(
        p("Vrai ou faux ? Mener l’enquête sur une image", style="Titre1"),
        p("Une image circule, tout le monde en parle. En une heure, un groupe d’adolescents apprend à la remonter."),
        p("Fiche technique", style="Titre2"),
        p("Durée\t1 heure\u00a015"),
        p("Âge\tà partir de 12 ans"),
        p("Participants\t10 à 15"),
        p("Objectifs", style="Titre2"),
        p("À la fin, les participants savent\u00a0:"),
        items("lancer une recherche d’image inversée", "lire la date et l’auteur d’une photo"),
        p("Déroulé", style="Titre2"),
        p("Étape 1\u00a0: le buzz (10 min)", style="Titre3"),
        p("Projeter l’image sans rien dire. Laisser réagir."),
        p(picture("image1", alt="Une rue inondée, un requin dans l’eau")),
        p("Étape 2\u00a0: l’enquête (35 min)", style="Titre3"),
        p(b("Vous dites"), run("\u00a0: «\u00a0Vous êtes la rédaction. L’image sort dans une demi-heure. On la publie\u00a0?\u00a0»")),
        items("Former des équipes de trois.", "Donner à chaque équipe une tablette et la feuille de route.", number=2),
        p("Étape 3\u00a0: la conférence de rédaction (20 min)", style="Titre3"),
        p("Chaque équipe défend sa décision en deux minutes."),
        p("Étape 4\u00a0: bilan (10 min)", style="Titre3"),
        p("Écrire ensemble les trois réflexes à garder."),
        p("Annexe", style="Titre2"),
        p("La feuille de route est dans le dossier partagé de l’équipe, en deux tailles de caractères."),
        beside={"header1": p("Fiche atelier\tÉducation aux médias")},
        media={"image1": PNG},
    )


CARTE = """# Cartographier son quartier avec OpenStreetMap

Une balade, puis une heure sur l’ordinateur : le groupe ajoute à la carte ce qu’il est seul à connaître.

Durée : 3 h
Public : adolescents, familles
Nombre de participants : 12

## Objectifs

- Lire une carte et s’y repérer
- Ajouter un lieu à OpenStreetMap

## Matériel

- 1 plan imprimé par équipe
- 6 ordinateurs

## Déroulé

1. **Partir** (20 min) : répartir les rues entre les équipes.
2. **Marcher** (1 h) : noter les bancs, les rampes, les fontaines.
3. **Pause** (20 min)
4. **Dessiner** (1 h 20) : chacun ajoute trois lieux, avec l’éditeur iD.

## Et après ?

Revenir sur la carte un mois plus tard : qui a corrigé nos ajouts ?

<script>alert("rien")</script>
"""

NOTES = """Atelier clavier

duree : 45 min
public : enfants
lieu : centre social, salle verte

OBJECTIFS
- trouver les lettres sans chercher
- oser la touche <Échap>

DEROULE
10 min - accueil, chacun écrit son prénom
20 min - le relais des lettres (deux équipes)
15 min - on joue à {touche} & compagnie

Penser à rendre la clé de la salle avant 18 h.
"""

FILES = {
    "mots-de-passe.docx": mots_de_passe,
    "fiche-en-tableau.docx": tableau_de_fiche,
    "sans-style.docx": sans_style,
    "smartphone.odt": smartphone,
    "demarches.odt": demarches,
    "desinformation.docx": desinformation,
    "carte.md": lambda: CARTE.encode(),
    "clavier.txt": lambda: NOTES.replace("\n", "\r\n").encode("cp1252"),
}

if __name__ == "__main__":
    for name, make in FILES.items():
        (FOLDER / name).write_bytes(make())
