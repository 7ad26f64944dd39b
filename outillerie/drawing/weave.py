"""Weaves: each domain is also a draft, read in black and white. Threads are drawn as runs of a row, cells never one by one:
a PDF engine leaves hairlines between squares that touch."""

from itertools import groupby

from .svg import number, svg
from .tokens import Domain, domain_of, mixed

PRINTED_CELL = 1.5
SWATCH_CELLS = 6


def runs(row: str) -> list[tuple[int, int]]:
    """Return where each run of threads starts in `row`, and its length."""
    found, start = [], 0
    for sign, group in groupby(row):
        length = len(list(group))
        if sign == "1":
            found.append((start, length))
        start += length
    return found


def cells(draft: tuple[str, ...], *, columns: int, rows: int) -> str:
    """Return the path of the threads over `columns` × `rows` cells of one unit."""
    lines = []
    for y in range(rows):
        row = draft[y % len(draft)]
        row = (row * (columns // len(row) + 1))[:columns]
        lines += [f"M{x} {y}h{length}v1h-{length}z" for x, length in runs(row)]
    return "".join(lines)


def rows_of_dashes(draft: tuple[str, ...], *, cell: float, x: float, y: float, width: float, height: float) -> str:
    """Return the threads of a large area: one dashed path for all the rows that are alike."""
    paths = []
    for index, row in enumerate(draft):
        pattern, shift = dashes(row)
        count = int((height - index * cell) // (cell * len(draft)) + 1)
        tops = [y + (index + 0.5 + turn * len(draft)) * cell for turn in range(count)]
        line = "".join(f"M{number(x)} {number(top)}h{number(width)}" for top in tops if top < y + height)
        lengths = " ".join(number(length * cell) for length in pattern)
        offset = f' stroke-dashoffset="{number(shift * cell)}"' if shift else ""
        paths.append(f'<path d="{line}" stroke-dasharray="{lengths}"{offset}/>')
    return "".join(paths)


def dashes(row: str) -> tuple[list[int], int]:
    """Return `row` as lengths of thread and of ground in turn, and how far into them it begins."""
    turn = next(i for i in range(len(row)) if row[i] == "1" and row[i - 1] == "0")
    lengths = [len(list(group)) for _, group in groupby(row[turn:] + row[:turn])]
    return lengths, (len(row) - turn) % len(row)


def thread_colour(domain: Domain) -> str:
    """Return the colour of the threads over the domain's own: its edge, softened so that the glyph stands out."""
    return mixed(domain.colour, domain.edge, 0.6 if domain.code == "crea" else 0.75)


def swatch(domain: int | str, *, size: int = 18) -> str:
    """Return the small square that stands before the name of a domain, without its `svg` element."""
    chosen = domain_of(domain)
    thread = mixed(chosen.colour, chosen.edge, 0.75) if chosen.code == "crea" else mixed(chosen.colour, "#ffffff", 0.48)
    path = cells(chosen.draft, columns=SWATCH_CELLS, rows=SWATCH_CELLS)
    scale = number(size / SWATCH_CELLS)
    ground = f'<rect width="{size}" height="{size}" fill="{chosen.colour}"/>'
    return f'{ground}<path transform="scale({scale})" fill="{thread}" d="{path}"/>'


def swatch_svg(domain: int | str, *, size: int = 18) -> str:
    return svg(f"0 0 {size} {size}", swatch(domain, size=size), attributes=f' width="{size}" height="{size}"')


def weave_svg(domain: int | str, *, columns: int, rows: int, cell: float = 6) -> str:
    """Return an area woven in the colours of a domain, `columns` × `rows` cells of `cell` units."""
    chosen = domain_of(domain)
    width, height = number(columns * cell), number(rows * cell)
    path = cells(chosen.draft, columns=columns, rows=rows)
    ground = f'<rect width="{width}" height="{height}" fill="{chosen.colour}"/>'
    return svg(
        f"0 0 {width} {height}",
        f'{ground}<path transform="scale({number(cell)})" fill="{thread_colour(chosen)}" d="{path}"/>',
    )


def print_colours(domain: int | str, *, is_economical: bool = False) -> dict[str, str]:
    """Return the colours of a printed weave: threads on the domain's colour, or alone when ink is spared."""
    chosen = domain_of(domain)
    if is_economical:
        return {"ground": "none", "thread": chosen.edge}
    return {"ground": chosen.colour, "thread": chosen.edge}


def weave_tile(domain: int | str, *, ground: str, thread: str) -> str:
    """Return one repeat of a weave to tile on paper, a cell of 1.5 mm."""
    draft = domain_of(domain).draft
    columns, rows = len(draft[0]), len(draft)
    size = f' width="{number(columns * PRINTED_CELL)}mm" height="{number(rows * PRINTED_CELL)}mm"'
    filled = "" if ground == "none" else f'<rect width="{columns}" height="{rows}" fill="{ground}"/>'
    path = f'<path fill="{thread}" d="{cells(draft, columns=columns, rows=rows)}"/>'
    return svg(f"0 0 {columns} {rows}", filled + path, attributes=size)
