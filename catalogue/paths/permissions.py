"""Who may do what with paths and modules. One place for every exit and every way in (rule 7)."""

from catalogue.paths.models import LearningPathPage, Module
from outillerie.accounts.groups import ADMINISTRATOR, STAFF, TRAINER
from outillerie.kits.permissions import groups_of, organisations_of

CATALOGUE_STAFF = frozenset({STAFF, ADMINISTRATOR})


def can_read_path(request, path: LearningPathPage) -> bool:
    """A published path is for everyone, unless it or a page above it is private: then Wagtail's restrictions decide."""
    if not path.live:
        return False
    return all(restriction.accept_request(request) for restriction in path.get_view_restrictions())


def can_manage_catalogue(user) -> bool:
    """Frameworks, certifications, and everyone's paths are in the hands of the hub's staff."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or bool(groups_of(user).intersection(CATALOGUE_STAFF))


def can_build_paths(user) -> bool:
    """Trainers write modules and paths; the hub's staff may too."""
    if not (user.is_authenticated and user.is_active):
        return False
    return TRAINER in groups_of(user) or can_manage_catalogue(user)


def can_edit_path(user, path: LearningPathPage) -> bool:
    """A path is for the trainer who began it, for the trainers of its organisation, and for the hub's staff."""
    return can_build_paths(user) and (is_theirs(user, path) or can_manage_catalogue(user))


def can_publish_path(user, path: LearningPathPage) -> bool:
    """Publishing without a reading is for the hub's staff: a catalogue binds the training organisation."""
    return can_manage_catalogue(user)


def can_edit_module(user, module: Module) -> bool:
    """Others copy it: what they publish is already theirs, and keeps as it was."""
    return can_build_paths(user) and (is_theirs(user, module) or can_manage_catalogue(user))


def can_follow_learners(user, path: LearningPathPage) -> bool:
    """Who enrols learners, reads their evidence and records what they did: the trainers of the path, and the staff."""
    return can_edit_path(user, path)


def is_theirs(user, thing) -> bool:
    return thing.owner_id == user.pk or (
        thing.organisation_id is not None and thing.organisation_id in organisations_of(user)
    )
