"""The dozen blocks of free text that every page of the site shares."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

INLINE = ["bold", "italic", "link", "document-link"]
CELLS = [
    ("text", blocks.CharBlock(label=_("text"), required=False)),
    ("number", blocks.FloatBlock(label=_("number"), required=False)),
]


class LinkButton(blocks.StructBlock):
    label = blocks.CharBlock(label=_("words of the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        icon = "link"
        template = "pages/blocks/button.html"

    def clean(self, value):
        cleaned = super().clean(value)
        if not cleaned.get("page") and not cleaned.get("address"):
            raise StructBlockValidationError(
                non_block_errors=[_("Say where the button leads: a page of the site, or an address.")]
            )
        return cleaned


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quote"))
    author = blocks.CharBlock(label=_("who says it"), required=False)

    class Meta:
        icon = "openquote"
        template = "pages/blocks/quote.html"


class Question(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"))
    answer = blocks.RichTextBlock(label=_("answer"), features=[*INLINE, "ul", "ol"])

    class Meta:
        icon = "help"
        template = "pages/blocks/question.html"


class FreeText(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("heading"), icon="title", template="pages/blocks/heading.html")
    subheading = blocks.CharBlock(label=_("subheading"), icon="title", template="pages/blocks/subheading.html")
    paragraph = blocks.RichTextBlock(label=_("paragraph"), features=[*INLINE, "ul", "ol"])
    callout = blocks.RichTextBlock(
        label=_("callout"), features=INLINE, icon="warning", template="pages/blocks/callout.html"
    )
    picture = ImageBlock(label=_("picture"), template="pages/blocks/picture.html")
    quote = Quote(label=_("quote"))
    question = Question(label=_("question and answer"))
    table = TypedTableBlock(CELLS, label=_("table"))
    document = DocumentChooserBlock(label=_("document"), template="pages/blocks/document.html")
    button = LinkButton(label=_("button"))
    separator = blocks.StaticBlock(label=_("separator"), icon="horizontalrule", template="pages/blocks/separator.html")

    class Meta:
        template = "pages/blocks/free_text.html"
