"""The buttons of Wagtail's editor, dashboard and reports: the same deeds as on our screens."""

from wagtail.models import Task

from outillerie.kits.models import KitPage
from outillerie.moderation.actions import ReasonMissing, approve, ask_for_changes, refuse
from outillerie.moderation.forms import BACK_OFFICE_FORMS
from outillerie.moderation.models import KitReviewState
from outillerie.moderation.queries import revision_read_by

DEEDS = {"approve": approve, "reject": ask_for_changes, "refuse": refuse}


def decide_in_back_office(state: KitReviewState, action: str, words: dict, *, by) -> None:
    """Do `action` on what `by` had before their eyes: what was proposed, or what they have just made of it.

    The words come back from a browser: the form that asked for them judges them again.
    """
    form = BACK_OFFICE_FORMS[action](words)
    if not form.is_valid():
        raise ReasonMissing(" ".join(error for errors in form.errors.values() for error in errors))
    if state.workflow_state.content_type.model_class() is not KitPage:
        return decide_on_a_page(state, action, form.cleaned_data["feedback"], by=by)
    DEEDS[action](state, by=by, revision_id=revision_read_by(state, by).pk, **form.cleaned_data)


def decide_on_a_page(state: KitReviewState, action: str, feedback: str, *, by) -> None:
    """Do as Wagtail does for a plain page that goes through the same workflow: its newest draft is what counts."""
    state.revision = state.workflow_state.content_object.get_latest_revision()
    Task.on_action(state.task, state, by, "approve" if action == "approve" else "reject", comment=feedback)
