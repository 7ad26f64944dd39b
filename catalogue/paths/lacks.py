"""What a path lacks, in sentences: each says what to do, and where."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalogue.certifications.models import ClassificationCode
from catalogue.paths.exports import content_of
from catalogue.paths.formats.completeness import Gap, missing
from catalogue.paths.models import LearningPathPage
from catalogue.paths.queries import draft_of
from catalogue.paths.wording import day_words

SENTENCES = {
    "title": gettext_lazy("Write a title."),
    "objectives": gettext_lazy("Write the objectives, each with a verb: what one can do at the end."),
    "prerequisites": gettext_lazy("Say what one must know before. If there is nothing, write “None”."),
    "methods": gettext_lazy("Say which methods are used: demonstration, exercise, work in pairs…"),
    "assessment": gettext_lazy("Say how what was learned is assessed."),
    "access_terms": gettext_lazy("Say how one enrols."),
    "access_delay": gettext_lazy("Say how much time goes by between the request and the beginning."),
    "access_delay_vague": gettext_lazy(
        "“%(detail)s” is no time of access: write a number of days, or “immediate access”."
    ),
    "price": gettext_lazy("Write the price. If it is free, write “Free”."),
    "price_vague": gettext_lazy("“%(detail)s” is no price: write an amount, or how it is worked out."),
    "contact": gettext_lazy("Give an e-mail or a phone number to contact."),
    "accessibility": gettext_lazy("Say how disabled people are welcomed, and what can be adjusted."),
    "disability_referent": gettext_lazy("Name the disability referent, with a way to reach them."),
    "checked": gettext_lazy("Write the day when all this was last checked: every item is dated."),
    "checked_old": gettext_lazy("This was last checked on %(day)s, more than a year ago: read it again."),
    "results_undated": gettext_lazy("Say when the results were measured."),
    "results": gettext_lazy("Publish results: people trained, satisfied, who finished, with the period."),
    "success_rate": gettext_lazy("Publish the success rate at the certification."),
    "summary": gettext_lazy("Write one or two sentences: for whom, and what one will be able to do."),
    "audience": gettext_lazy("Say whom the path is for."),
    "place": gettext_lazy("Say where it happens."),
    "duration": gettext_lazy("Nothing required has a duration: give minutes to the modules."),
    "provider": gettext_lazy("Choose the organisation that provides the path."),
    "certification_word": gettext_lazy(
        "“%(detail)s” promises a certification, and this path has no registered one: write it otherwise, or link it."
    ),
    "certification_code": gettext_lazy("The certification has no code: write that of its register (RNCP or RS)."),
    "certification_certifier": gettext_lazy("Write the name of the certifier."),
    "certification_date": gettext_lazy("Write the date of registration of the certification."),
    "certification_expired": gettext_lazy("The registration of the certification ended on %(day)s."),
    "certification_unregistered": gettext_lazy(
        "“%(detail)s” is not registered: the page does not say “certification”."
    ),
    "certification_block": gettext_lazy("Block %(block)s: say which block of the certification it prepares for."),
    "entry": gettext_lazy("Write the entry level: registers of training ask for it."),
    "raw_value": gettext_lazy("“%(detail)s” is a code: write it in words."),
    "legal_name": gettext_lazy("Write the legal name of the training organisation."),
    "activity_number": gettext_lazy("Write the declaration number of activity of the training organisation."),
    "activity_region": gettext_lazy("Say which prefect of region registered the declaration of activity."),
    "siret": gettext_lazy("Write the SIRET of the training organisation."),
    "qualiopi_actions": gettext_lazy("Say which categories of actions the Qualiopi certificate covers."),
    "qualiopi_expired": gettext_lazy("The Qualiopi certificate ended on %(day)s: it is not shown any more."),
    "blocks": gettext_lazy("Add a block, with at least one module."),
    "block_title": gettext_lazy("Block %(block)s: write its title."),
    "block_empty": gettext_lazy("Block %(block)s: add a module, or remove the block."),
    "module_title": gettext_lazy("Block %(block)s, module %(module)s: write its title."),
    "module_minutes": gettext_lazy("Module “%(detail)s”: say how long it lasts."),
    "module_rule": gettext_lazy("Module “%(detail)s”: say when it is completed."),
    "module_aims": gettext_lazy("Module “%(detail)s”: write what one can do at the end."),
    "module_assessment": gettext_lazy("Module “%(detail)s”: say how it is assessed."),
}
DATED = {"checked_old", "certification_expired", "qualiopi_expired"}


def gap_sentence(gap: Gap) -> str:
    return str(SENTENCES[gap.code]) % {
        "detail": gap.detail,
        "day": day_words(gap.detail) if gap.code in DATED else "",
        "block": (gap.block or 0) + 1,
        "module": (gap.module or 0) + 1,
    }


def gap_rows(gaps, path: LearningPathPage) -> list[dict]:
    """Return each gap as its sentence, whether it is needed, and the address of the field to go to (may be empty)."""
    return [
        {"code": gap.code, "sentence": gap_sentence(gap), "is_needed": gap.is_needed, "url": gap_url(gap, path)}
        for gap in gaps
    ]


def lacks_of(draft: LearningPathPage) -> dict:
    """Return what `draft` lacks today, as `paths/gaps.html` shows it."""
    gaps = missing(content_of(draft), timezone.localdate())
    return {"gaps": gap_rows(gaps, draft), "needed_words": count_words(sum(gap.is_needed for gap in gaps))}


def lacks_of_saved(path_id: int | None) -> dict:
    """Return what the newest draft of a path lacks, whatever the editor holds; nothing for a path never saved."""
    path = LearningPathPage.objects.filter(pk=path_id).first()
    return lacks_of(draft_of(path)) if path else {}


def gap_url(gap: Gap, path: LearningPathPage) -> str:
    """Return where to fill the gap: a field of the facts form, or the builder; nothing for what is kept elsewhere."""
    if "." in gap.field:
        return ""
    if gap.field != "blocks":
        return reverse("path-facts", args=[path.pk]) + f"#id_{gap.field}"
    return reverse("builder", args=[path.pk])


def count_words(needed: int) -> str:
    if not needed:
        return _("Nothing is missing to publish.")
    return ngettext("%(count)s thing is missing to publish.", "%(count)s things are missing to publish.", needed) % {
        "count": needed
    }


def conflict_rows(conflicts, form) -> list[dict]:
    """Return each fact that two people changed: its name, and both answers in words."""
    return [
        {
            "name": conflict.name,
            "title": form[conflict.name].label,
            "theirs": fact_words(form.fields[conflict.name], conflict.name, conflict.theirs),
            "mine": fact_words(form.fields[conflict.name], conflict.name, conflict.mine),
        }
        for conflict in conflicts
    ]


def fact_words(field, name: str, value) -> str:
    """Return a fact as `facts.plain` gives it in words: rows by what they are called."""
    if value in (None, "", []):
        return _("nothing")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "codes":
        return ", ".join(map(str, ClassificationCode.objects.filter(pk__in=value)))
    if hasattr(field, "queryset"):
        return ", ".join(
            map(str, field.queryset.model.objects.filter(pk__in=value if isinstance(value, list) else [value]))
        )
    if hasattr(field, "choices"):
        return str(dict(field.choices).get(value, value))
    if name in ("results_on", "facts_checked_on"):
        return day_words(value)
    return str(field.prepare_value(value))
