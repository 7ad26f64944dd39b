from outillerie.accounts.models import User

DEMO_DOMAIN = "@beffrois.example"


def demo_people():
    """Return the made-up people of the demonstration, with their groups."""
    return (
        User.objects.filter(email__endswith=DEMO_DOMAIN, is_active=True)
        .prefetch_related("groups")
        .order_by("first_name", "last_name", "email")
    )
