"""The dozen blocks of free text that every page of the site shares."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

INLINE = ["bold", "italic", "link", "document-link"]


class LinkButton(blocks.StructBlock):
    label = blocks.CharBlock(label=_("words of the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    address = blocks.URLBlock(label=_("or address"), required=False)

    class Meta:
        icon = "link"


class Quote(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quote"))
    author = blocks.CharBlock(label=_("who says it"), required=False)

    class Meta:
        icon = "openquote"


class Question(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"))
    answer = blocks.RichTextBlock(label=_("answer"), features=[*INLINE, "ul", "ol"])

    class Meta:
        icon = "help"


class FreeText(blocks.StreamBlock):
    heading = blocks.CharBlock(label=_("heading"), icon="title")
    subheading = blocks.CharBlock(label=_("subheading"), icon="title")
    paragraph = blocks.RichTextBlock(label=_("paragraph"), features=[*INLINE, "ul", "ol"])
    callout = blocks.RichTextBlock(label=_("callout"), features=INLINE, icon="warning")
    picture = ImageBlock(label=_("picture"))
    quote = Quote(label=_("quote"))
    question = Question(label=_("question and answer"))
    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("text"), required=False)), ("number", blocks.FloatBlock(label=_("number"), required=False))],
        label=_("table"),
    )
    document = DocumentChooserBlock(label=_("document"))
    button = LinkButton(label=_("button"))
    separator = blocks.StaticBlock(label=_("separator"), icon="horizontalrule")

    class Meta:
        block_counts = {}
