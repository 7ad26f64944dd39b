"""What happens to those who learn, told to the apps above.

Sent after commit, by the outbox: at least once, even if the process dies in between. Receivers are idempotent: they
know a completion by its row.
"""

from django.dispatch import Signal

# A person completed a module. Argument: `completion` (a ModuleCompletion).
module_completed = Signal()
# An enrolled person completed a block. Argument: `completion` (a BlockCompletion).
block_completed = Signal()
# An enrolled person completed the path. Argument: `enrolment`.
path_completed = Signal()
# The rows that justified a completion no longer do. Argument: `completion` (a ModuleCompletion).
completion_doubted = Signal()
# A person took a completion back, knowingly. Argument: `completion` (a ModuleCompletion).
module_reopened = Signal()
