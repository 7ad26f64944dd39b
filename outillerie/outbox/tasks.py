from django.tasks import task

from outillerie.outbox import actions


# Somebody is waiting for a document or a mail: before the upkeep of the search index, which shares the queue.
@task(priority=50)
def handle_message(message_id: int) -> None:
    actions.handle(message_id)
