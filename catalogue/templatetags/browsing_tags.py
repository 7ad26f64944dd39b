"""What the catalogue shows on the pages of the site."""

from django import template

from catalogue.browsing.queries import newest_public_version
from catalogue.paths.stacks import stack

MOST_BLOCKS = 3

register = template.Library()


@register.inclusion_tag("browsing/sample.html")
def sample_path():
    """Show the first blocks of the path that was published last; nothing when there is none."""
    version = newest_public_version()
    if version is None:
        return {"version": None}
    content = version.content
    return {"version": version, "blocks": stack(content.blocks[:MOST_BLOCKS], language=content.language)}
