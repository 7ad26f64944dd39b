from outillerie.kits.models import KitPage


def can_read_kit(request, kit: KitPage) -> bool:
    """A published kit is for everyone, unless it or a page above it is private: then Wagtail's restrictions decide."""
    if not kit.live:
        return False
    return all(restriction.accept_request(request) for restriction in kit.get_view_restrictions())
