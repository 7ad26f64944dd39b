"""Imposition: the pages of a booklet laid on sheets to print on both sides, fold and staple.

Pages of one size become sheets twice as wide, in saddle-stitch order, to turn on their short edge: the front
of the sheet carries the last page then the first, its back the second then the last but one, and so inwards.
Pure: bytes in, bytes out. Tags do not survive being laid again, so a booklet is a thing for paper: the tagged
document is offered beside it, never replaced by it.
"""


def booklet(pdf: bytes, *, spare: int = 0) -> bytes:
    """Return `pdf` imposed for folding. Raises `pypdf.errors.PyPdfError` when `pdf` cannot be read.

    `spare` pages lie just before the last one (lined pages for notes): as many as needed are kept to fill the
    last sheet, the others are left out. Blank pages, before the back cover too, make up what still misses.
    """
    # What reads and writes PDF takes 13 MB: the worker that prints has it, the processes that answer do not.
    from outillerie.printing.laying import laid

    return laid(pdf, spare=spare)


def filled(pages: list, *, spare: int = 0) -> list:
    """Return `pages` in a number that four divides; None is a blank page. The last page stays the last."""
    last = max(len(pages) - 1, 1)
    first_spare = max(last - spare, 1)
    body, spares, back = pages[:first_spare], pages[first_spare:last], pages[last:]
    missing = -(len(body) + len(back)) % 4
    if not back:
        return body + [None] * missing
    kept = spares[:missing]
    return body + kept + [None] * (missing - len(kept)) + back


def sheet_sides(count: int) -> list[tuple[int, int]]:
    """Return (left, right) page indexes of each side, fronts and backs in turn; four divides `count`."""
    sides = []
    for sheet in range(count // 4):
        sides.append((count - 1 - 2 * sheet, 2 * sheet))
        sides.append((2 * sheet + 1, count - 2 - 2 * sheet))
    return sides
