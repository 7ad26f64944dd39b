"""The demonstration's badges (fixtures/demo/badges.yaml): earned by its people from what it records, by the real rules.

They are signed for the address of the demonstration, which is nobody's for ever: only a demonstration may.
"""

from datetime import timedelta

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from badges.achievements.actions import publish
from badges.achievements.models import Achievement, AchievementSkill, AchievementVersion
from badges.achievements.queries import newest_version
from badges.awarding.actions import after_months, consider_awards, decide, earned, revoke, row_of
from badges.awarding.applying import apply
from badges.awarding.formats.rules import Rule
from badges.awarding.models import AwardDecision, Credential
from badges.awarding.proving import evidence_of
from badges.awarding.recipients import Recipient, recipient_of
from badges.awarding.signing import issue
from badges.backpack.actions import add_badge, make_collection, share, share_bag, show_badge
from badges.endorsing.actions import endorse
from badges.issuing.keys import create_keys
from badges.issuing.models import Issuer
from catalogue.demo import newest_framework
from catalogue.frameworks.models import Skill
from catalogue.learning.models import ModuleCompletion
from catalogue.paths.models import LearningPathPage, Module
from catalogue.sessions.models import SessionFacilitator
from outillerie.accounts.models import Membership, Organisation, User
from outillerie.outbox.models import OutboxMessage

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
TEXTS = ("slug", "name", "type", "description", "criteria", "level", "domain", "glyph", "tags")
CHOICES = ("minutes", "validity_months", "accepts_applications")


@transaction.atomic
def load_badges() -> None:
    """Make the badges of the demonstration, once: what people change in them since stays."""
    if Issuer.objects.exists():
        return
    rows = yaml.safe_load((FOLDER / "badges.yaml").read_text(encoding="utf-8"))
    staff = User.objects.get(email="wenceslas@beffrois.example")
    issuers = {row["slug"]: write_issuer(row) for row in rows["issuers"]}
    modules = modules_by_ref()
    for row in rows["badges"]:
        write_badge(row, issuers[row["issuer"]], modules, by=staff)
    for person in people_who_did():
        consider_awards(person)
    for row in rows["given"]:
        write_given(row, by=staff)
    write_class(rows["class"], by=staff)
    for credential in Credential.objects.filter(state=Credential.State.WAITING).order_by("pk"):
        issue(credential.pk)
    write_what_became(rows, issuers, staff=staff)
    forget_mail()


def write_issuer(row: dict) -> Issuer:
    organisation = Organisation.objects.get(name=row["organisation"])
    facts = {name: value for name, value in row.items() if name != "trainers"}
    issuer = Issuer.objects.create(**{**facts, "organisation": organisation}, name=row["organisation"])
    create_keys(issuer)
    # Those who train for it may award its badges.
    for person in User.objects.filter(email__in=row.get("trainers", ())):
        Membership.objects.get_or_create(
            person=person, organisation=organisation, defaults={"state": Membership.State.ACTIVE}
        )
    return issuer


def modules_by_ref() -> dict[str, str]:
    """Return the key of each module of paths.yaml, by the word that names it there."""
    rows = yaml.safe_load((FOLDER / "paths.yaml").read_text(encoding="utf-8"))
    keys = dict(Module.objects.values_list("title", "key"))
    return {row["ref"]: str(keys[row["title"]]) for row in rows["modules"]}


def write_badge(row: dict, issuer: Issuer, modules: dict[str, str], *, by: User) -> AchievementVersion:
    achievement = Achievement.objects.create(
        **{name: row[name] for name in TEXTS},
        **{name: row[name] for name in CHOICES if name in row},
        issuer=issuer,
        abilities="\n".join(row["abilities"]),
        rule=rule_of(row["rule"], modules),
        created_by=by,
        changed_at=timezone.now(),
    )
    for order, use in enumerate(row.get("skills", ())):
        skill = Skill.objects.get(framework=newest_framework(use["framework"]), code=use["code"])
        level = skill.framework.levels.get(rank=use["rank"]) if "rank" in use else None
        AchievementSkill.objects.create(achievement=achievement, skill=skill, level=level, order=order)
    return publish(achievement, by=by)


def rule_of(row: dict | str, modules: dict[str, str]) -> Rule:
    """Return the rule that a row says with the words of the demonstration."""
    if row == "decision":
        return {"kind": "decision"}
    for branch in ("all", "any"):
        if branch in row:
            return {branch: [rule_of(part, modules) for part in row[branch]]}
    if "block" in row:
        path = LearningPathPage.objects.get(slug=row["path"])
        block = path.versions.first().content.blocks[row["block"] - 1]
        return {"kind": "block", "path": path.pk, "key": block.key}
    [(kind, value)] = row.items()
    if kind == "module":
        return {"kind": "module", "key": modules[value]}
    if kind == "badge":
        return {"kind": "badge", "achievement": value}
    return {"kind": kind, "at_least": value}


def people_who_did() -> list[User]:
    """Return those of whom something that counts is recorded."""
    learned = ModuleCompletion.objects.values("person")
    facilitated = SessionFacilitator.objects.exclude(person=None).values("person")
    return list(
        (User.objects.filter(pk__in=learned) | User.objects.filter(pk__in=facilitated)).distinct().order_by("pk")
    )


def write_given(row: dict, *, by: User) -> None:
    give(row["badge"], recipient_of(person=User.objects.get(email=row["to"])), row, by=by, reason=row["reason"])


def write_class(row: dict, *, by: User) -> None:
    for number in range(row["people"]):
        recipient = recipient_of(email=f"bibliotheque-{number}@exemple.invalid")
        give(row["badge"], recipient, row, by=by, reason=row["reason"], run=row["run"])


def give(slug: str, recipient: Recipient, row: dict, *, by: User, reason: str, run: str = "") -> None:
    """Give a badge by a decision, as it was given so many days ago: what is signed keeps its moment for ever."""
    version, moment = version_of(slug), timezone.now().replace(microsecond=0) - timedelta(days=row["days_ago"])
    decision = decide(version.achievement, recipient, by=by, reason=reason)
    AwardDecision.objects.filter(pk=decision.pk).update(decided_at=moment)
    facts, months = earned(version, recipient), version.content.validity_months
    dates = {
        "awarded_at": moment,
        "valid_from": moment,
        "valid_until": after_months(moment, months) if months else None,
    }
    Credential.objects.create(
        **{**row_of(version, recipient, facts), **dates},
        way=Credential.Way.DECISION,
        run=run,
        awarded_by=by,
        narrative=reason,
        evidence=evidence_of(version, facts),
    )


def version_of(slug: str) -> AchievementVersion:
    return newest_version(Achievement.objects.get(slug=slug))


def write_what_became(rows: dict, issuers: dict[str, Issuer], *, staff: User) -> None:
    """Write what people did of their badges since: taken back, shown, shared, gathered, endorsed, asked for."""
    for row in rows["given"]:
        if "revoked" in row:
            revoke(badge_of(row["to"], row["badge"]), by=staff, reason=row["revoked"])
    for row in rows["shown"]:
        for slug in row["badges"]:
            show_badge(badge_of(row["person"], slug))
    share_bag(User.objects.get(email=rows["shared_bag"]))
    write_collection(rows["collection"])
    for row in rows["endorsements"]:
        endorse(
            endorser=issuers[row["endorser"]],
            achievement=Achievement.objects.get(slug=row["badge"]),
            comment=row["comment"],
            by=User.objects.get(email=row["by"]),
        )
    row = rows["application"]
    apply(Achievement.objects.get(slug=row["badge"]), User.objects.get(email=row["person"]), text=row["text"])


def badge_of(email: str, slug: str) -> Credential:
    return Credential.objects.get(holder__email=email, version__achievement__slug=slug)


def write_collection(row: dict) -> None:
    person = User.objects.get(email=row["person"])
    collection = make_collection(person, title=row["title"], description=row["description"])
    for slug in row["badges"]:
        add_badge(collection, badge_of(row["person"], slug))
    share(collection)


def forget_mail() -> None:
    """Nobody reads the mail of invented people."""
    OutboxMessage.objects.filter(kind="badge-mail", state=OutboxMessage.State.WAITING).delete()
