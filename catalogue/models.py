from catalogue.browsing.models import *  # noqa: F403
from catalogue.building.models import *  # noqa: F403
from catalogue.certifications.models import *  # noqa: F403
from catalogue.frameworks.models import *  # noqa: F403
from catalogue.learning.models import *  # noqa: F403
from catalogue.paths.models import *  # noqa: F403
from catalogue.positioning.models import *  # noqa: F403
