"""Plain values that stand in for real ones on the page that shows every component (`/composants/`)."""

import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from outillerie.drawing import DOMAINS, cover_addresses, cover_key
from outillerie.drawing.stools import stools

PLACE = "#content"


class SampleForm(forms.Form):
    title = forms.CharField(
        label=_("Title of the kit"), help_text=_("Short and concrete. Example: sorting one’s photos.")
    )
    minutes = forms.IntegerField(
        label=_("Duration, in minutes"),
        error_messages={"invalid": _("Write a number, for example 60.")},
        # A number field would hide what was typed when it is not a number.
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea({"rows": 3}))
    is_unplugged = forms.BooleanField(label=_("Without a computer"), required=False)
    length = forms.ChoiceField(
        label=_("Duration"),
        choices=[("60", _("1 h or less")), ("120", _("2 h or less"))],
        widget=forms.RadioSelect,
    )


class SampleSkillForm(forms.Form):
    skill = forms.CharField()
    level = forms.ChoiceField(label=_("Level"), choices=[("1", "Découverte"), ("2", "Pratique")], required=False)
    use = forms.ChoiceField(
        label=_("What is done with it"), choices=[("taught", _("taught"))], widget=forms.RadioSelect
    )


def component_samples() -> dict:
    """Return the context of `pages/components.html`."""
    return {
        "form": SampleForm({"title": "", "minutes": "une heure", "is_unplugged": "on", "length": "60"}, auto_id="sample-%s"),
        "domains": DOMAINS,
        "cards": sample_cards(),
        "facet": {
            "name": "sample-duration",
            "legend": _("Duration"),
            "kind": "radio",
            "options": [
                {"value": "60", "label": _("1 h or less"), "count": 47, "is_active": True},
                {"value": "120", "label": _("2 h or less"), "count": 0, "is_active": False},
            ],
        },
        "page_links": [
            {"number": 1, "url": PLACE, "is_current": True},
            {"number": 2, "url": PLACE, "is_current": False},
            {"number": None, "url": "", "is_current": False},
            {"number": 10, "url": PLACE, "is_current": False},
        ],
        "timeline": sample_steps(),
        "changes": sample_changes(),
        "file": {"url": PLACE, "title": "Cartes à découper", "detail": "PDF, 8 pages, 1,2\u00a0Mo", "role_label": _("handout")},
        "attribution": {
            "html": "«\u00a0Où est Camille\u00a0?\u00a0», Hub des Beffrois, CC BY-SA 4.0.",
            "others": ["«\u00a0Plateau\u00a0» par Odile Carillon, CC BY 4.0."],
        },
        **sample_lineage(),
        "report": sample_report(),
        "session_cards": sample_sessions(),
        "verdicts": sample_verdicts(),
        **sample_bag(),
        "collection": sample_collection(),
        "badge_tile": sample_badge_tile(),
        "bars": [
            {"label": "Information et données", "value": "37", "share": 100, "domain": 1},
            {"label": "Création de contenus", "value": "12", "share": 32, "domain": 3},
            {"label": "Protection et sécurité", "value": "moins de 5", "share": 0, "domain": 4},
        ],
        "downloads": [
            {"url": PLACE, "label": _("A4 sheet (PDF)"), "icon": "file"},
            {"url": PLACE, "label": _("A5 booklet to fold"), "icon": "book", "note": _("Print on both sides, short edge.")},
        ],
        "blocks": sample_blocks(),
        "picker": sample_picker(),
        "door": {"title": "J’anime des ateliers", "text": "Prendre un kit, l’adapter.", "url": PLACE, "icon": "toolbox", "colour": 2},
    }  # fmt: skip


def sample_picker() -> dict:
    words = {
        "id": 1,
        "code": "4.2",
        "statement": "Protéger les données personnelles",
        "url": PLACE,
        "framework": "DigComp 3.0",
    }
    return {
        "action": PLACE,
        "text": "mots de passe",
        "found": [words],
        "form": SampleSkillForm(initial={"skill": 1, "use": "taught"}, auto_id="sample-skill-%s"),
        "rows": [
            {
                "words": {"row_id": 1, "skill": words, "use": "taught", "use_label": _("taught"), "level_label": "Pratique"},
                "levels": [{"id": 2, "label": "Pratique"}],
                "uses": [("taught", _("taught"))],
            }
        ],
    }  # fmt: skip


def sample_cards() -> list[dict]:
    rows = (
        (2, "loupe", "Où est Camille\u00a0?", "Un jeu d’enquête pour parler du cyberharcèlement.", 30, "30\u00a0min", 1, _("Discovery")),
        (5, "boucle", "L’Upcyclclub", "Donner une deuxième vie aux vieux appareils.", 120, "2\u00a0h", 2, _("Practice")),
        (3, "capteur", "Captons la pollution", "Fabriquer un capteur d’air.", 180, "3\u00a0h", 3, _("Mastery")),
    )  # fmt: skip
    folder = reverse("cover", args=["key"]).removesuffix("key.svg")
    covers = cover_addresses([cover_key(row[0], row[1], row[2]) for row in rows], folder=folder)
    return [
        {
            "url": PLACE, "cover_url": cover, "title": title, "hook": hook, "domain": domain,
            "domain_label": DOMAINS[domain - 1].label, "duration": minutes, "duration_label": length,
            "audience_label": "Tout public", "group_label": "8 personnes", "level": level, "level_label": level_label,
            "licence_label": "CC BY-SA 4.0",
        }
        for (domain, _glyph, title, hook, minutes, length, level, level_label), cover in zip(rows, covers, strict=True)
    ]  # fmt: skip


def sample_changes() -> list[dict]:
    words = [("", "Un jeu d’enquête à "), ("removed", "trois"), ("added", "quatre"), ("", ".")]
    return [
        {"kind": "changed", "kind_label": _("Changed"), "title": "Accroche",
         "segments": [{"kind": kind, "text": text} for kind, text in words]},
        {"kind": "added", "kind_label": _("Added"), "title": "Étape «\u00a0Trier\u00a0»", "new": "Trier les messages"},
        {"kind": "removed", "kind_label": _("Removed"), "title": "Matériel «\u00a0Gommettes\u00a0»", "old": "12 gommettes"},
    ]  # fmt: skip


def sample_lineage() -> dict:
    return {
        "page": {"slug": "camille"},
        "content": {"title": "Où est Camille\u00a0?"},
        "version": {"number": 3, "published_at": datetime.date(2026, 11, 22)},
        "lineage": {
            "above": [{"title": "Le casier de Camille", "url": PLACE, "label": _("original kit"), "detail": "Nadia Lefort · CC BY-SA 4.0"}],
            "adaptations": [{"title": "Où est Camille\u00a0? en FALC", "url": PLACE, "detail": "Inès Carlier"}],
        },
    }  # fmt: skip


def sample_collection() -> dict:
    return {
        "url": PLACE, "title": "Pour débuter, sans se presser", "summary": "Quatre ateliers, une semaine entre deux.",
        "count_label": "4 kits", "owner": "Jeanne", "is_public": False,
        "cover_urls": [card["cover_url"] for card in sample_cards()],
    }  # fmt: skip


def sample_badge_tile() -> dict:
    return {
        "url": PLACE, "image_url": reverse("badge-outline", args=["2-2-relais"]), "name": "Accueillir sans faire à la place",
        "sentence": "Sait accueillir une demande numérique et guider la personne.", "language": "", "domain": 2,
        "domain_label": "Communication et collaboration", "level": 2, "level_label": "Pratique",
        "ways": ("En suivant un parcours ou un module",),
    }  # fmt: skip


def sample_blocks() -> list[dict]:
    states = (
        ("acquired", _("Acquired"), "check", 100, "done", _("Done:")),
        ("started", _("In progress"), "clock", 50, "started", _("Begun:")),
        ("todo", _("To begin"), "", 0, "todo", _("To do:")),
    )
    titles = ("Accueillir sans faire à la place", "Protéger les données des personnes", "Orienter vers le bon relais")
    return [
        {
            "number": number, "domain": domain, "title": title, "note": "", "status": status, "status_label": label,
            "icon": icon, "share": share,
            "modules": [{"title": "Écouter la demande", "url": PLACE, "minutes_label": "2\u00a0h", "is_required": True,
                         "status": done, "status_label": done_label}],
        }
        for number, (domain, title, (status, label, icon, share, done, done_label)) in enumerate(
            zip((2, 4, 5), titles, states, strict=True), start=1
        )
    ]  # fmt: skip


def sample_sessions() -> list[dict]:
    """Return three sessions: with free seats, with a last one, with a waiting list."""
    states = (
        ("free", "check", "3 places libres", 9),
        ("last", "warning", "Dernière place", 11),
        ("waiting", "clock", "Complet\u00a0: liste d’attente", 12),
    )
    return [
        {
            "url": PLACE,
            "title": "Tester «\u00a0Où est Camille\u00a0?\u00a0» avant de l’animer",
            "date": {"iso": f"2026-10-{day}", "weekday": "mardi", "number": str(day), "month": "octobre"},
            "hours": "10\u00a0h à 12\u00a0h",
            "places": [{"words": "Médiathèque des Tisserands, Roubaix", "number": number}],
            "seats": {
                "kind": kind,
                "icon": icon,
                "words": words,
                "stools": taken < 12,
                "drawn": stools([seat < taken for seat in range(12)]),
            },
        }
        for number, (day, (kind, icon, words, taken)) in enumerate(zip((13, 20, 27), states, strict=True), start=1)
    ]


def sample_report() -> dict:
    return {
        "id": 0, "url": PLACE, "title": "Collège, 8 participants", "person": "Nadia", "person_url": PLACE,
        "context": "Médiatrice numérique, Roubaix · 12 mars 2026 · version 2", "minutes_label": "35\u00a0min",
        "worked": "Les ados parlent des messages, pas d’eux-mêmes. C’est plus facile.",
        "difficulties": "Le code est trop long pour un groupe qui lit lentement.",
        "alternatives": "Remplacer le téléphone par des cartes. Donner le premier chiffre.",
        "recommendation": "Beaucoup", "thanks_count": 8, "answer": "Merci, nous raccourcissons le code.",
        "answer_by": "Odile", "answered_in": 3, "answered_in_url": PLACE,
    }  # fmt: skip


def sample_steps() -> list[dict]:
    return [
        {"start_label": "0\u00a0min", "minutes": 4, "minutes_label": "4\u00a0min", "title": "Accueillir",
         "say": "«\u00a0Camille a votre âge.\u00a0»", "facilitator": "Chacun choisit un rôle."},
        {"start_label": "4\u00a0min", "minutes": 8, "minutes_label": "8\u00a0min", "title": "Ouvrir le téléphone",
         "aim": "lire avant de juger", "participants": "Le groupe trouve le code."},
        {"start_label": "12\u00a0min", "minutes": 5, "minutes_label": "5\u00a0min", "title": "Pause", "is_break": True},
        {"title": "Parler ensemble", "supports": "Une affiche"},
    ]  # fmt: skip


def sample_bag() -> dict:
    """Pockets of the roll: shown, hidden, withdrawn, from elsewhere; and a place that waits."""
    picture = reverse("badge-outline", args=["2-2-relais"])
    rows = (
        {"title": "Accueillir sans faire à la place", "note": "Pratique · 12 mars 2025", "picture": picture, "is_shown": True},
        {"title": "Des mots de passe costauds", "note": "Découverte · 2 octobre 2025", "picture": picture, "is_showable": True},
        {"title": "Animer un atelier", "note": "Maîtrise · 3 juin 2025", "picture": picture, "state": "Retiré le 3 juin 2025", "tone": "error"},
        {"title": "Premiers secours", "origin": "Ailleurs\u00a0: Croix-Rouge", "state": "Émetteur inconnu du hub", "tone": "info", "is_showable": True},
    )  # fmt: skip
    waiting = {
        "title": "Orienter vers le bon relais",
        "note": "Bloc 4\u00a0: pas commencé.",
        "action": "Voir",
        "url": PLACE,
        "outline": reverse("badge-outline", args=["1-2-boussole"]),
    }
    pockets = [{"uuid": f"sample-{number}", "url": PLACE, **row} for number, row in enumerate(rows)]
    return {"pockets": pockets, "gap": waiting}


def sample_verdicts() -> list[dict]:
    """The verdict with its checks, then the five others without them."""
    rows = [
        {"icon": "check", "row": {"outcome": "passed", "title": "Il n’a pas été modifié", "sentence": "Sa signature correspond à son contenu."}},
        {"icon": "info", "row": {"outcome": "unknown", "title": "Nous ne connaissons pas son émetteur", "sentence": ""}},
        {"icon": "close", "row": {"outcome": "failed", "title": "Il n’appartient pas à cette personne", "sentence": ""}},
    ]  # fmt: skip
    said = [
        ("good", "check", "Ce badge est authentique", "Vérifié aujourd’hui à 14\u00a0h\u00a032."),
        ("bad", "close", "Ce badge a été retiré", "Le Hub des Beffrois l’a retiré le 3 juin 2025. Raison\u00a0: remis par erreur."),
        ("late", "clock", "Ce badge n’est plus valable", "Il était valable jusqu’au 12 mars 2025. La personne peut le renouveler."),
        ("bad", "warning", "Ce badge a été modifié", "Son contenu ne correspond pas à sa signature. Ne vous y fiez pas."),
        ("said", "info", "Nous ne connaissons pas cet émetteur", "Il n’a pas été modifié, mais son émetteur n’est pas dans notre annuaire."),
        ("late", "info", "Nous n’avons pas pu vérifier ce badge", "Le site de son émetteur ne répond pas. Réessayez plus tard."),
    ]  # fmt: skip
    return [dict(zip(("look", "icon", "title", "sentence"), words, strict=True)) | {"rows": rows} for words in said]
