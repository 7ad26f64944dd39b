"""Not a test: writes `matrix.txt` again. Read what changed before keeping it."""

from tests.access.test_matrix import MATRIX, VERBS, answers, known_routes, world
from tests.access.world import ROLES

__all__ = ["world"]


def test_write_the_matrix(world):
    columns = {(verb, role): answers(world, role, verb) for verb in VERBS for role in ROLES}
    rows = [
        f"{name:42} " + " ".join("".join(columns[verb, role][name] for role in ROLES) for verb in VERBS)
        for name in sorted(known_routes())
    ]
    MATRIX.write_text("\n".join([f"# {' '.join(ROLES)}: GET, then POST", "", *rows, ""]), encoding="utf-8")
