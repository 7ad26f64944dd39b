"""Sheets of `tests/data/sheets/`, in the habits of different authors: every field, loss and note."""

from pathlib import Path

import pytest

from outillerie.kits.formats.content import Credit, KitContent, Material, Step
from outillerie.kits.formats.dialects import Defaults, Imported, decode_sheet, read_sheet

SHEETS = Path(__file__).parents[3] / "data/sheets"

EXPECTED = {
    "anglais.md": (
        KitContent(
            title="Spot the Scam",
            hook=(
                "A hands-on session for people who get suspicious messages and do not know what to"
                " do with them."
            ),
            language="en",
            themes=("bases-risques-cyber-et-protection", "coop-securite-numerique"),
            audiences=("adultes", "seniors-personnes-agees"),
            duration=60,
            participants_max=15,
            objectives=("Recognise the signs of a scam", "Know where to report it"),
            material=(
                Material(label="printed messages", quantity="15"),
                Material(label="projector", quantity="1", is_digital=True),
                Material(label="pens", quantity="2 per person"),
            ),
            preparation="Print the messages and hide one real message among them.",
            steps=(
                Step(
                    title="Welcome",
                    minutes=10,
                    facilitator="Ask people about the last strange message they got.",
                ),
                Step(
                    title="Activity 1: Sort the messages",
                    minutes=30,
                    aim="Tell the true from the false",
                    facilitator="Walk around and listen.",
                    participants="They sort the messages in pairs.",
                ),
                Step(title="Wrap up", minutes=20, facilitator="Share one thing you learned."),
            ),
            watch_points="Never laugh at someone who was tricked.",
            further_reading="[Report a scam](https://www.example.org/report)",
            credits=(Credit(name="Jane Doe"),),
            licence="CC-BY-NC-4.0",
            source_url="https://exemple.org/",
            extra={"audience": "adults and older people", "keywords": "security, scams"},
        ),
        {},
        [],
    ),
    "apostrophes.txt": (
        KitContent(
            title="DEBUSQUER LES ARNAQUES",
            themes=("bases-risques-cyber-et-protection", "coop-securite-numerique"),
            audiences=("tous-publics",),
            duration=45,
            participants_max=12,
            objectives=("Reconnaître un message frauduleux", "Savoir à qui le signaler"),
            material=(
                Material(label="cartes", quantity="12"),
                Material(label="feutres", quantity="6"),
                Material(label="tableau", quantity="1"),
            ),
            steps=(
                Step(title="Accueil", minutes=5, facilitator="Installez les chaises en cercle."),
                Step(title="Brise-glace", minutes=10, facilitator="Chacun raconte un message étrange reçu."),
                Step(
                    title="Le tri des messages",
                    minutes=20,
                    facilitator=(
                        "Distribuez les cartes par groupes de trois.\\\n"
                        "Chaque groupe classe : sûr, douteux, frauduleux."
                    ),
                ),
                Step(title="Mise en commun", minutes=10),
            ),
            watch_points="Ne jugez pas les personnes qui se sont fait prendre.",
            source_url="https://exemple.org/",
        ),
        {("unknown_licence", ""): 1},
        [],
    ),
    "conducteur-horaires.md": (
        KitContent(
            title="Démarches en ligne, pas à pas",
            themes=("bases-aides-aux-demarches-administratives", "coop-aide-aux-demarches-administratives"),
            minimum_age=16,
            duration=120,
            setup_minutes=30,
            facilitators=2,
            mode="mobile",
            steps=(
                Step(title="Accueil", minutes=15, facilitator="Café et présentations.", supports="Cafetière"),
                Step(
                    title="Se connecter à FranceConnect",
                    minutes=45,
                    facilitator="Chacun le fait avec ses identifiants.",
                    supports="Ordinateurs",
                ),
                Step(title="Pause", minutes=10, is_break=True),
                Step(
                    title="Simulation d'une démarche",
                    minutes=50,
                    facilitator="La carte grise.",
                    supports="Site de démonstration",
                ),
            ),
            source_url="https://exemple.org/demarches",
            extra={"thematique": "démarches administratives, FranceConnect"},
        ),
        {("unknown_licence", ""): 1},
        ["The duration is the sum of the steps: the sheet gives none."],
    ),
    "export-html.html": (
        KitContent(
            title="Monter un petit film",
            hook="Un atelier vidéo pour découvrir le montage avec un logiciel libre.",
            themes=("bases-loisirs-et-creations-numeriques", "coop-creer-avec-le-numerique"),
            audiences=("enfants-mineurs",),
            minimum_age=12,
            duration=120,
            participants_max=6,
            material=(
                Material(label="ordinateurs", quantity="3", is_digital=True),
                Material(label="caméra", quantity="1 par groupe", is_digital=True),
            ),
            steps=(
                Step(
                    title="Filmer",
                    minutes=45,
                    facilitator="Chaque groupe filme trois plans.\n\n*Un plan large*",
                ),
                Step(
                    title="Monter",
                    minutes=60,
                    facilitator=(
                        "Ouvrez le logiciel puis importez les plans.\n\n"
                        "[Tutoriel de montage](https://www.youtube.com/embed/abc123)"
                    ),
                ),
                Step(title="Projeter", minutes=15, facilitator="On éteint la lumière \\<et> on regarde."),
            ),
            body="*Publié le 3 mars 2023 par Nadia*",
            credits=(Credit(name="Nadia"),),
            source_url="https://exemple.org/",
        ),
        {
            ("script", ""): 1,
            ("navigation", ""): 1,
            ("comments", ""): 1,
            ("footer", ""): 1,
            ("iframe", "https://www.youtube.com/embed/abc123"): 1,
            ("missing_picture", "/wp-content/uploads/2023/03/plan-300x200.jpg"): 1,
            ("unsafe_link", "javascript:void(0)"): 1,
            ("unknown_licence", ""): 1,
        },
        [],
    ),
    "liste-plate.md": (
        KitContent(
            title="Atelier photo : ranger ses souvenirs",
            audiences=("adultes",),
            objectives=("Ranger ses photos sans les perdre",),
            steps=(
                Step(title="Accueil", facilitator="On se présente."),
                Step(
                    title="Copier les photos", facilitator="Branchez le téléphone.\n\n```\nDCIM/Camera\n```"
                ),
                Step(
                    title="Trier ensemble",
                    facilitator="Supprimez les doublons **avec soin**.\n\n> « Une photo vaut mille mots »",
                ),
                Step(
                    title="Clôture",
                    facilitator=(
                        "*Le mur de photos*\n\n"
                        "Chacun montre sa photo préférée à [son voisin](https://exemple.org/voisin)."
                    ),
                ),
            ),
            source_url="https://exemple.org/",
        ),
        {
            ("script", ""): 1,
            ("missing_picture", "photos/mur.png"): 1,
            ("remote_picture", "https://exemple.org/gros.jpg"): 1,
            ("unknown_licence", ""): 1,
            ("unknown_duration", ""): 1,
        },
        [],
    ),
    "minutage-horloge.md": (
        KitContent(
            title="Découvrir sa boîte aux lettres électronique",
            hook="Un atelier d'une heure pour apprivoiser sa messagerie, sans stress et sans jargon.",
            themes=("coop-email", "bases-reseaux-sociaux-et-communication"),
            audiences=("adultes",),
            minimum_age=18,
            duration=60,
            participants_max=8,
            prerequisites_participants="savoir utiliser une souris",
            material=(
                Material(label="ordinateurs connectés à Internet", quantity="8", is_digital=True),
                Material(label="vidéoprojecteur", quantity="1", is_provided=True, is_digital=True),
                Material(label="fiche mémo", quantity="1 par participant"),
            ),
            steps=(
                Step(title="Accueil et tour de table", minutes=10),
                Step(title="Ouvrir sa boîte", minutes=15, facilitator="Chacun se connecte avec son adresse."),
                Step(
                    title="Lire et répondre",
                    minutes=20,
                    facilitator="- ouvrir un message\n- répondre à son voisin",
                ),
                Step(title="Bilan", minutes=15),
            ),
            further_reading="[Les Bons Clics](https://www.lesbonsclics.fr) propose des exercices.",
            source_url="https://exemple.org/",
        ),
        {("unknown_licence", ""): 1},
        ["The duration is the sum of the steps: the sheet gives none."],
    ),
    "niveaux-sautes.md": (
        KitContent(
            title="Prendre en main une tablette",
            themes=("coop-prendre-en-main-du-materiel", "bases-maitrise-des-outils-numeriques"),
            audiences=("seniors-personnes-agees",),
            duration=120,
            prerequisites_facilitator="Connaître le modèle prêté.",
            steps=(
                Step(title="Allumer et éteindre", minutes=20, facilitator="Montrez le bouton. (note 1)"),
                Step(
                    title="Toucher, glisser, pincer", minutes=40, facilitator="Chacun essaie avec une photo."
                ),
                Step(title="Pause", minutes=10, is_break=True),
                Step(
                    title="Installer une application",
                    minutes=50,
                    facilitator="Choisissez ensemble une application gratuite.",
                ),
            ),
            body=(
                "### Crédits\n\n"
                "Fiche créée par l'association Clic & Co, sous licence CC BY-NC-SA 4.0.\n\n"
                "### Notes\n\n"
                "1. Sur certains modèles, il est sur le côté."
            ),
            credits=(Credit(name="Association Clic & Co"),),
            licence="CC-BY-NC-SA-4.0",
            source_url="https://exemple.org/",
        ),
        {},
        [],
    ),
    "question-reponse.md": (
        KitContent(
            title="Quiz : la sobriété numérique",
            themes=("bases-numerique-au-service-de-l-environnement", "bases-sobriete-numerique"),
            steps=(
                Step(title="Règles du jeu", facilitator="Deux équipes, dix questions. Comptez 40 minutes."),
                Step(
                    title="Manche 1 : vrai ou faux",
                    facilitator=(
                        "##### Question 1\n\n"
                        "Un mail pollue plus qu'une voiture.\n\n"
                        "**Réponse**\n\n"
                        "Faux, mais dix vidéos oui.\n\n"
                        "##### Question 2\n\n"
                        "Éteindre sa box la nuit économise de l'énergie.\n\n"
                        "**Réponse**\n\n"
                        "Vrai."
                    ),
                ),
                Step(
                    title="Manche 2 : estimation",
                    facilitator=(
                        "[https://youtu.be/dQw4w9WgXcQ](https://youtu.be/dQw4w9WgXcQ)\n\n"
                        "Combien de téléphones dort dans vos tiroirs ?"
                    ),
                ),
                Step(
                    title="Solutions",
                    facilitator="| Question | Réponse |\n| --- | --- |\n| 1 | Faux |\n| 2 | Vrai |",
                ),
            ),
            further_reading=(
                "- [Guide de l'ADEME](https://exemple.org/assets/guide.pdf)\n"
                "- [Le site](https://www.example.org/sobriete)"
            ),
            source_url="https://exemple.org/ateliers/quiz-sobriete/",
            extra={"date": "2024-02-03", "categories": ["Environnement", "Quiz"]},
        ),
        {
            ("embed", "{% youtube dQw4w9WgXcQ %}"): 1,
            ("liquid", "{% include header.html %}"): 1,
            ("liquid", "{{ page.excerpt }}"): 1,
            ("unknown_licence", ""): 1,
            ("unknown_duration", ""): 1,
        },
        [],
    ),
    "reseaux-sociaux-en-famille.md": (
        KitContent(
            title="Reseaux sociaux en famille",
            hook=(
                "Cet atelier propose de parler des réseaux sociaux en famille. On commence par une"
                " question simple : que faites-vous le soir avec votre téléphone ?"
            ),
            themes=("bases-reseaux-sociaux-et-communication", "coop-reseaux-sociaux"),
            body=(
                "Puis on dessine ensemble la journée d'un téléphone, heure par heure. Il n'y a ni"
                " bonne ni mauvaise réponse.\n\n"
                "Enfin chaque famille choisit une règle à essayer pendant une semaine."
            ),
            source_url="https://exemple.org/",
        ),
        {("unknown_licence", ""): 1, ("unknown_duration", ""): 1},
        [
            "No step was recognised: the text is in the last part of the kit.",
            "The sheet has no title: its file name was taken.",
        ],
    ),
    "tableau-etapes.md": (
        KitContent(
            title="Créer un mot de passe solide",
            themes=("bases-risques-cyber-et-protection", "coop-securite-numerique"),
            audiences=("seniors-personnes-agees", "personnes-tres-eloignees-numerique"),
            level=1,
            duration=75,
            participants_min=6,
            participants_max=10,
            objectives=(
                "Reconnaître un mot de passe faible",
                "Composer une phrase de passe",
                "Ranger leurs mots de passe dans un coffre",
            ),
            material=(
                Material(label="crayons", quantity="10"),
                Material(label="dé", quantity="1 par binôme"),
                Material(label="vidéoprojecteur", quantity="1", is_digital=True),
            ),
            steps=(
                Step(
                    title="Accueil",
                    minutes=10,
                    aim="Mettre à l'aise",
                    facilitator="Présentez l'atelier et le lieu.",
                    participants="Chacun dit son prénom.",
                    supports="Badges",
                ),
                Step(
                    title="Le jeu des mauvais mots de passe",
                    minutes=20,
                    aim="Repérer les faiblesses",
                    facilitator="Lisez les dix mots de passe à voix haute.\\\nLaissez chercher.",
                    participants="Ils classent les cartes.",
                    supports="Cartes",
                ),
                Step(title="Pause", minutes=5, is_break=True),
                Step(
                    title="Composer une phrase de passe",
                    minutes=30,
                    aim="Savoir faire",
                    facilitator="Montrez la méthode des **cinq mots**.",
                    participants="Ils tirent cinq mots au dé.",
                    supports="Dés",
                ),
                Step(title="Bilan", minutes=10, aim="Ancrer", facilitator="Faites un tour de table."),
            ),
            watch_points="Ne demandez jamais à quelqu'un son vrai mot de passe.",
            credits=(Credit(name="Médiathèque de Fourmies"),),
            licence="CC-BY-4.0",
            source_url="https://exemple.org/",
            extra={"public": "Seniors, grands débutants"},
        ),
        {},
        [
            "A phrase that only announced a list was left out: À la fin de l'atelier, les"
            " participants sauront :"
        ],
    ),
    "titres-gras.md": (
        KitContent(
            title="Café IA : parlons de l'intelligence artificielle",
            themes=("bases-intelligence-artificielle", "coop-intelligence-artificielle"),
            audiences=("tous-publics",),
            duration=90,
            participants_min=10,
            participants_max=20,
            objectives=("Exprimer ses craintes et ses envies", "Comprendre ce que fait une IA"),
            material=(
                Material(label="Post-it"),
                Material(label="feutres", quantity="20"),
                Material(label="paperboard", quantity="1"),
            ),
            steps=(
                Step(
                    title="Accueil",
                    minutes=15,
                    facilitator="Servez le café. Demandez à chacun un mot sur l'IA.",
                ),
                Step(
                    title="Débat mouvant",
                    minutes=45,
                    facilitator=(
                        "**Consigne :** placez-vous d'un côté ou de l'autre.\n\n"
                        "- L'IA va remplacer les médecins.\n"
                        "- L'IA est neutre."
                    ),
                ),
                Step(title="Conclusion", minutes=30, facilitator="Relisez les post-it."),
            ),
            variants="En visio, remplacez les post-it par un tableau partagé.",
            body="*Cet atelier est diffusé sous licence Creative Commons Attribution 4.0.*",
            credits=(
                Credit(name="Léa Martin"),
                Credit(name="Hub des Beffrois"),
            ),
            licence="CC-BY-4.0",
            source_url="https://exemple.org/",
        ),
        {},
        [],
    ),
    "utf-16.md": (
        KitContent(
            title="Écrire à plusieurs",
            duration=50,
            steps=(
                Step(title="Écrire", facilitator="On écrit à dix mains."),
                Step(title="Relire", facilitator="On relit à voix haute."),
            ),
            source_url="https://exemple.org/",
        ),
        {("unknown_licence", ""): 1},
        [],
    ),
    "windows-1252.txt": (
        KitContent(
            title="Réparer son téléphone",
            themes=("bases-materiel-reconditionne", "coop-maintenance-de-materiel"),
            audiences=("enfants-mineurs", "adultes"),
            minimum_age=14,
            duration=180,
            material=(
                Material(label="jeu de tournevis", quantity="1 par table"),
                Material(label="stations de soudure", quantity="2"),
                Material(label="téléphones en panne", is_digital=True),
            ),
            steps=(
                Step(title="Accueil", minutes=15, facilitator="Présentez l’atelier."),
                Step(title="Diagnostic", minutes=45, facilitator="On ouvre les téléphones “en douceur”."),
                Step(title="Réparation", minutes=90),
                Step(
                    title="Bilan", minutes=30, facilitator="Combien de téléphones sauvés ? 80 € d’économies."
                ),
            ),
            source_url="https://exemple.org/",
        ),
        {("unknown_licence", ""): 1},
        [],
    ),
    "yaml-casse.md": (
        KitContent(
            title="Coder son premier jeu : Scratch",
            hook="Un jeu : des lutins, des blocs, et beaucoup de rires.",
            themes=("bases-code-et-programmation", "coop-creer-avec-le-numerique"),
            audiences=("enfants-mineurs",),
            minimum_age=8,
            duration=90,
            preparation="Installez Scratch sur chaque ordinateur.",
            steps=(
                Step(title="Prendre en main", minutes=20, facilitator="On ouvre Scratch."),
                Step(title="Programmer", minutes=50, facilitator="On programme le lutin."),
                Step(title="Jouer", minutes=20, facilitator="On joue."),
            ),
            credits=(Credit(name="Fab Lab de l'Avesnois"),),
            licence="CC-BY-SA-4.0",
            source_url="https://exemple.org/",
            extra={"public": "Enfants (8-12 ans)", "tags": ["code", "jeu"]},
        ),
        {},
        ["The front matter is not valid YAML: it was read line by line."],
    ),
}


def imported(name: str) -> Imported:
    return read_sheet(
        decode_sheet((SHEETS / name).read_bytes()),
        name=name,
        pictures=lambda _: None,
        defaults=Defaults(source_url="https://exemple.org/"),
    )


def test_every_sheet_has_its_expectation():
    names = [path.name for path in SHEETS.iterdir() if path.is_file() and path.name != "README.md"]
    assert sorted(EXPECTED) == sorted(names)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_sheet_never_seen_before_fills_the_fields_its_words_announce(name):
    assert imported(name).content == EXPECTED[name][0]


@pytest.mark.parametrize("name", EXPECTED)
def test_what_a_sheet_loses_is_told(name):
    _, losses, notes = EXPECTED[name]
    result = imported(name)
    assert {(loss.kind, loss.detail): loss.count for loss in result.losses} == losses
    assert [str(note) for note in result.notes] == notes
