"""What the pages of remix show, ready for their templates."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from outillerie.discovery.queries import search_kits
from outillerie.discovery.search_request import SearchRequest
from outillerie.kits.cards import cards_of_ids
from outillerie.kits.formats.borrowing import Choice, adapted, chosen_rows, with_parts
from outillerie.kits.formats.content import KitContent, Source
from outillerie.kits.formats.credits import authors_of, licence_of
from outillerie.kits.formats.mixing import Verdict, mix, verdict
from outillerie.kits.formats.three_way import Change
from outillerie.kits.models import KitPage, KitVersion
from outillerie.kits.models.kits import FileRole
from outillerie.kits.origins import pieces_above
from outillerie.kits.queries import newest_version
from outillerie.kits.reading import licence_terms, minutes_label, size_label
from outillerie.licences.compatibility import adaptation_licences
from outillerie.licences.licence import LICENCES, Licence
from outillerie.remix.models import Adaptation, Proposal
from outillerie.remix.proposals import obstacles
from outillerie.remix.queries import as_source, is_public
from outillerie.remix.updates import Update
from outillerie.remix.wording import OFFERED, OFFERING, choice_rows

MOST_RESULTS = 9
FITS, MOVES, STOPS = "fits", "moves", "stops"


def language() -> str:
    return get_language() or "fr"


@dataclass(frozen=True)
class Outcome:
    """What taking something means for the licence of a draft: it fits, the licence must change, or none is left."""

    kind: str
    sentences: tuple[str, ...] = ()


def outcome(before: Verdict, after: Verdict, chosen: str) -> Outcome:
    """Return what a draft under `chosen` comes to; what was impossible already is not the fault of what is taken."""
    known = {reason.conflict for reason in before.obstacles}
    reasons = [reason.conflict.sentence(language()) for reason in after.obstacles if reason.conflict not in known]
    if reasons:
        return Outcome(STOPS, tuple(dict.fromkeys(reasons)))
    if before.is_allowed and not after.is_allowed:
        return Outcome(MOVES, (moved_words(chosen, after.licences),))
    if after.commercial_warning and not before.commercial_warning:
        return Outcome(FITS, (after.commercial_warning.sentence(language()),))
    return Outcome(FITS)


def moved_words(chosen: str, possible: Iterable[Licence]) -> str:
    return _("With it, your kit can no longer be shared under %(chosen)s. It can be under: %(licences)s.") % {
        "chosen": LICENCES[chosen].short_name if chosen in LICENCES else chosen,
        "licences": named(possible),
    }


def named(licences: Iterable[Licence]) -> str:
    return ", ".join(licence.short_name for licence in licences)


def adapting(version: KitVersion, *, by) -> dict:
    """Return what adapting `version` means: where the copy comes from, under which licences it can be shared."""
    source = as_source(version)
    copy = adapted(version.content, source, title=version.title, author="")
    mine = KitPage.objects.filter(adaptation__source=version.kit, owner=by).order_by("-pk").first()
    return {
        "people": ", ".join(source.authors) or source.organisation,
        "licence": licence_terms(version.content),
        "licences": named(verdict(copy).licences),
        "mine": mine,
    }


def found_kits(kit: KitPage, content: KitContent, text: str) -> list[dict]:
    """Return the public kits found with `text`, or the newest: the card of each, and whether its steps mix."""
    ids = [pk for pk in search_kits(SearchRequest(text=text)).ids if pk != kit.pk][:MOST_RESULTS]
    slugs = dict(KitPage.objects.filter(pk__in=ids).values_list("pk", "slug"))
    # Of each kit, the last one read is the newest.
    licences = dict(KitVersion.objects.filter(kit__in=ids).order_by("number").values_list("kit", "licence"))
    own = [part.licence for part in mix(content).mixed]
    return [
        {
            "card": dataclasses.replace(card, url=f"?depuis={slugs[pk]}"),
            "can_mix": adaptation_licences([*own, LICENCES.get(licences[pk])]).is_possible,
        }
        for pk, card in zip([pk for pk in ids if pk in licences], cards_of_ids(ids), strict=True)
    ]


def parts_page(kit: KitPage, content: KitContent, version: KitVersion, form) -> dict:
    """Return the parts of `version` to choose from, each with what taking it means for the draft `content`."""
    judged = Judged(content, version)
    shown = [group(judged, form) for group in (steps_of, pictures_of, files_of)]
    shown = [group for group in shown if group["rows"]]
    return {
        "kit": kit,
        "version": version,
        "form": form,
        "groups": shown,
        "licence": licence_terms(version.content),
        "people": ", ".join(judged.source.authors) or judged.source.organisation,
        "own_licence": LICENCES[content.licence].short_name if content.licence in LICENCES else "",
        "is_clear": bool(shown) and all(group["outcome"] == Outcome(FITS) for group in shown),
    }


class Judged:
    """A draft, and what each part of a version would bring to it."""

    def __init__(self, content: KitContent, version: KitVersion):
        self.content, self.other = content, version.content
        self.source: Source = as_source(version, "part")
        self.slug, self.number = version.kit.slug, version.number
        self.before = verdict(content)

    def outcome(self, choice: Choice) -> Outcome:
        taken = with_parts(self.content, self.other, self.source, choice)
        return outcome(self.before, verdict(taken), self.content.licence)

    def row(self, widget, part, choice: Choice, *, detail: Iterable[str]) -> dict:
        """Return one part to tick: what it is, and its credit where it is not that of its kit."""
        licence = licence_of(part, self.other)
        authors, organisation = authors_of(part, self.other)
        is_own = licence == LICENCES.get(self.other.licence)
        people = ", ".join(authors) or organisation
        is_by_kit = not people or set(authors or [organisation]) <= {*self.source.authors, self.source.organisation}
        return {
            "widget": widget,
            "title": widget.choice_label,
            "detail": " · ".join(filter(None, detail)),
            "author": "" if is_by_kit else people,
            "licence": licence.short_name if licence and not is_own else "",
            "is_unknown": licence is None,
            "outcome": self.outcome(choice),
        }


def group_of(title: str, help_text: str, field, rows: list[dict]) -> dict:
    """Return parts of one kind; what taking them means is said once when it is the same for all."""
    outcomes = {row["outcome"] for row in rows}
    common = outcomes.pop() if len(outcomes) == 1 else None
    for row in rows:
        row["says"] = row["outcome"] if common is None and row["outcome"] != Outcome(FITS) else None
    return {"title": title, "help": help_text, "field": field, "rows": rows, "outcome": common}


def steps_of(judged: Judged, form) -> dict:
    widgets = form["steps"] if "steps" in form.fields else []
    rows = [
        judged.row(
            widget,
            step,
            Choice(steps=frozenset([place])),
            detail=[minutes_label(step.minutes), step.aim, brought_words(judged.other, step)],
        )
        for place, (widget, step) in enumerate(zip(widgets, judged.other.steps, strict=False))
    ]
    return group_of(_("Steps"), _("A step that you take mixes with your text: its licence counts."), widgets, rows)


def brought_words(content: KitContent, step) -> str:
    """Return how many pictures and files come with a step, whose texts show them."""
    none = frozenset()
    pictures = len(chosen_rows(content.pictures, none, (step,), folder="images"))
    files = len(chosen_rows(content.files, none, (step,), folder="fichiers"))
    words = [
        ngettext("with %(count)s picture", "with %(count)s pictures", pictures) % {"count": pictures}
        if pictures
        else "",
        ngettext("with %(count)s file", "with %(count)s files", files) % {"count": files} if files else "",
    ]
    return ", ".join(filter(None, words))


def pictures_of(judged: Judged, form) -> dict:
    widgets = form["pictures"] if "pictures" in form.fields else []
    rows = [
        judged.row(
            widget, picture, Choice(pictures=frozenset([picture.name])), detail=[picture.name, size_label(picture.size)]
        )
        | {"thumbnail": reverse("kit-picture", args=[judged.slug, judged.number, picture.name])}
        for widget, picture in zip(widgets, judged.other.pictures, strict=False)
    ]
    help_text = _("A picture that your texts show mixes with them: its licence counts.")
    return group_of(_("Pictures"), help_text, widgets, rows)


def files_of(judged: Judged, form) -> dict:
    widgets = form["files"] if "files" in form.fields else []
    rows = [
        judged.row(
            widget,
            file,
            Choice(files=frozenset([file.name])),
            detail=[str(FileRole(file.role).label), file.name.rpartition(".")[2].upper(), size_label(file.size)],
        )
        for widget, file in zip(widgets, judged.other.files, strict=False)
    ]
    help_text = _("A file stands whole beside your kit, under its own licence: it asks nothing of yours.")
    return group_of(_("Files"), help_text, widgets, rows)


def taken_words(choice: Choice) -> str:
    """Return what was taken: «2 steps, 1 file»."""
    steps, pictures, files = len(choice.steps), len(choice.pictures), len(choice.files)
    words = [
        ngettext("%(count)s step", "%(count)s steps", steps) % {"count": steps} if steps else "",
        ngettext("%(count)s picture", "%(count)s pictures", pictures) % {"count": pictures} if pictures else "",
        ngettext("%(count)s file", "%(count)s files", files) % {"count": files} if files else "",
    ]
    return ", ".join(filter(None, words))


def following_page(
    adaptation: Adaptation, draft: KitContent, update: Update | None, *, given: Mapping[str, str]
) -> dict:
    """Return how an adaptation stands to its source. What is no longer public is called as its credit calls it."""
    credit = original_of(draft)
    source = adaptation.source if is_public(adaptation.source) else None
    rows = []
    if update:
        rows = choice_rows(update.waiting, chosen=given, seen=seen_at(update.version, is_public=True))
    return {
        "kit": adaptation.kit,
        "adaptation": adaptation,
        "pieces": pieces_above(draft),
        "original": credit.title if credit else "",
        "source": source,
        "update": update,
        "rows": rows,
        "conflicts": sum(row["is_conflict"] for row in rows),
        "is_told": adaptation.intent == Adaptation.Intent.FOLLOW,
        "offers": Proposal.objects.filter(offered__kit=adaptation.kit).select_related("offered"),
        "can_offer": bool(source and adaptation.base and adaptation.kit.live),
    }


def offer_page(adaptation: Adaptation, found: tuple[Change, ...], *, given: Mapping[str, str]) -> dict:
    """Return what an adaptation may give back, and what of it the licence of its source forbids."""
    target, offered = newest_version(adaptation.source), newest_version(adaptation.kit)
    offered.kit = adaptation.kit
    notes = {change.key: " ".join(obstacles(change, offered.content, target.licence)) for change in found}
    seen = seen_at(offered, is_public=is_public(adaptation.kit))
    return {
        "kit": adaptation.kit,
        "title": target.title,
        "source_url": adaptation.source.url,
        "licence": licence_terms(target.content),
        "number": offered.number,
        "rows": choice_rows(found, sides=OFFERING, chosen=given, notes=notes, seen=seen),
        "waiting": offered.offers.filter(kit=adaptation.source, state=Proposal.State.WAITING).first(),
    }


def proposal_page(proposal: Proposal, found: tuple[Change, ...], *, given: Mapping[str, str]) -> dict:
    """Return what is offered to a kit and by whom, as that version credits them."""
    offered = proposal.offered
    giver, public = as_source(offered), is_public(offered.kit)
    rows = choice_rows(found, sides=OFFERED, chosen=given, seen=seen_at(offered, is_public=public))
    taken = [row for row in rows if row["key"] in proposal.merged_keys]
    return {
        "kit": proposal.kit,
        "proposal": proposal,
        "people": ", ".join(giver.authors) or giver.organisation,
        "giver_url": reverse("kit-version", args=[offered.kit.slug, offered.number]) if public else "",
        "rows": rows,
        "taken": taken,
        "is_waiting": proposal.state == Proposal.State.WAITING,
    }


def seen_at(version: KitVersion, *, is_public: bool):
    """Return what says where the picture or file of a change can be seen in that version, if it is public."""

    def seen(change: Change) -> dict | None:
        name = {"pictures": "kit-picture", "files": "kit-file"}.get(str(change.path[0]))
        if not (is_public and name and change.kind in ("added", "modified")):
            return None
        part = getattr(version.content, change.path[0])[change.path[1]]
        facts = {fact: getattr(part, fact, "") for fact in ("alt", "width", "height")}
        return {"url": reverse(name, args=[version.kit.slug, version.number, part.name]), **facts}

    return seen


def original_of(content: KitContent) -> Source | None:
    """Return the work that a draft was adapted from, as its own credit says it."""
    return next((row for row in content.sources if row.relation == "adaptation" and not row.through), None)
