"""What learners and trainers are told. What they may see is asked again when it is shown or sent (LEAK-08)."""

from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.learning.models import Enrolment, Evidence, ModuleCompletion
from catalogue.learning.queries import contents_of, trainers_of
from catalogue.paths.models import PathVersion
from catalogue.paths.permissions import can_build_paths, can_follow_learners
from outillerie.accounts.models import User
from outillerie.notifications.actions import notify
from outillerie.notifications.kinds import AddedKind, Told, add_kinds
from outillerie.notifications.models import Notification
from outillerie.outbox.actions import handles, schedule

ENROLLED, VERSION = "path-enrolled", "path-version"
WAITING, REVIEWED = "evidence-waiting", "evidence-reviewed"
MODULE_DONE, PATH_DONE, DOUBTED = "module-completed", "path-completed", "completion-doubted"
FOR_TRAINERS = (WAITING, DOUBTED)
TOLD_AT_ONCE = 500


# --- who is told what ---


def tell_enrolled(enrolment: Enrolment, *, by: User) -> None:
    notify([enrolment.person], ENROLLED, path=enrolment.get_absolute_url(), actor=by, enrolment=enrolment.pk)


def tell_evidence_waits(evidence: Evidence) -> None:
    notify(
        trainers_of(evidence.enrolment.path),
        WAITING,
        path=reverse("evidence-reading", args=[evidence.pk]),
        actor=evidence.person,
        event="prior" if evidence.is_prior_learning else "shown",
        **about(evidence.enrolment, evidence.module),
    )


def tell_evidence_read(evidence: Evidence, event: str, *, by: User) -> None:
    """Tell the learner what became of their evidence: "accepted", "returned", or "peer" when a peer read it."""
    facts = about(evidence.enrolment, evidence.module)
    notify([evidence.person], REVIEWED, path=evidence.enrolment.get_absolute_url(), actor=by, event=event, **facts)


def tell_module_completed(completion: ModuleCompletion) -> None:
    facts = about(completion.enrolment, completion.module)
    notify([completion.person], MODULE_DONE, path=completion.enrolment.get_absolute_url(), event="done", **facts)


def tell_path_completed(enrolment: Enrolment) -> None:
    notify([enrolment.person], PATH_DONE, path=enrolment.get_absolute_url(), enrolment=enrolment.pk)


def tell_reopened(completion: ModuleCompletion, *, by: User) -> None:
    if enrolment := completion.enrolment:
        facts = about(enrolment, completion.module)
        path = enrolment.get_absolute_url()
        notify([completion.person], MODULE_DONE, path=path, actor=by, event="reopened", **facts)


def tell_doubt(completion: ModuleCompletion, enrolments: Sequence[Enrolment]) -> None:
    """Tell each trainer of the paths that count this module, once, that its rows no longer justify it."""
    enrolments = enrolments or [row for row in [completion.enrolment] if row]
    told: set[int] = set()
    for enrolment in enrolments:
        people = [person for person in trainers_of(enrolment.path) if person.pk not in told]
        told |= {person.pk for person in people}
        path = reverse("followed-enrolment", args=[enrolment.pk])
        notify(people, DOUBTED, path=path, **about(enrolment, completion.module))


def about(enrolment: Enrolment, module) -> dict:
    return {"enrolment": enrolment.pk, "module": str(module.key)}


# --- a path is published again ---


def announce_version(version: PathVersion) -> None:
    """Have those who follow an older version told, after commit: they may be many."""
    if version.number > 1:
        schedule("path-version", {"version": version.pk}, key=f"path-version:{version.pk}")


@handles("path-version")
def tell_new_version(payload: dict) -> None:
    """Tell, once each, those who follow an older version that there is a new one. Nothing of theirs moves."""
    version = PathVersion.objects.filter(pk=payload["version"]).first()
    while version is not None and tell_some(version):
        pass


def tell_some(version: PathVersion) -> bool:
    """Tell the next people in one transaction, and return whether there were any."""
    behind = Enrolment.objects.filter(
        path_id=version.path_id, state=Enrolment.State.ACTIVE, version__number__lt=version.number
    )
    with transaction.atomic():
        told = Notification.objects.filter(kind=VERSION, facts__version=version.pk).values("person")
        left = behind.exclude(person__in=told).filter(person__is_active=True).select_related("person").order_by("pk")
        some = list(left[:TOLD_AT_ONCE])
        for enrolment in some:
            path = enrolment.get_absolute_url()
            notify([enrolment.person], VERSION, path=path, enrolment=enrolment.pk, version=version.pk)
    return bool(some)


# --- in words ---

SENTENCES = {
    (ENROLLED, None): gettext_lazy("%(actor)s enrolled you in the path %(path)s."),
    (VERSION, None): gettext_lazy("The path %(path)s has a new version. You follow yours until you choose otherwise."),
    (WAITING, "shown"): gettext_lazy("%(actor)s submits evidence for %(module)s, in the path %(path)s."),
    (WAITING, "prior"): gettext_lazy("%(actor)s can already do %(module)s, in the path %(path)s, and shows it."),
    (REVIEWED, "accepted"): gettext_lazy("Your evidence for %(module)s is accepted."),
    (REVIEWED, "returned"): gettext_lazy("Your evidence for %(module)s comes back to you: read why."),
    (REVIEWED, "peer"): gettext_lazy("A peer read your evidence for %(module)s."),
    (MODULE_DONE, "done"): gettext_lazy("You completed %(module)s, in the path %(path)s."),
    (MODULE_DONE, "reopened"): gettext_lazy("%(module)s, in the path %(path)s, is re-opened: read why."),
    (PATH_DONE, None): gettext_lazy("You completed the path %(path)s."),
    (DOUBTED, None): gettext_lazy(
        "What is recorded no longer justifies %(module)s, in the path %(path)s, for %(learner)s: read it again."
    ),
}


def tell(person: User, rows: Sequence[Notification]) -> list[Told]:
    """Return what each of `rows` says to `person` now: two questions, whatever their number."""
    ids = {row.facts.get("enrolment") for row in rows}
    found = Enrolment.objects.filter(pk__in=ids - {None}).select_related("person", "path").in_bulk()
    contents = contents_of(found.values())
    return [told(person, row, found.get(row.facts.get("enrolment")), contents) for row in rows]


def told(person: User, row: Notification, enrolment: Enrolment | None, contents: dict) -> Told:
    is_visible = enrolment is not None and may_be_told(person, row, enrolment)
    words = names(row, enrolment, contents) if is_visible else unnamed()
    pattern = SENTENCES[row.kind, row.facts.get("event")]
    actor = row.actor.shown_name() if row.actor and is_visible else _("Someone")
    text = " ".join((str(pattern) % {"actor": actor, **words}).split())
    return Told(sentence=capfirst(text), is_visible=is_visible)


def may_be_told(person: User, row: Notification, enrolment: Enrolment) -> bool:
    if row.kind in FOR_TRAINERS:
        return enrolment.person_id != person.pk and can_follow_learners(person, enrolment.path)
    return enrolment.person_id == person.pk


def names(row: Notification, enrolment: Enrolment, contents: dict) -> dict[str, str]:
    content = contents[enrolment.version_id]
    module = content.module(row.facts.get("module", ""))
    quote = _("“%(title)s”")
    return {
        "path": quote % {"title": content.title},
        "module": quote % {"title": module.title} if module else _("a module"),
        "learner": enrolment.person.shown_name(),
    }


def unnamed() -> dict[str, str]:
    return {"path": _("that you no longer follow"), "module": _("a module"), "learner": _("someone")}


def declare_kinds() -> None:
    """Add what this slice tells to what the site may tell."""
    own = {
        ENROLLED: gettext_lazy("A trainer enrols you in a path"),
        REVIEWED: gettext_lazy("What you submitted as evidence was read"),
        MODULE_DONE: gettext_lazy("You complete a module, or one is re-opened"),
        PATH_DONE: gettext_lazy("You complete a path"),
        VERSION: gettext_lazy("A path that you follow has a new version"),
    }
    theirs = {
        WAITING: gettext_lazy("Evidence waits for your reading (training)"),
        DOUBTED: gettext_lazy("A completed module is no longer justified (training)"),
    }
    add_kinds(*(AddedKind(code=code, label=label, tell=tell) for code, label in own.items()))
    add_kinds(
        *(AddedKind(code=code, label=label, tell=tell, concerns=can_build_paths) for code, label in theirs.items())
    )
