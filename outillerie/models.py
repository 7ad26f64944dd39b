from outillerie.discovery.models import *  # noqa: F403
from outillerie.kits.models import *  # noqa: F403
from outillerie.outbox.models import *  # noqa: F403
from outillerie.pages.models import *  # noqa: F403
