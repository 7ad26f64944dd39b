"""What the pages of kits add to a text that is already safe."""

from django import template
from django.utils.html import conditional_escape

from outillerie.kits.formats.text import SafeHtml

register = template.Library()


@register.filter
def led_by(text: str, label: str) -> SafeHtml:
    """Return `text` with `label` in bold as its first words, inside its first paragraph when it opens with one."""
    words, shown = f"<b>{conditional_escape(label)}</b> ", conditional_escape(text)
    if not shown.startswith("<"):
        shown = f"<p>{shown}</p>"
    return SafeHtml(f"<p>{words}{shown.removeprefix('<p>')}" if shown.startswith("<p>") else f"<p>{words}</p>{shown}")


@register.filter
def boxed(html: SafeHtml, name: str) -> SafeHtml:
    """Return `html` as one element of the class `name`: its own paragraph, or an element around several."""
    if html.startswith("<p>") and html.count("<p>") == 1 and html.rstrip().endswith("</p>"):
        return SafeHtml(f'<p class="{name}">{html.removeprefix("<p>")}')
    return SafeHtml(f'<div class="{name}">{html}</div>')
