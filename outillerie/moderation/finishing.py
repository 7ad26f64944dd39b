"""What Wagtail does once a workflow ends well. Read while its models load: nothing is imported here."""


def publish_proposal(workflow_state, user=None):
    """Publish the revision that was read, not the newest: its author may have gone on writing since."""
    state = workflow_state.current_task_state.specific
    if not hasattr(state, "decision"):
        # The task of another workflow, that a hub made itself: as Wagtail does.
        workflow_state.content_object.get_latest_revision().publish(user=user)
    elif state.status == state.STATUS_APPROVED:
        state.revision.publish(user=user)
