"""What a heading announces: people name the same parts of a workshop in many ways, in French and in English."""

import re

from outillerie.kits.formats.dialects.words import folded

_NUMBERED = (
    r"(?:etape|step|phase|temps|seance|sequence|activite|partie|part|session|moment|acte|atelier|jour|day|module"
    r"|exercice|exercise|defi|challenge|mission|manche|activity|stage|bloc|round|tour)"
)
_ORDINAL = r"(?:\d+(?:er|ere|re|e|eme|nd|rd|st|th)|premiere?|deuxieme|second[e]?|troisieme|quatrieme|cinquieme|derniere?|first|second|third|last)"
_NUMBER = r"(?:n[o°]? ?)?(?:\d+|[ivx]{1,4}\b|[a-h]\b)"

_STEP = re.compile(rf"^(?:{_NUMBERED} {_NUMBER}(?: bis)?|{_ORDINAL} {_NUMBERED})(?: |$)")
_STEP_MARK = re.compile(
    r"^\W*(?:(?:étape|etape|step|phase|temps|séance|seance|séquence|sequence|partie|part|moment|stage|bloc)\s*"
    r"(?:n[°o]\s*)?(?:\d+|[IVX]{1,4}\b)(?:\s*bis)?"
    r"|(?:\d+\s*(?:ère|ere|re|er|e|ème|eme|nde?|st|nd|rd|th)|premi[eè]re?|deuxi[eè]me|seconde?|troisi[eè]me|quatri[eè]me|cinqui[eè]me|derni[eè]re?"
    r"|first|second|third|last)\s+(?:étape|etape|step|phase|partie|part|séance|seance|séquence|sequence))"
    r"\s*(?:[:.)/|–—-]+\s*|\s+|$)",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}|[ivxIVX]{1,4}|[a-hA-H])\s*[.)/]\s*(?:[-–—]\s*)?(?=\S)")

_OF_SESSION = r"(?: (?:de |du |d |des |la |l |the )*(?:atelier|activite|animation|seance|session|jeu|workshop|activity|lesson|formation))?"
_KINDS = {
    "flow": rf"(?:le |les )?(?:deroule|deroulement|deroule pedagogique|programme|conducteur|fil conducteur|fil rouge|scenario|plan de (?:la )?seance"
    rf"|steps|etapes|activities|activites|procedure|process|instructions|timeline|timetable|agenda|schedule|outline|lesson plan"
    rf"|session plan|running order|mode d emploi|en pratique|animation|deroule (?:detaille|indicatif|minute)){_OF_SESSION}(?: minute| detaille)?"
    r"|(?:running|delivering|how to run) (?:the |your )?(?:workshop|session|activity)|etape par etape|step by step|pas a pas",
    "preparation": rf"(?:la |phase de )?preparation{_OF_SESSION}|preparatifs|au prealable|en amont|a preparer.*|avant (?:de commencer|(?:l |la |le )?(?:atelier|seance|session|animation|jeu|activite|jour j))"
    r"|mise en place|installation|amenagement|organisation de (?:la salle|l espace)|(?:before|preparing) (?:the |your )?(?:workshop|session|activity|you start)|before you (?:start|begin)"
    r"|set ?up|setting up|getting ready|prepare|preparation des?.*|informations? (?:supplementaires?|complementaires?) pour les (?:educateurs|responsables de club)|notes? pour (?:le|les) (?:responsables?|animateurs?|educateurs?).*",
    "material": rf"(?:le |les |liste du |liste de )?(?:materiels?|equipements?|fournitures|ingredients|materials?|equipment|supplies|besoins)(?: et (?:supports|logistique|logiciels?|fournitures|preparation))?"
    rf"(?: (?:necessaires?|requis|a prevoir|utilises?|materiels?|pedagogique|informatique|pour projet|needed|required)){{0,2}}{_OF_SESSION}|ce qu il (?:te|vous|nous) faut|il (?:te|vous) faut"
    r"|(?:vous|tu) (?:aurez|auras|avez|as) besoin(?: de)?|de quoi (?:avez vous|a t on|as tu) besoin|what (?:you|we) (?:will )?need|you (?:will|ll) need|you need|logiciels?|software|hardware|supports?(?: et materiel)?",
    "objectives": r"(?:les |nos |l |the )?(?:objectifs?|buts?|intentions?|finalites?|competences(?: visees| travaillees)?|learning (?:outcomes|objectives|goals)|objectives?|goals?|aims?|outcomes?)"
    r"(?: (?:pedagogiques?|de l atelier|de la seance|d apprentissage|de l activite|generaux|general|operationnels?|vises?|de formation))*|ce que (?:tu vas|vous allez) apprendre|what you (?:will|ll) learn"
    r"|(?:a l issue|a la fin) de (?:l atelier|la seance|cette activite|cet atelier).*|pourquoi cette activite",
    "prerequisites": r"pre ?requis(?: .*)?|connaissances (?:prealables|necessaires)|prerequisites?|prior knowledge|requirements",
    "variants": r"variantes?(?: .*)?|variations?(?: .*)?|adaptations?(?: .*)?|declinaisons?|alternatives?(?: .*)?|version (?:courte|longue|simplifiee)|(?:si|quand) vous (?:avez|manquez).*temps|adapt(?:ing|ation).*",
    "evaluation": r"(?:l )?evaluations?(?: .*)?|evaluer.*|criteres (?:d evaluation|de reussite)|indicateurs de reussite|assessment|evaluating.*|feedback",
    "watch_points": r"(?:attention|points? (?:de vigilance|d attention|d alerte|sensibles?)|vigilance|precautions?|(?:les )?(?:conseils?|astuces?)(?: (?:d animation|pour (?:l )?animat\w+|pratiques|de l animat\w+))?"
    r"|posture(?: .*)?|bon a savoir|a savoir|recommandations?|limites|watch ?(?:out|points?)|tips?(?: .*)?|safety|warnings?|pitfalls|points? to watch|difficultes(?: .*)?)",
    "further_reading": r"(?:des ressources )?pour (?:aller|en savoir) plus(?: loin)?|aller plus loin|ouverture|(?:les |des )?ressources?(?: (?:complementaires?|utiles?|en ligne|externes?|et liens))?|bibliographie|webographie|sitographie"
    r"|liens(?: utiles)?|en savoir plus|et (?:ensuite|apres)|what next|next steps|further (?:reading|resources)|references|going further|resources|learn more|sources?(?: et ressources)?|a lire|prolongements?",
    "body": r"annexes?(?: .*)?|sommaire|table des matieres|contexte|glossaire|lexique|vocabulaire|mots cles|notes?|credits?|a propos|licences?|license|historique|remerciements?|faq|questions frequentes|contacts?|auteurs?(?: .*)?"
    r"|context|background|glossary|appendix|appendices|about|acknowledge?ments?|pourquoi cet atelier|description|resume|retours? d experiences?|retex|bilan de l animat\w+|mentions(?: .*)?|competences du referentiel|table of contents",
    "facts": r"en bref|en un clin d oeil|fiche (?:technique|d identite|signaletique|pratique|recapitulative)|(?:les )?(?:infos?|informations?)(?: (?:pratiques?|generales?|utiles|cles))?|caracteristiques|modalites(?: pratiques)?|at a glance|overview|key facts|cadre|l atelier en bref|fiche",
}
_KIND_PATTERNS = {kind: re.compile(rf"(?:{pattern})") for kind, pattern in _KINDS.items()}

_SESSION_PART = re.compile(
    r"(?:introduction|presentation|lancement|accueil|conclusion|bilan|cloture|solution|debat|discussion|brise glace|ice ?breaker|debrief|restitution"
    r"|tour de table|quizz?|pause|fin|wrap ?up|welcome|warm ?up|mise en commun|synthese|en resume|question|le jeu|jeu|activite|atelier|demarrage|ouverture|a vous de jouer|defi"
    r"|place au jeu|closing|opening|recap|echauffement|demonstration|decouverte|exercice|rituel|energizer|regles du jeu|mise en situation|explications?|partage|energiseur|challenge|game|activity|play)(?: |$)"
)
_BREAK = re.compile(r"^(?:la |petite |temps de )?(?:pauses?|breaks?|pause cafe|gouter|coffee break)(?: |$)")
_FACILITATOR = re.compile(r"animat|facilita|formateu|mediat|educateur|trainer|encadr")


def kind_of(title: str) -> str | None:
    """Return what a section holds (`preparation`, `material`, `flow`…), or None when the title does not say."""
    key = folded(title).replace("'", " ")
    key = re.sub(r"^(?:\d{1,2}|[ivx]{1,4}) (?=\D)", "", key)
    return next((kind for kind, pattern in _KIND_PATTERNS.items() if pattern.fullmatch(key)), None)


def is_numbered_step(title: str) -> bool:
    """Tell whether `title` says it is a step: «Étape 2», «Première partie : …», «Activity 3»."""
    return bool(_STEP.match(folded(title).replace("'", " ")))


def is_session_part(title: str) -> bool:
    """Tell whether `title` is a usual moment of a session: «Accueil», «Débat mouvant», «Conclusion»."""
    key = folded(_LIST_MARK.sub("", title)).replace("'", " ")
    return bool(_SESSION_PART.match(key)) or is_numbered_step(title)


def is_break(title: str) -> bool:
    return bool(_BREAK.match(folded(title)))


def is_for_facilitator(title: str) -> bool:
    return bool(_FACILITATOR.search(folded(title)))


def without_step_mark(title: str) -> str:
    """Return `title` without «Étape 1 :» or «1.»; unchanged when nothing else would be left."""
    for pattern in (_STEP_MARK, _LIST_MARK):
        rest = pattern.sub("", title, count=1).strip()
        if rest and rest != title.strip():
            return rest
    return title.strip()
