from django import template

from outillerie.notifications.queries import unread_count

register = template.Library()


@register.simple_tag
def unread_notifications(person) -> int:
    """Return how many notifications `person` has not read, asked once for each request."""
    if not person.is_authenticated:
        return 0
    if not hasattr(person, "_unread_count"):
        person._unread_count = unread_count(person)
    return person._unread_count
