"""The address of a badge: in what is signed, so it is the hub's own and it never moves once a version is published."""

from slugify import slugify

from badges.achievements.models import Achievement

# What else stands under /badges/ and /decerner/badges/.
RESERVED = frozenset({"candidatures", "chiffres", "dessins", "emetteurs", "nouveau"})
LONGEST = 80


def free_slug(name: str) -> str:
    """Return an address for a badge called `name` that no other has."""
    base = slugify(name, max_length=LONGEST - 4) or "badge"
    taken = RESERVED | set(Achievement.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    tries = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in tries if slug not in taken)
