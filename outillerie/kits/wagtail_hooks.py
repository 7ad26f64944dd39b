from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks

from outillerie.kits.models import KitPage


@hooks.register("before_delete_page")
def keep_published_kits(request, page):
    """A published version is citable for ever: its kit is unpublished, never deleted."""
    published = KitPage.objects.descendant_of(page, inclusive=True).filter(versions__isnull=False)
    if published.exists():
        messages.error(
            request,
            _("This kit has published versions, which others may cite or have adapted. Unpublish it instead of deleting it."),
        )
        return redirect("wagtailadmin_pages:unpublish" if page.live else "wagtailadmin_explore", page.pk)
    return None
