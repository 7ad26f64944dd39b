"""What Wagtail does once a workflow ends well. Read while its models load: nothing is imported here."""


def publish_proposal(workflow_state, user=None):
    """Publish the revision that was read, not the newest: its author may have gone on writing since."""
    state = workflow_state.current_task_state.specific
    if not hasattr(state, "decision"):
        # The task of another workflow: that of the paths, or one that a hub made itself.
        read_revision(workflow_state, state, user).publish(user=user)
    elif state.status == state.STATUS_APPROVED:
        state.revision.publish(user=user)


def read_revision(workflow_state, state, user):
    """Return what was sent, or the newest draft when whoever answers wrote it themselves before answering."""
    newest = workflow_state.content_object.get_latest_revision()
    return newest if user is not None and newest.user_id == user.pk else state.revision
