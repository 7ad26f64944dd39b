from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex


def can_read_document(user, document) -> bool:
    """A document opens to all with the first public page that shows it; before, to those who write pages."""
    if user.has_perm("wagtailadmin.access_admin"):
        return True
    on_pages = ReferenceIndex.get_references_to(document).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    page_ids = [int(page_id) for page_id in on_pages.values_list("object_id", flat=True)]
    return Page.objects.live().public().filter(pk__in=page_ids).exists()
