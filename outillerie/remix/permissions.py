"""Who may do what between a kit and its adaptations."""

from outillerie.kits.models import KitPage
from outillerie.kits.permissions import can_edit_kit
from outillerie.remix.models import Adaptation, Proposal


def can_follow_source(user, adaptation: Adaptation) -> bool:
    return can_edit_kit(user, adaptation.kit)


def can_decide_proposal(user, proposal: Proposal) -> bool:
    return can_edit_kit(user, proposal.kit)


def can_withdraw_proposal(user, proposal: Proposal) -> bool:
    return can_edit_kit(user, proposal.offered.kit)


def can_propose_to(user, kit: KitPage, adaptation: Adaptation) -> bool:
    return adaptation.source_id == kit.pk and can_edit_kit(user, adaptation.kit)
