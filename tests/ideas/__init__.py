"""The files of a slice that have an idea of their own, and therefore a name of their own: one line each."""

from tests.ideas.badges import BADGES
from tests.ideas.catalogue import CATALOGUE
from tests.ideas.outillerie import OUTILLERIE

IDEAS = {**BADGES, **CATALOGUE, **OUTILLERIE}
