"""The programme of a path, at a version: everything that a training organisation must say before one enrols, dated
(Qualiopi, indicator 1). Nothing here reads the clock, so the same version prints the same bytes."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalogue.exchange.paper import document_pdf, rich, spoken, typeset
from catalogue.paths.formats.content import BlockContent, ModuleContent, PathContent, ProviderContent
from catalogue.paths.models import PathVersion, TrainingMode
from catalogue.paths.wording import day_words, minutes_words, price_words
from outillerie.kits.models.kits import Level
from outillerie.pages.queries import absolute

TITLE_SIZES = {"short": 28, "medium": 60, "long": 130}


@dataclass(frozen=True)
class Fact:
    icon: str
    value: str
    detail: str = ""


@dataclass(frozen=True)
class Section:
    title: str
    html: str
    key: str = ""


def programme_pdf(version: PathVersion) -> bytes:
    """Return the tagged A4 programme of a version. Raises RenderingFailed."""
    content = version.content
    first = next(iter(content.blocks), None)
    address = absolute(reverse("path-version", args=[version.path.slug, version.number]))
    with override(spoken(content.language)):
        context = programme(version)
    return document_pdf(
        "pdf/programme.html",
        context,
        address=address,
        language=content.language,
        domain=first.domain if first else 1,
        glyph=content.glyph,
    )


def programme(version: PathVersion) -> dict:
    """Return what the template says, in the language being spoken."""
    content = version.content
    return {
        "title": typeset(content.title, content.language),
        "title_size": next((size for size, most in TITLE_SIZES.items() if len(content.title) <= most), "endless"),
        "summary": typeset(content.summary, content.language),
        "is_registered": content.is_registered,
        "number": version.number,
        "published_on": day_words(timezone.localdate(version.published_at)),
        "checked_on": day_words(content.facts_checked_on),
        "facts": facts(content),
        "objectives": [typeset(line, content.language) for line in content.objectives],
        "blocks": [block_lines(rank, block, content.language) for rank, block in enumerate(content.blocks, start=1)],
        "prerequisites": sections(content, {_("Prerequisites"): content.prerequisites}),
        "particulars": particulars(content),
        "after": sections(content, after(content)),
        "certification": certification_lines(content),
        "provider": content.provider,
        "provider_lines": provider_lines(content.provider),
    }


def facts(content: PathContent) -> list[Fact]:
    """Return at most four facts; what the path does not say is left out."""
    blocks = _("%(count)s blocks") % {"count": len(content.blocks)} if len(content.blocks) > 1 else ""
    found = (
        Fact("clock", minutes_words(content.minutes), blocks),
        Fact("place", mode_label(content.mode), content.place),
        Fact("price", price_words(content.price_cents) or content.price),
        Fact("level", Level(content.level).label if content.level else "", ""),
    )
    return [fact for fact in found if fact.value]


def mode_label(mode: str) -> str:
    return str(TrainingMode(mode).label) if mode in TrainingMode.values else ""


def particulars(content: PathContent) -> list[tuple[str, str]]:
    """Return the facts that a line says, by name, in the order in which they are asked for."""
    found = (
        (_("For whom"), content.audience),
        (_("Mode"), ", ".join(filter(None, [mode_label(content.mode), content.place]))),
        (_("Pace"), content.pace),
        (_("Time between the request and the beginning"), access_delay(content)),
        (_("Price"), price(content)),
        (_("Who pays"), content.funding),
        (_("Contact"), " · ".join(filter(None, [content.contact_name, content.contact_email, content.contact_phone]))),
    )
    return [(label, typeset(text, content.language)) for label, text in found if text.strip()]


def after(content: PathContent) -> dict[str, str]:
    """Return the texts that follow the blocks, by title, in the order in which they are asked for."""
    return {
        _("Content"): content.programme,
        _("Methods used"): content.methods,
        _("How it is assessed"): content.assessment,
        _("How to enrol"): content.access_terms,
        _("Accessibility to disabled people"): accessibility(content),
        _("Results"): results(content),
    }


def access_delay(content: PathContent) -> str:
    always = _("One may begin at any time.") if content.is_always_open else ""
    return ". ".join(filter(None, [content.access_delay.rstrip("."), always]))


def price(content: PathContent) -> str:
    return " · ".join(dict.fromkeys(filter(None, [price_words(content.price_cents), content.price])))


def accessibility(content: PathContent) -> str:
    referent = content.disability_referent or (content.provider.disability_referent if content.provider else "")
    words = _("Disability referent: %(referent)s") % {"referent": referent} if referent else ""
    return "\n\n".join(filter(None, [content.accessibility, words]))


def results(content: PathContent) -> str:
    """Return the results and the success rate, with the day when they were measured."""
    rate = _("Success rate at the certification: %(rate)s") % {"rate": content.success_rate}
    measured = _("Measured on %(day)s.") % {"day": day_words(content.results_on)}
    lines = [
        content.results,
        rate if content.success_rate and content.is_registered else "",
        measured if content.results_on else "",
    ]
    return "\n\n".join(filter(None, lines))


def sections(content: PathContent, texts: dict[str, str]) -> list[Section]:
    return [Section(title, rich(text, content.language)) for title, text in texts.items() if text.strip()]


def block_lines(rank: int, block: BlockContent, language: str) -> dict:
    named = block.certification_block
    return {
        "rank": rank,
        "domain": block.domain,
        "title": typeset(block.title, language),
        "aim": typeset(block.aim, language),
        "minutes": minutes_words(block.minutes),
        "certification_block": " ".join(filter(None, [named.code or named.other_code, named.title])) if named else "",
        "assessment": rich(block.assessment, language) if block.assessment else "",
        "modules": [module_lines(module, language) for module in block.modules],
    }


def module_lines(module: ModuleContent, language: str) -> dict:
    return {
        "title": typeset(module.title, language),
        "aims": [typeset(aim.rstrip("."), language) for aim in module.aims],
        "minutes": minutes_words(module.minutes),
        "mode": mode_label(module.mode),
        "is_required": module.is_required,
    }


def certification_lines(content: PathContent) -> list[str]:
    """Return what must be said of a registered title: its exact words, its code, who certifies, since when."""
    named = content.certification
    if not content.is_registered:
        return []
    return [
        *filter(
            None,
            (
                " ".join(
                    filter(None, [typeset(named.title, content.language), f"({named.code})" if named.code else ""])
                ),
                _("Certifier: %(name)s") % {"name": named.certifier} if named.certifier else "",
                _("Registered on %(day)s") % {"day": day_words(named.registered_on)} if named.registered_on else "",
                _("Registered until %(day)s") % {"day": day_words(named.valid_until)} if named.valid_until else "",
                _("Level of qualification: %(level)s") % {"level": named.level} if named.level else "",
            ),
        )
    ]


def provider_lines(provider: ProviderContent | None) -> list[str]:
    if provider is None:
        return []
    town = " ".join(filter(None, [provider.postcode, provider.commune]))
    activity = {"number": provider.activity_number, "region": provider.activity_region}
    qualiopi = {"certificate": provider.qualiopi_certificate, "actions": provider.qualiopi_actions}
    return [
        *filter(
            None,
            (
                ", ".join(filter(None, [*provider.address.splitlines(), town])),
                " · ".join(filter(None, [provider.email, provider.phone])),
                f"SIRET {provider.siret}" if provider.siret else "",
                _(
                    "Declaration of activity registered under the number %(number)s with the prefect of the region "
                    "%(region)s. This registration is not an approval by the State."
                )
                % activity
                if all(activity.values())
                else "",
                _("Qualiopi certificate %(certificate)s, for: %(actions)s.") % qualiopi
                if all(qualiopi.values())
                else "",
            ),
        )
    ]
