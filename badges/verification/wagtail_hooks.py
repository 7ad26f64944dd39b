"""The hub's directory of issuers of elsewhere, in the back office."""

from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from badges.verification.models import KnownIssuer


class KnownIssuerViewSet(SnippetViewSet):
    model = KnownIssuer
    icon = "globe"
    list_display = ["name", "identifier", "added_at"]
    search_fields = ["name", "identifier"]
    panels = [FieldPanel("identifier"), FieldPanel("name"), FieldPanel("note")]


register_snippet(KnownIssuerViewSet)


@hooks.register("after_create_snippet")
def say_who_added(request, instance):
    if isinstance(instance, KnownIssuer) and instance.added_by_id is None:
        KnownIssuer.objects.filter(pk=instance.pk).update(added_by=request.user)
