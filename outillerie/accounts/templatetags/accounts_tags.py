from django import template
from django.conf import settings
from django.utils.translation import gettext as _

from outillerie.accounts.groups import label
from outillerie.accounts.queries import demo_people

register = template.Library()


@register.simple_tag
def demo_accounts() -> list[dict]:
    """Return the accounts that the demonstration shows on its sign-in page, none elsewhere."""
    if not settings.DEMO:
        return []
    return [{"name": str(person), "role": role_of(person), "email": person.email} for person in demo_people()]


@register.simple_tag
def demo_password() -> str:
    return settings.DEMO_PASSWORD


def role_of(person) -> str:
    groups = [label(group.name) for group in person.groups.all()]
    return ", ".join(groups) or (label("administrator") if person.is_superuser else _("Reader"))
