"""The back office of certifications: their facts, the codes of nomenclatures, what training organisations must say."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets.button import Button
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from catalogue.certifications.models import Certification, ClassificationCode, TrainingProvider
from catalogue.certifications.permissions import can_edit_certifications


class CertificationViewSet(SnippetViewSet):
    model = Certification
    icon = "clipboard-list"
    list_display = ["title", "code", "certifier", "registered_on", "valid_until"]
    list_filter = ["register"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("short_title"),
                FieldPanel("slug"),
                FieldPanel("register"),
                FieldPanel("code"),
                FieldPanel("other_code"),
                FieldPanel("certifier"),
                FieldPanel("level"),
            ],
            heading=_("What it is, word for word as its register says it"),
        ),
        FieldRowPanel([FieldPanel("registered_on"), FieldPanel("valid_until")]),
        FieldPanel("codes"),
        FieldPanel("replaces"),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("source_url"), FieldPanel("checked_on")],
            heading=_("Where this was read: nothing is guessed"),
        ),
    ]


class ClassificationCodeViewSet(SnippetViewSet):
    model = ClassificationCode
    icon = "tag"
    list_display = ["code", "system", "label", "version"]
    list_filter = ["system"]
    panels = [FieldPanel("system"), FieldPanel("code"), FieldPanel("label"), FieldPanel("version")]


class TrainingProviderViewSet(SnippetViewSet):
    model = TrainingProvider
    icon = "group"
    list_display = ["legal_name", "siret", "activity_number"]
    panels = [
        FieldPanel("organisation"),
        MultiFieldPanel(
            [
                FieldPanel("legal_name"),
                FieldPanel("siret"),
                FieldPanel("activity_number"),
                FieldPanel("activity_region"),
            ],
            heading=_("Who it is, in law"),
            help_text=_("Every programme, attendance sheet and certificate carries these."),
        ),
        MultiFieldPanel(
            [FieldPanel("representative_name"), FieldPanel("representative_role")],
            heading=_("Who signs"),
            help_text=_("Certificates are signed by a person: the legal representative, with their quality."),
        ),
        MultiFieldPanel(
            [FieldPanel("address"), FieldRowPanel([FieldPanel("postcode"), FieldPanel("commune")])],
            heading=_("Where it is"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("email"), FieldPanel("phone"), FieldPanel("disability_referent")],
            heading=_("Whom to contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("qualiopi_certificate"),
                FieldPanel("qualiopi_actions"),
                FieldPanel("qualiopi_until"),
            ],
            heading=_("Qualiopi"),
            help_text=_("Only what its certificate says, for the actions that it covers."),
        ),
    ]


class TrainingViewSetGroup(SnippetViewSetGroup):
    items = (CertificationViewSet, ClassificationCodeViewSet, TrainingProviderViewSet)
    menu_label = _("Certifications")
    menu_icon = "clipboard-list"
    menu_order = 260


register_snippet(TrainingViewSetGroup)


@hooks.register("register_snippet_listing_buttons")
def blocks_of_a_certification(snippet, user, next_url=None):
    """Lead to the blocks of a certification and the skills that each asks for."""
    if isinstance(snippet, Certification) and can_edit_certifications(user):
        address = reverse("certification-blocks", args=[snippet.slug])
        yield Button(_("Blocks and skills"), url=address, icon_name="list-ul", priority=15)
