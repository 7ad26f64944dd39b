from django.tasks import task

from outillerie.outbox import actions


@task()
def handle_message(message_id: int) -> None:
    actions.handle(message_id)
