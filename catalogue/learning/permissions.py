"""Who sees what somebody does to learn: they do, and those who train them. For everyone else it does not exist (rule 7).

Those who manage the organisation that employs a learner see nothing of it.
"""

from catalogue.learning.facts import SHOWN
from catalogue.learning.models import Enrolment, Evidence
from catalogue.learning.queries import asks_peers, follows_module
from catalogue.paths.permissions import can_follow_learners


def can_see_enrolment(user, enrolment: Enrolment) -> bool:
    if not (user.is_authenticated and user.is_active):
        return False
    return enrolment.person_id == user.pk or can_follow_learners(user, enrolment.path)


def can_follow_enrolment(user, enrolment: Enrolment) -> bool:
    """Those who train someone record and judge what they do; nobody judges themselves."""
    return enrolment.person_id != user.pk and can_follow_learners(user, enrolment.path)


def can_see_evidence(user, evidence: Evidence) -> bool:
    return can_see_enrolment(user, evidence.enrolment)


def can_read_as_peer(user, evidence: Evidence) -> bool:
    """Peers read what is shown of a module whose rule asks for their voice, if they follow or completed it themselves."""
    if not (user.is_authenticated and user.is_active) or evidence.person_id == user.pk:
        return False
    return is_for_peers(evidence) and follows_module(user, evidence.module)


def is_for_peers(evidence: Evidence) -> bool:
    """Return whether its learner offers it to peers: they do where the rule of the module asks for it."""
    if evidence.state not in SHOWN or evidence.is_prior_learning or evidence.enrolment.state == Enrolment.State.LEFT:
        return False
    return asks_peers(evidence.enrolment.version.content.module(str(evidence.module.key)))
