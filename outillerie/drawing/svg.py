"""What every drawing starts with. No style element and no id: a drawing may be shown anywhere, any number of times."""

from xml.sax.saxutils import escape


def svg(view_box: str, content: str, *, title: str = "", attributes: str = "") -> str:
    """Return a drawing that says `title`, or that screen readers skip."""
    role = f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}"' if title else 'aria-hidden="true"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" {role}{attributes}>{content}</svg>'


def number(value: float) -> str:
    """Return `value` as short as SVG reads it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
