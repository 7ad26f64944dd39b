"""What a reader sees of a version of a path: its plain values in words, links and safe HTML, ready for a template."""

import dataclasses
from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalogue.frameworks.reading import short_label
from catalogue.learning.wording import rule_sentence
from catalogue.paths.formats.content import ModuleContent, PathContent, ProviderContent
from catalogue.paths.formats.state import state_of, upcoming
from catalogue.paths.models import PathRun, PathVersion, TrainingMode
from catalogue.paths.stacks import module_address, stack, stack_title
from catalogue.paths.wording import (
    day_words,
    kit_words,
    minutes_words,
    price_words,
    run_words,
    skill_words,
    state_words,
)
from outillerie.kits.formats.text import SafeHtml, render, typography
from outillerie.kits.models import Audience
from outillerie.kits.models.kits import Level
from outillerie.pages.queries import absolute

# Texts of a path that are Markdown.
TEXTS = (
    "prerequisites", "programme", "methods", "assessment", "access_terms", "accessibility", "results",
)  # fmt: skip
LINES = (
    "title", "summary", "audience", "place", "pace", "access_delay", "price", "funding", "disability_referent", "success_rate",
)  # fmt: skip
MOST_RUNS_SHOWN = 6


def reading(
    version: PathVersion,
    *,
    versions: Sequence[PathVersion] = (),
    runs: Sequence[PathRun] = (),
    today: date,
    enrolment=None,
    progress=None,
) -> dict:
    """Return the context of the page of `version`.

    `versions` are all those of its path, newest first (none: a draft); `runs` its sessions; `enrolment` and `progress`
    are those of whoever reads, when they follow this path.
    """
    page, content = version.path, typeset(version.content)
    newest = versions[0] if versions and versions[0].number != version.number else None
    address = module_address(page.slug, version.number if newest else None) if version.number else None
    return {
        "page": page,
        "content": content,
        "lang": "" if content.language == get_language() else content.language,
        "version": version_row(page, version),
        "versions": [version_row(page, other) for other in versions],
        "newest": newest and version_row(page, newest),
        "tags": tags(version),
        "band": band(content, progress) | {"state": state_words(state_of(runs, today, content.is_always_open))},
        "enrolment": enrolment,
        "progress": progress,
        "blocks": stack(content.blocks, language=content.language, progress=progress, module_url=address),
        "blocks_title": stack_title(len(content.blocks)),
        "runs": [run_row(run) for run in upcoming(runs, today)[:MOST_RUNS_SHOWN]],
        "texts": {name: html(getattr(content, name), content.language) for name in TEXTS},
        "facts": facts(content),
        "certification": certification(version),
        "provider": provider(content.provider, today) if content.provider else None,
        "share_url": absolute(reverse("path", args=[page.slug])) if version.number else "",
    }


def typeset(content: PathContent) -> PathContent:
    """Return `content` with the no-break spaces of its language in every line that is shown as it is."""
    return dataclasses.replace(
        content,
        **{name: typography(getattr(content, name), content.language) for name in LINES},
        objectives=tuple(typography(line, content.language) for line in content.objectives),
    )


def html(markdown: str, language: str) -> SafeHtml:
    return render(markdown, heading_level=3, language=language)


def version_row(page, version: PathVersion) -> dict:
    row = {"number": version.number, "published_at": version.published_at, "notes": version.notes}
    if not version.number:
        return row
    row["url"] = reverse("path-version", args=[page.slug, version.number])
    if version.number > 1:
        row["difference_url"] = reverse("path-difference", args=[page.slug, version.number - 1, version.number])
    return row


def tags(version: PathVersion) -> list[dict]:
    """Return the hang-tags: «certifying» only of a path that a register holds."""
    content, framework = version.content, version.path.target_framework
    rows = []
    if content.is_registered:
        rows.append({"label": _("Certifying path"), "kind": "info", "url": ""})
    if content.level:
        rows.append({"label": Level(content.level).label, "kind": "", "url": ""})
    if framework and (framework.code, framework.version) == (
        content.target_framework,
        content.target_framework_version,
    ):
        label = _("Framework: %(title)s") % {"title": short_label(framework)}
        rows.append({"label": label, "kind": "", "url": ""})
    return rows


def band(content: PathContent, progress) -> dict:
    """Return what the rule on the board shows: whole hours, and the share that is done (all of it: nobody follows)."""
    if progress is None:
        return {"hours": hours(content.minutes), "share": 100, "length": minutes_words(content.minutes)}
    return {
        "hours": hours(progress.minutes_total),
        "share": share_done(progress),
        "done": minutes_words(progress.minutes_done) or f"0\u00a0{_('h')}",
        "length": minutes_words(progress.minutes_total),
        "acquired": sum(block.status == "acquired" for block in progress.blocks),
        "number": next_block_number(progress),
    }


def hours(minutes: int) -> int:
    return min(round(minutes / 60), 999)


def share(done: int, total: int) -> int:
    """Return a share in whole hundredths; nothing is whole before its end."""
    return min(99 if done < total else 100, round(100 * done / total)) if total else 0


def share_done(progress) -> int:
    """Return what the rule shows as done. Hours may all be attended before the path is completed: it is not whole then."""
    done = share(progress.minutes_done, progress.minutes_total)
    return done if progress.is_completed else min(done, 99)


def next_block_number(progress) -> int:
    """Return the rank of the first block that is not acquired, 0 when all are."""
    open_ones = (number for number, block in enumerate(progress.blocks, start=1) if block.status != "acquired")
    return next(open_ones, 0)


def run_row(run: PathRun) -> dict:
    return {
        "days": run_words(run),
        "mode": TrainingMode(run.mode).label,
        "where": ", ".join(filter(None, [run.place, run.address, " ".join(filter(None, [run.postcode, run.commune]))])),
        "notes": run.notes,
        "opens": day_words(run.enrolment_opens_on) if run.enrolment_opens_on else "",
        "closes": day_words(run.enrolment_closes_on) if run.enrolment_closes_on else "",
    }


def facts(content: PathContent) -> dict:
    return {
        "length": minutes_words(content.minutes),
        # It follows the length, after a comma.
        "pace": content.pace[:1].lower() + content.pace[1:],
        "where": ", ".join(filter(None, [str(TrainingMode(content.mode).label), content.place])),
        "audience": content.audience or audiences_words(content.audiences),
        "price": content.price or price_words(content.price_cents),
        "disability_referent": content.disability_referent
        or (content.provider.disability_referent if content.provider else ""),
        "checked": day_words(content.facts_checked_on),
        "results_on": day_words(content.results_on),
        "language": {"fr": _("French"), "en": _("English")}.get(content.language, content.language),
        **contact(content),
    }


def contact(content: PathContent) -> dict:
    """Return whom to write to: the person of the path, else that of its organisation."""
    if content.contact_email or content.contact_phone:
        return {
            "contact_name": content.contact_name,
            "contact_email": content.contact_email,
            "contact_phone": content.contact_phone,
        }
    provider = content.provider or ProviderContent(name="")
    return {
        "contact_name": content.contact_name or provider.contact_name or provider.name,
        "contact_email": provider.email,
        "contact_phone": provider.phone,
    }


def audiences_words(codes: Sequence[str]) -> str:
    if not codes:
        return ""
    labels = dict(Audience.objects.filter(code__in=codes).values_list("code", "label"))
    return ", ".join(labels[code] for code in codes if code in labels)


def certification(version: PathVersion) -> dict | None:
    """Return what must be said of a registered certification, and where it is described; None without one."""
    content = version.content
    if not content.is_registered:
        return None
    named, known = content.certification, version.path.certification
    return {
        "title": typography(named.title, content.language),
        "register": named.register.upper(),
        "code": named.code,
        "certifier": named.certifier,
        "level": named.level,
        "registered_on": day_words(named.registered_on),
        "valid_until": day_words(named.valid_until),
        "slug": known.slug if known and (known.code or "") == named.code else "",
        "blocks": [
            {"number": number, "title": asked.title, "code": asked.code or asked.other_code}
            for number, block in enumerate(content.blocks, start=1)
            if (asked := block.certification_block)
        ],
    }


def provider(named: ProviderContent, today: date) -> dict:
    """Return who provides the path, with the sentences that the law words; an old Qualiopi certificate is not shown."""
    is_qualiopi = named.qualiopi_certificate and named.qualiopi_actions
    if named.qualiopi_until and date.fromisoformat(named.qualiopi_until) < today:
        is_qualiopi = False
    return {
        "name": named.name,
        "legal_name": named.legal_name if named.legal_name != named.name else "",
        "siret": named.siret,
        "address": ", ".join(filter(None, [*named.address.splitlines(), f"{named.postcode} {named.commune}".strip()])),
        "declaration": declaration_words(named),
        "qualiopi": qualiopi_words(named) if is_qualiopi else "",
    }


def declaration_words(named: ProviderContent) -> str:
    """Return the sentence of article L.6352-12 of the French labour code; nothing without its two facts."""
    if not (named.activity_number and named.activity_region):
        return ""
    return _(
        "Declaration of activity registered under the number %(number)s with the prefect of the region %(region)s."
        " This registration is not an approval by the State."
    ) % {"number": named.activity_number, "region": named.activity_region}


def qualiopi_words(named: ProviderContent) -> str:
    """Return the mention that the mark of quality asks for: never without its categories of actions."""
    return _("Qualiopi: the quality certification was issued for the following category of actions: %(actions)s.") % {
        "actions": named.qualiopi_actions
    }


def module_reading(version: PathVersion, module: ModuleContent) -> dict:
    """Return the context of the page of a module in `version`."""
    content = version.content
    block = content.block_of(module.key)
    titles = {other.key: typography(other.title, content.language) for other in content.modules()}
    address = module_address(version.path.slug, version.number)
    return {
        "page": version.path,
        "path_title": typography(content.title, content.language),
        "version": version_row(version.path, version),
        "lang": "" if content.language == get_language() else content.language,
        "in_block": {"number": content.blocks.index(block) + 1, "title": block.title, "domain": block.domain},
        "module": {
            "key": module.key,
            "title": titles[module.key],
            "summary": html(module.summary, content.language),
            "aims": [typography(aim, content.language) for aim in module.aims],
            "minutes_label": minutes_words(module.minutes),
            "mode": TrainingMode(module.mode).label,
            "assessment": html(module.assessment, content.language),
            "rule": rule_sentence(module.rule),
            "is_required": module.is_required,
        },
        "kits": [{"label": kit_words(pin), "url": pin.url, "minutes_label": minutes_words(pin.minutes or 0)} for pin in module.kits],
        "skills": [skill_words(use) for use in module.skills],
        "requires": [{"title": titles[key], "url": address(key)} for key in module.requires if key in titles],
    }  # fmt: skip
