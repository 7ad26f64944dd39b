"""What the pages of writing show, ready for their templates."""

from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from outillerie.kits.formats.content import KitContent
from outillerie.kits.formats.mixing import verdict
from outillerie.kits.formats.quality import helpful, needed
from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_publish_kit
from outillerie.kits.queries import newest_version
from outillerie.licences import wording as licence_wording
from outillerie.licences.licence import LICENCES, OFFERED
from outillerie.remix.wording import choice_rows
from outillerie.writing import queries, wording
from outillerie.writing.answers import Answer
from outillerie.writing.exports import base_token, written
from outillerie.writing.forms import StageForm
from outillerie.writing.permissions import can_discard_draft
from outillerie.writing.stages import STAGES, Stage, row_panels

MOST_KITS = 100
AFTER = "writing_after"
# Three plain choices; the others wait in a fold.
PLAIN_LICENCES = ("CC-BY-SA-4.0", "CC-BY-4.0", "CC0-1.0")


def kit_rows(kits: list[KitPage], *, by) -> list[dict]:
    """Return what the list of one's kits says of each."""
    states = queries.states_of(kits)
    return [
        {
            "kit": kit,
            "title": kit.draft_title,
            "state": states[kit.pk],
            "state_label": wording.STATES[states[kit.pk]],
            "tag": wording.STATE_TAGS.get(states[kit.pk], ""),
            "saved": wording.saved_briefly(kit.latest_revision_created_at),
            "public_url": kit.url if kit.live else "",
            "is_of_others": kit.owner_id != by.pk,
            "can_be_discarded": not kit.first_published_at and can_discard_draft(by, kit),
        }
        for kit in kits
    ]


def index_page(kits: list[KitPage], *, by) -> dict:
    return {"rows": kit_rows(kits, by=by), "from_file_url": address_of("writing-from-file")}


def address_of(name: str) -> str:
    """Return the address of a page that a hub may not have, or nothing."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def stage_page(kit: KitPage, draft: KitPage, stage: Stage, *, by, answer: Answer | None = None, after=None) -> dict:
    """Return the page of `stage`: as it is kept, or as `answer` typed it."""
    after = after or {}
    content = written(draft)
    form = answer.form if answer else StageForm(stage, draft, user=by, base=content, added=after.get("added", ""))
    return {
        "kit": kit,
        "draft": draft,
        "content": content,
        "stage": stage,
        "form": form,
        "base": answer.token if answer else base_token(content, stage, kit=kit, by=by),
        "mistakes": answer.mistakes if answer else [],
        "after": after,
        "texts": {name: panel.help_text for name, panel in row_panels(stage).items()},
        "pieces": pieces(draft, content, stage),
        "saved": wording.saved_words(draft.latest_revision_created_at),
        "state": queries.states_of([kit])[kit.pk],
        "public": newest_version(kit) if kit.live else None,
        **quality_block(content),
        **OWN_PARTS.get(stage.code, lambda *_: {})(kit, draft, content, form, by),
    }


def pieces(draft: KitPage, content: KitContent, current: Stage) -> list[dict]:
    """Return the six pieces of the way: done, current, or later."""
    return [
        {
            "stage": stage,
            "url": stage.url(draft.pk),
            "state": "current" if stage == current else "done" if is_done(stage, draft, content) else "later",
        }
        for stage in STAGES
    ]


def is_done(stage: Stage, draft: KitPage, content: KitContent) -> bool:
    """A stage is done when it says something and nothing of it is missing. A licence is, once the kit is sent."""
    if stage.code == "licence":
        return bool(draft.first_published_at or draft.current_workflow_state)
    blank = KitContent(title="")
    says = any(getattr(content, name) != getattr(blank, name) for name in stage.fields if name != "title")
    return says and not any(advice.part == stage.code for advice in needed(content))


def first_unfinished(draft: KitPage) -> Stage:
    content = written(draft)
    return next((stage for stage in STAGES if not is_done(stage, draft, content) and stage.code != "files"), STAGES[-1])


def quality_block(content: KitContent) -> dict:
    """Return what is missing and what would help, and the first in one sentence."""
    missing = wording.advice_rows(needed(content), content)
    return {
        "missing": missing,
        "helpful": wording.advice_rows(helpful(content), content),
        "missing_words": wording.count_words(len(missing)),
    }


def steps_part(kit, draft, content, form, by) -> dict:
    around = ("watch_points", "variants", "evaluation", "further_reading", "body")
    return {
        "rule": wording.rule_of(content),
        "example": queries.model_of_steps(),
        "around_is_open": any(name in form.answers.errors for name in around),
    }


def licence_part(kit, draft, content, form, by) -> dict:
    judged = verdict(content)
    chosen = form.answers["licence"].value() or ""
    return {
        "plain_licences": [licence_choice(licence, chosen, judged) for licence in licences_named(PLAIN_LICENCES)],
        "other_licences": [
            licence_choice(licence, chosen, judged)
            for licence in (*OFFERED, *judged.earlier, *licences_named([content.licence]))
            if licence.id not in PLAIN_LICENCES
        ],
        "other_is_chosen": chosen not in PLAIN_LICENCES,
        "objections": judged.sentences(wording.language()),
        "commercial_warning": judged.commercial_warning and judged.commercial_warning.sentence(wording.language()),
        "can_publish": can_publish_kit(by, kit),
        "has_versions": kit.first_published_at is not None,
    }


def licences_named(ids) -> list:
    return [LICENCES[name] for name in ids if name in LICENCES]


def licence_choice(licence, chosen: str, judged) -> dict:
    """Return a licence as a choice: its name, what it allows and asks, or why the mix does not allow it."""
    language = wording.language()
    terms = licence_wording.terms(licence, language)
    return {
        "id": licence.id,
        "short": licence.short_name,
        "summary": capfirst(licence_wording.foot_line(licence, language)),
        "url": licence.deed(language),
        "terms": terms,
        "is_chosen": licence.id == chosen,
        "refused": [reason.sentence(language) for reason in judged.refused.get(licence, ())],
    }


OWN_PARTS = {"steps": steps_part, "licence": licence_part}


def saved_answer(draft: KitPage, stage: Stage, answer: Answer, kept: KitContent) -> dict:
    """Return what a page that saves itself needs: when it was saved, what to correct, what it has shown from now on."""
    missing = needed(kept)
    return {
        "state": "saved",
        "words": wording.saved_words(draft.latest_revision_created_at),
        "base": answer.next_token,
        "origins": answer.next_origins,
        "mistakes": [{"anchor": row.anchor, "sentence": str(row.sentence)} for row in answer.mistakes],
        "missing": wording.count_words(len(missing)),
        "others": ""
        if answer.is_what_was_kept(kept)
        else _("Someone else writes here too. Reload to see their words."),
    }


def conflict_page(kit: KitPage, stage: Stage, answer: Answer, conflict) -> dict:
    """Return what two people changed, side by side."""
    rows = choice_rows(conflict.conflicts)
    for row, change in zip(rows, conflict.conflicts, strict=True):
        row["theirs"] = wording.side_words(change, change.theirs)
        row["mine"] = wording.side_words(change, change.mine)
    return {
        "kit": kit,
        "stage": stage,
        "rows": rows,
        "hour": wording.moment_words(conflict.theirs.latest_revision_created_at),
        "pairs": answer.pairs(),
        "base": answer.token,
    }
