"""What a reader sees of a version: its plain values put into words, links and safe HTML, ready for a template."""

import dataclasses
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from outillerie.discovery.exports import json_ld
from outillerie.drawing import cover_key
from outillerie.kits.formats.content import File, KitContent, counted_label
from outillerie.kits.formats.text import SafeHtml, render, typography
from outillerie.kits.formats.timing import duration_label, timing
from outillerie.kits.models import KitVersion
from outillerie.kits.models.kits import CreditRole, FileRole, Level, Mode
from outillerie.kits.models.vocabularies import Audience, Domain
from outillerie.kits.origins import attribution_forms, origins, own_attribution
from outillerie.kits.prints import FORMS
from outillerie.kits.queries import domain_of, themes_by_code
from outillerie.licences import wording
from outillerie.licences.licence import LICENCES
from outillerie.pages.queries import absolute

SECTIONS = (
    "prerequisites_participants", "prerequisites_facilitator", "preparation", "variants", "evaluation",
    "watch_points", "further_reading", "body",
)  # fmt: skip
STEP_TEXTS = ("facilitator", "say", "participants", "supports")


def reading(version: KitVersion, *, versions: list[KitVersion], adaptations: Sequence[dict] = ()) -> dict:
    """Return the context of the page of `version`; `versions` are all those of its kit, newest first.

    `adaptations` are the kits made from this one: {title, url, detail}.
    """
    content = typeset(version.content)
    links = links_of(version)
    newest = versions[0] if versions and versions[0].number != version.number else None
    page_url = version_url(version)
    return {
        "page": version.kit,
        "content": content,
        # Said in the page only where it is not the page's own.
        "lang": "" if content.language == get_language() else content.language,
        "version": {
            "number": version.number, "published_at": version.published_at, "notes": version.notes, "url": page_url,
        },
        "versions": [version_row(version.kit, other) for other in versions],
        "newest": newest and version_row(version.kit, newest),
        "facts": facts(content),
        "cover_url": cover_url(version),
        "sections": {name: html(getattr(content, name), content, links) for name in SECTIONS},
        "timeline": timeline(content, links),
        "timing_note": timing_note(content),
        "files": [file_row(version, file) for file in content.files],
        "licence": licence_terms(content),
        **origins(version, adaptations=adaptations),
        "credits": [
            {**vars_of(credit), "role_label": CreditRole(credit.role).label} for credit in content.credits
        ],
        "organisation": organisation_row(version),
        "downloads": downloads(version) if version.number else [],
        "adapt_url": reverse("adapt-kit", args=[version.kit.slug]) if version.number else "",
        "citation": citation(version),
        "share": share(version) if version.number else None,
    }  # fmt: skip


def vars_of(part) -> dict:
    return dataclasses.asdict(part)


def typeset(content: KitContent) -> KitContent:
    """Return `content` with the no-break spaces of its language in every text that is shown as it is."""

    def set_text(text: str) -> str:
        return typography(text, content.language)

    return dataclasses.replace(
        content,
        title=set_text(content.title),
        hook=set_text(content.hook),
        objectives=tuple(set_text(text) for text in content.objectives),
        material=tuple(dataclasses.replace(row, label=set_text(counted_label(row))) for row in content.material),
        steps=tuple(
            dataclasses.replace(step, title=set_text(step.title), aim=set_text(step.aim)) for step in content.steps
        ),
    )


def links_of(version: KitVersion) -> Callable[[str], str | None]:
    """Return what gives `images/<name>` and `fichiers/<name>` of a text their address, or None when the kit lacks it."""
    if version.pk is None:
        drafts = {
            f"images/{row.name}": row.image.get_rendition("max-1600x1600").url for row in version.kit.pictures.all()
        }
        return drafts.get
    known = {f"images/{part.name}" for part in version.content.pictures}
    known |= {f"fichiers/{part.name}" for part in version.content.files}
    base = version_url(version)
    return lambda target: base + target if target in known else None


def version_url(version: KitVersion) -> str:
    if not version.number:
        return reverse("kit", args=[version.kit.slug])
    return reverse("kit-version", args=[version.kit.slug, version.number])


def html(markdown: str, content: KitContent, links, *, heading_level: int = 3) -> SafeHtml:
    shown = render(markdown, links=links, heading_level=heading_level, language=content.language)
    # A picture far down the page is asked for when somebody comes near it.
    return SafeHtml(shown.replace("<img ", '<img loading="lazy" '))


def version_row(kit, version: KitVersion) -> dict:
    row = {"number": version.number, "published_at": version.published_at, "notes": version.notes}
    row["url"] = reverse("kit-version", args=[kit.slug, version.number])
    if version.number > 1:
        row["difference_url"] = reverse("kit-difference", args=[kit.slug, version.number - 1, version.number])
    return row


def facts(content: KitContent) -> dict:
    domain = domain_of(content)
    themes = [themes_by_code()[code] for code in content.themes if code in themes_by_code()]
    return {
        "duration_label": minutes_label(content.duration),
        "setup_label": minutes_label(content.setup_minutes),
        "audience_label": audience_label(content),
        "group_label": group_label(content),
        "facilitators_label": facilitators_label(content),
        "level": content.level,
        "level_label": Level(content.level).label if content.level else "",
        "mode_label": Mode(content.mode).label,
        "language_label": {"fr": _("French"), "en": _("English")}.get(content.language, content.language),
        "domain": domain,
        "domain_label": Domain(domain).label if domain else "",
        "themes": [{"label": theme.label, "url": theme.get_absolute_url()} for theme in themes],
        "unplugged": content.is_unplugged,
        "offline": content.is_offline,
        "easy_to_read": any(file.role == FileRole.EASY_TO_READ for file in content.files),
    }


def minutes_label(minutes: int | None) -> str:
    return duration_label(minutes, get_language() or "fr") if minutes else ""


def audience_label(content: KitContent) -> str:
    labels = dict(Audience.objects.filter(code__in=content.audiences).values_list("code", "label"))
    words = ", ".join(labels[code] for code in content.audiences if code in labels)
    if content.minimum_age:
        age = _("from age %(age)s") % {"age": content.minimum_age}
        return f"{words}, {age}" if words else age[0].upper() + age[1:]
    return words


def group_label(content: KitContent) -> str:
    fewest, most = content.participants_min, content.participants_max
    if fewest and most and fewest != most:
        return _("%(min)s to %(max)s people") % {"min": fewest, "max": most}
    if most or fewest:
        count = most or fewest
        words = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
        return words if most else _("at least %(people)s") % {"people": words}
    return ""


def facilitators_label(content: KitContent) -> str:
    count = content.facilitators
    return ngettext("%(count)s facilitator", "%(count)s facilitators", count) % {"count": count} if count else ""


def cover_url(version: KitVersion) -> str:
    content = version.content
    if content.cover and version.number:
        return reverse("kit-picture", args=[version.kit.slug, version.number, content.cover])
    theme = themes_by_code().get(content.themes[0]) if content.themes else None
    domain, glyph = (theme.domain, theme.glyph) if theme else (1, "boussole")
    return reverse("cover", args=[cover_key(domain, glyph, version.kit.slug)])


def timeline(content: KitContent, links) -> list[dict]:
    times = timing(content)
    return [
        {
            "start_label": start_label(segment.start) if times.total and segment.start is not None else "",
            "minutes": step.minutes,
            "minutes_label": minutes_label(step.minutes),
            "title": step.title,
            "aim": step.aim,
            "is_break": step.is_break,
            **{name: html(getattr(step, name), content, links, heading_level=4) for name in STEP_TEXTS},
        }
        for step, segment in zip(content.steps, times.segments, strict=True)
    ]


def start_label(minutes: int) -> str:
    return minutes_label(minutes) or "0\u00a0min"


def timing_note(content: KitContent) -> str:
    """Return the sentence that says what does not add up in the timing, if anything."""
    times = timing(content)
    if times.difference and all(step.minutes for step in content.steps):
        return _("The steps take %(steps)s; the announced duration is %(announced)s.") % {
            "steps": minutes_label(times.total), "announced": minutes_label(times.announced),
        }  # fmt: skip
    return ""


def file_row(version: KitVersion, file: File) -> dict:
    url = reverse("kit-file", args=[version.kit.slug, version.number, file.name]) if version.number else ""
    pages = ngettext("%(count)s page", "%(count)s pages", file.pages) % {"count": file.pages} if file.pages else ""
    detail = ", ".join(filter(None, [file.name.rpartition(".")[2].upper(), pages, size_label(file.size)]))
    return {
        "url": url,
        "title": typography(file.title, version.content.language),
        "detail": detail,
        "role_label": FileRole(file.role).label,
        "attribution": own_attribution(file, version.content),
    }


def size_label(size: int) -> str:
    """Return a size in the unit people know, with the decimal sign of their language."""
    if size < 1_000_000:
        return _("%(size)s KB") % {"size": max(1, round(size / 1000))}
    number = f"{size / 1_000_000:.1f}"
    return _("%(size)s MB") % {"size": number.replace(".", ",") if get_language() == "fr" else number}


def licence_terms(content: KitContent) -> dict | None:
    licence = LICENCES.get(content.licence)
    if licence is None:
        return None
    terms = wording.terms(licence, get_language() or "fr")
    return {"short": licence.short_name, "url": licence.deed(get_language() or "fr"), "may": terms.may, "must": terms.must,
            "must_not": terms.may_not}  # fmt: skip


def organisation_row(version: KitVersion) -> dict | None:
    if not version.content.organisation:
        return None
    organisation = version.kit.organisation
    is_same = organisation and organisation.name == version.content.organisation
    return {"name": version.content.organisation, "url": organisation.get_absolute_url() if is_same else ""}


def downloads(version: KitVersion) -> list[dict]:
    address = {"slug": version.kit.slug, "number": version.number}
    rows = [
        {
            "url": reverse("kit-print", kwargs={**address, "form": name, "ending": form.ending}),
            "label": form.label, "icon": form.icon, "note": form.note,
        }
        for name, form in FORMS.items()
    ]  # fmt: skip
    rows.append(
        {
            "url": reverse("kit-markdown", kwargs=address),
            "label": _("Text (Markdown)"),
            "icon": "file",
            "note": "",
        }
    )
    return rows


def citation(version: KitVersion) -> str:
    """Return how to cite this very version in a report, with its permanent address."""
    content = version.content
    authors = ", ".join(credit.name for credit in content.credits) or content.organisation
    when = date_format(version.published_at, "DATE_FORMAT") if version.published_at else ""
    return typography(
        ". ".join(
            filter(None, [authors, content.title, _("Version %(number)s") % {"number": version.number}, when,
                          absolute(version_url(version))])
        ),
        content.language,
    )  # fmt: skip


def share(version: KitVersion) -> dict:
    """Return what other sites and search engines read: the address, a picture, and the kit as linked data."""
    return {
        "url": absolute(reverse("kit", args=[version.kit.slug])),
        "image": absolute(reverse("share-image", args=[version.kit.slug, version.number])),
        "json_ld": json_ld(version),
    }


def offline_reading(version: KitVersion) -> dict:
    """Return the context of the archive's page: every link leads to a file of the archive itself."""
    content = typeset(version.content)
    known = {f"images/{part.name}" for part in content.pictures} | {f"fichiers/{part.name}" for part in content.files}

    def beside(target: str) -> str | None:
        return target if target in known else None

    titles = section_titles()
    sections = {
        name: {"title": title, "html": html(getattr(content, name), content, beside, heading_level=3)}
        for name, title in titles.items()
        if getattr(content, name)
    }
    return {
        "content": content,
        "version": version,
        "facts": offline_facts(content),
        "before": [sections[name] for name in BEFORE_STEPS if name in sections],
        "after": [section for name, section in sections.items() if name not in BEFORE_STEPS],
        "timeline": timeline(content, beside),
        "files": [{**file_row(version, file), "url": f"fichiers/{file.name}"} for file in content.files],
        "attribution": attribution_forms(version),
        "page_url": absolute(version_url(version)),
    }


BEFORE_STEPS = ("prerequisites_participants", "prerequisites_facilitator", "preparation")


def section_titles() -> dict[str, str]:
    return {
        "prerequisites_participants": _("What participants already know"),
        "prerequisites_facilitator": _("What to know before facilitating"),
        "preparation": _("Getting ready"),
        "watch_points": _("Points to watch"),
        "variants": _("Variants"),
        "evaluation": _("Evaluation"),
        "further_reading": _("Going further"),
        "body": _("More about this workshop"),
    }


def offline_facts(content: KitContent) -> list[tuple[str, str]]:
    """Return the facts that are known, each with its name."""
    known = facts(content)
    named = [
        (_("Duration"), known["duration_label"]),
        (_("Audience"), known["audience_label"]),
        (_("Participants"), known["group_label"]),
        (_("Level"), known["level_label"]),
        (_("Mode"), known["mode_label"]),
        (_("Licence"), LICENCES[content.licence].short_name if content.licence in LICENCES else ""),
    ]
    return [(name, value) for name, value in named if value]
