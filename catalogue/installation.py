"""What every hub needs of the catalogue: its page, who may do what, who reads paths before they are published."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow, WorkflowPage, WorkflowTask

from catalogue.certifications.imports import load_certifications
from catalogue.frameworks.imports import load_frameworks
from catalogue.paths.models import PathIndexPage
from catalogue.sessions.imports import load_formats
from catalogue.venues.geography import load_territories
from outillerie.accounts.groups import ADMINISTRATOR, STAFF, TRAINER
from outillerie.pages.models import HomePage

REVIEW = "Relecture des parcours"
READERS = (STAFF, ADMINISTRATOR)
# What the hub's staff writes in the back office.
STAFF_MODELS = (
    "skillframework", "proficiencylevel", "skill", "skilltext", "skilllink", "certification", "certificationblock",
    "classificationcode", "trainingprovider", "module", "catalogueedition", "venue",
)  # fmt: skip


def install() -> None:
    """Make it, the first time; what a hub changed since stays."""
    catalogue = path_shelf()
    trainers = Group.objects.get(name=TRAINER)
    add_page = Permission.objects.get(codename="add_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.get_or_create(group=trainers, page=catalogue, permission=add_page)
    for name in READERS:
        group = Group.objects.get(name=name)
        group.permissions.add(
            *Permission.objects.filter(content_type__app_label="catalogue", content_type__model__in=STAFF_MODELS)
        )
    create_review(catalogue)
    load_formats()


def load_reference_data() -> None:
    """Load the frameworks, certifications and territories that a release ships. Again, it changes nothing."""
    load_frameworks()
    load_certifications()
    load_territories()


def path_shelf() -> PathIndexPage:
    catalogue = PathIndexPage.objects.first()
    if catalogue is None:
        home = HomePage.objects.get()
        catalogue = home.add_child(instance=PathIndexPage(title="Parcours", slug="parcours"))
    return catalogue


def create_review(catalogue: PathIndexPage) -> None:
    """Have the hub's staff read paths before they are published: Wagtail's own workflow and task."""
    task, _is_new = GroupApprovalTask.objects.get_or_create(name=REVIEW)
    task.groups.add(*Group.objects.filter(name__in=READERS))
    workflow, _is_new = Workflow.objects.get_or_create(name=REVIEW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task)
    WorkflowPage.objects.get_or_create(page=catalogue.page_ptr, defaults={"workflow": workflow})
