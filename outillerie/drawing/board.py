"""The tools that hang on the board of the home page. Static: drawn once into `img/board.svg`, never read aloud."""

from math import cos, radians, sin

from .glyph import with_shadow
from .icons import HAMMER
from .logo import spanner
from .ruler import CARD, tick_path, ticks
from .svg import number, svg
from .tokens import COLOURS, INK, WHITE, YELLOW, domain_of, mixed, slots
from .weave import rows_of_dashes, thread_colour

SHADOW = mixed(COLOURS["board"], COLOURS["board-edge"], 0.6)
BLUE = COLOURS["action"]


def board_svg() -> str:
    tools = (
        wrench(),
        hung(
            200,
            40,
            f'<g transform="translate(-8 12) scale(1.35)" fill="none">{with_shadow("loupe", shadow=SHADOW)}</g>',
            at=50,
        ),
        badge(),
        folding_rule(),
        hung(356, 194, sensor(), at=60),
        blocks(),
        hammer(),
    )
    return svg("0 0 500 520", "".join(tools))


def hung(x: int, y: int, tool: str, *, at: int) -> str:
    """Return a tool and the peg that holds it, `at` units from its left."""
    return f'<g transform="translate({x} {y})">{tool}{peg(at, 2)}</g>'


def peg(x: int, y: int) -> str:
    return f'<path d="M{x} {y}v22" stroke="{INK}" stroke-width="5" stroke-linecap="round"/>'


def wrench() -> str:
    """Return the spanner of the logo, standing, larger than life."""
    turned = "translate(-6 342) rotate(-76) scale(2.350)"
    handle = f'<path d="M56 28h24" stroke="{COLOURS["action-edge"]}" stroke-width="6" stroke-linecap="round"/>'
    return (
        f'<g transform="translate(16 1)"><g transform="{turned}">{spanner(SHADOW)}</g></g>'
        f'<g transform="{turned}">{spanner(BLUE)}{handle}</g>'
    )


def badge() -> str:
    """Return a badge of the third level, a nut: hexagon, woven, with its glyph on a disc."""
    domain, x, y = domain_of("secu"), 420, 98
    corners = [(x + 62 * sin(radians(60 * i)), y - 62 * cos(radians(60 * i))) for i in range(6)]
    inner = [(x + 54 * sin(radians(60 * i)), y - 54 * cos(radians(60 * i))) for i in range(6)]
    weave = rows_of_dashes(domain.draft, cell=4, x=x - 54, y=y - 54, width=108, height=108)
    return (
        f'<path fill="{SHADOW}" transform="translate(7 6)" d="{polygon(corners)}"/>'
        f'<path fill="{domain.edge}" transform="translate(0 3)" d="{polygon(corners)}"/>'
        f'<path fill="{domain.colour}" d="{polygon(corners)}"/>'
        f'<clipPath id="nut"><path d="{polygon(inner)}"/></clipPath>'
        f'<g clip-path="url(#nut)" fill="none" stroke="{mixed(domain.colour, WHITE, 0.42)}" stroke-width="4">{weave}</g>'
        f'<circle cx="{x}" cy="{y - 2}" r="37" fill="{WHITE}" stroke="{domain.edge}" stroke-width="2.500"/>'
        f'<g transform="translate({x - 29} {y - 31}) scale(.48)" fill="none">'
        f"{slots('cadenas', main=domain.colour, accent=YELLOW, ink=INK)}</g>{level(x, y + 42)}{peg(x, y - 78)}"
    )


def polygon(corners: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "z"


def level(x: int, y: int) -> str:
    dots = "".join(f'<circle cx="{x + shift}" cy="{y}" r="3" fill="{INK}"/>' for shift in (-10, 0, 10))
    pill = (
        f'<rect x="{x - 18}" y="{y - 7}" width="36" height="14" rx="7" fill="{WHITE}" stroke="{INK}" stroke-width="2"/>'
    )
    return pill + dots


def folding_rule() -> str:
    """Return three blades of a folding rule, joined at their ends."""
    blades = [(166, 214, 14), (169, 266, -14), (166, 280, 14)]
    drawn = "".join(blade(x, y, turn) for x, y, turn in blades)
    hinges = ((324, 263), (174, 287))
    discs = "".join(
        f'<circle cx="{x}" cy="{y}" r="8.500" fill="{COLOURS["tag"]}" stroke="{INK}" stroke-width="2.500"/>'
        for x, y in hinges
    )
    return drawn + discs


def blade(x: int, y: int, turn: int) -> str:
    marks = tick_path(ticks(**CARD, until=90), thickness=1.5)
    return (
        f'<g transform="translate({x} {y}) rotate({turn})"><rect x="9" y="6" width="158" height="28" rx="4" fill="{SHADOW}"/>'
        f'<rect width="158" height="28" rx="4" fill="{YELLOW}" stroke="{INK}" stroke-width="2.500"/>'
        f'<g transform="translate(3 5) scale(1.700 1)">{marks}</g></g>'
    )


def sensor() -> str:
    shapes = with_shadow("capteur", shadow=SHADOW, main=COLOURS["acquired"], accent=YELLOW)
    return f'<g transform="scale(1.080)" fill="none">{shapes}</g>'


def blocks() -> str:
    """Return three skill blocks that fit into one another."""
    com = domain_of("com")
    weave = rows_of_dashes(com.draft, cell=6, x=190, y=402, width=110, height=42)
    tenon = "h38v9a5 5 0 0 0 5 5h24a5 5 0 0 0 5-5v-9h38"
    rim = f'fill="none" stroke="{COLOURS["board"]}" stroke-width="2.500"'
    return (
        f'<path fill="{SHADOW}" d="M198 368h110v125H198z"/><path fill="{BLUE}" d="M190 360h110v42H190z"/>'
        f'<path fill="{com.colour}" d="M190 402h110v42H190z"/>'
        f'<g fill="none" stroke="{thread_colour(com)}" stroke-width="6">{weave}</g>'
        f'<path fill="{domain_of("prob").colour}" d="M190 444h110v41H190z"/>'
        f'<path fill="{BLUE}" d="M190 402{tenon}z"/><path {rim} d="M190 402{tenon}"/>'
        f'<path fill="{com.colour}" d="M190 444{tenon}z"/><path {rim} d="M190 444{tenon}"/>{peg(236, 346)}'
    )


def hammer() -> str:
    """Return the tool that is not there: its outline waits for it."""
    return (
        f'<path transform="translate(336 358) scale(1.130)" fill="{COLOURS["tag"]}" stroke="{INK}" stroke-width="3.200"'
        f' stroke-dasharray="10 6.500" d="{HAMMER}"/>'
    )


# --- the board itself, as a ground ---

STEP, HOLE, PLATE_EDGE = 42, 5, 10


def plate_svg(width: int, height: int, *, side: int) -> str:
    """Return the perforated board with an empty white plate of `side` in the middle, between rows of holes."""
    x, y = (width - side) // 2, (height - side - PLATE_EDGE) // 2
    holes = "".join(
        f'<circle cx="{left}" cy="{top}" r="{HOLE}"/>'
        for top in range((y + STEP // 2) % STEP, height, STEP)
        for left in range((x + STEP // 2) % STEP, width, STEP)
    )
    return svg(
        f"0 0 {width} {height}",
        f'<rect width="{width}" height="{height}" fill="{COLOURS["board"]}"/>'
        f'<g fill="{COLOURS["board-hole"]}">{holes}</g>'
        f'<rect x="{x}" y="{y + PLATE_EDGE}" width="{side}" height="{side}" rx="16" fill="{COLOURS["board-edge"]}"/>'
        f'<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="16" fill="{WHITE}"/>',
    )
