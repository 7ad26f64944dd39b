"""Kits to print: one modelled on the design's picture, then the shapes that real sheets take."""

import dataclasses

from outillerie.kits.formats.content import Credit, File, KitContent, Material, Picture, Step

CAMILLE = KitContent(
    title="Où est Camille ?",
    hook="Un jeu d’enquête à quatre, pour parler du cyberharcèlement sans désigner de coupable.",
    level=1,
    minimum_age=10,
    duration=30,
    setup_minutes=10,
    participants_min=4,
    participants_max=4,
    facilitators=1,
    objectives=(
        "reconnaître quatre signes",
        "garder une preuve sans la partager",
        "citer trois personnes à qui parler",
    ),
    material=(
        Material(label="téléphone, ou les cartes papier", quantity="1"),
        Material(label="cartes à découper", quantity="12"),
        Material(label="enveloppe et 1 cadenas à 3 chiffres", quantity="1"),
        Material(label="minuteur visible", quantity="1"),
    ),
    prerequisites_facilitator="Ce carnet tient dans une poche. Gardez-le en main pendant le jeu.",
    preparation=(
        "- Imprimer les 12 cartes et les découper.\n- Régler le cadenas sur 4 - 1 - 7.\n"
        "- Glisser les cartes « aide » dans l’enveloppe.\n- Noter ici le nom d’un adulte à prévenir."
    ),
    steps=(
        Step(
            title="Accueillir",
            minutes=4,
            facilitator=("Les quatre joueurs s’assoient. Chacun choisit un rôle : lecture, téléphone, preuves, temps."),
            say="« Camille a votre âge. Ce matin, son casier est vide. »",
        ),
        Step(
            title="Ouvrir le téléphone",
            minutes=8,
            participants="Le groupe trouve le code grâce aux trois photos. Il lit les messages à voix haute.",
            facilitator="Si ça bloque : carte indice n° 1.",
        ),
        Step(
            title="Trier les messages",
            minutes=8,
            participants="Blague, dispute ou harcèlement ? Les joueurs posent chaque carte sur le plateau.",
            say="« Qu’est-ce qui fait que ce n’est plus une blague ? »",
        ),
        Step(
            title="Trouver qui peut aider",
            minutes=4,
            participants="Trois cartes sur six ouvrent l’enveloppe. Les autres viennent après.",
        ),
        Step(
            title="Parler ensemble",
            minutes=6,
            facilitator="On quitte le jeu. Chacun dit un mot. Personne n’est obligé de raconter.",
            say="« Si cela arrive, voici où appeler, et qui voir ici. »",
        ),
    ),
    watch_points=(
        "**Si un jeune se confie.** Écoutez. Remerciez. Ne promettez pas le secret. "
        "Passez le relais le jour même. Numéro national : **3018**, gratuit."
    ),
    files=(File(name="cartes.pdf", title="Les douze cartes", role="handout", media_type="application/pdf", pages=3),),
    organisation="Hub des Beffrois",
    credits=(Credit(name="Nadia Lefort", organisation="Hub des Beffrois"), Credit(name="Inès Carlier")),
    licence="CC-BY-SA-4.0",
)

# One word nobody else uses in each text, so that a page can be searched for it.
MARKED = KitContent(
    title="Titrillon",
    hook="Accrochillon",
    duration=40,
    prerequisites_participants="Prerequisillon",
    objectives=("Objectillon",),
    material=(Material(label="Materillon"),),
    prerequisites_facilitator="Animatroc ![Vuesecrete](images/secret.webp)",
    preparation="Preparatroc",
    evaluation="Evaluatroc",
    watch_points="Vigilantroc",
    variants="Variantroc",
    body="Complementroc",
    steps=(
        Step(
            title="Etapillon",
            minutes=20,
            aim="Butillon",
            facilitator="Gestatroc ![Vuetroc](images/secret.webp)",
            say="Paroltroc",
            participants="Actillon ![Vuillon](images/public.webp)",
            supports="Supportillon",
        ),
        Step(title="Fintillon", minutes=20, say="Adieutroc", participants="Partillon"),
    ),
    further_reading="Lecturillon",
    files=(
        File(name="public.pdf", title="Ficheillon", role="handout", licence="CC-BY-4.0", author="Autricillon"),
        File(name="guide.pdf", title="Guidatroc", role="facilitator_guide"),
        File(name="corriges.pdf", title="Corrigetroc", role="answers"),
    ),
    pictures=(
        Picture(name="public.webp", alt="Vuillon", author="Photographillon", licence="CC-BY-4.0"),
        Picture(name="secret.webp", alt="Vuetroc", author="Photographitroc", licence="CC-BY-4.0"),
    ),
    credits=(Credit(name="Auteurillon"),),
    licence="CC-BY-SA-4.0",
    extra={"cle": "Extratroc"},
)
FACILITATOR_WORDS = (
    "Animatroc", "Vuesecrete", "Preparatroc", "Evaluatroc", "Vigilantroc", "Variantroc", "Complementroc",
    "Gestatroc", "Vuetroc", "Paroltroc", "Adieutroc", "Guidatroc", "Corrigetroc", "Photographitroc",
    "Extratroc", "secret.webp",
)  # fmt: skip
PARTICIPANT_WORDS = (
    "Titrillon", "Accrochillon", "Objectillon", "Materillon", "Prerequisillon", "Etapillon", "Butillon",
    "Actillon", "Supportillon", "Fintillon", "Partillon", "Lecturillon", "Ficheillon", "Auteurillon",
)  # fmt: skip

WITHOUT_MINUTES = dataclasses.replace(
    CAMILLE,
    duration=None,
    steps=tuple(dataclasses.replace(step, minutes=None) for step in CAMILLE.steps),
)
WITHOUT_STEPS = dataclasses.replace(
    CAMILLE, steps=(), hook="", body="Un texte libre.\n\n## Avec un titre\n\nEt la suite."
)
BARE = KitContent(title="Sans rien")


def of_many_steps(count):
    steps = tuple(
        Step(
            title=f"Moment {number}",
            minutes=5,
            facilitator=f"Repère {number}. " + "Une phrase assez courte. " * 6,
        )
        for number in range(1, count + 1)
    )
    return dataclasses.replace(CAMILLE, duration=5 * count, steps=steps)


def with_a_step_of(words):
    paragraph = "Les participants lisent la consigne puis répondent à voix haute avant de changer de rôle. "
    text = "\n\n".join([paragraph * 5] * (words // 75))
    return dataclasses.replace(
        CAMILLE,
        steps=(
            *CAMILLE.steps[:2],
            Step(title="Le long moment", minutes=90, facilitator=text),
            CAMILLE.steps[3],
        ),
    )
