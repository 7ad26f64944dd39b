from badges.achievements.models import *  # noqa: F403
from badges.awarding.models import *  # noqa: F403
from badges.backpack.models import *  # noqa: F403
from badges.endorsing.models import *  # noqa: F403
from badges.issuing.models import *  # noqa: F403
from badges.verification.models import *  # noqa: F403
