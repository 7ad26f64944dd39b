"""What every hub needs before its first page: vocabularies, groups, pages. Run again, it changes nothing."""

import json

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowTask,
)

from outillerie.accounts.groups import ADMINISTRATOR, CONTRIBUTOR, LABELS, MODERATOR, REVIEWERS, STAFF, TRAINER, TRUSTED
from outillerie.kits.models import Audience, KitIndexPage, PlaceType, Theme, ThemeMatch
from outillerie.kits.queries import forget_themes
from outillerie.moderation.models import KitReview
from outillerie.pages.actions import forget_pages
from outillerie.pages.additions import INSTALLERS
from outillerie.pages.imports import rows_of, write_pages
from outillerie.pages.models import HomePage, HubSettings

VOCABULARIES = settings.BASE_DIR / "fixtures" / "vocabularies"
LEGAL_PAGES = settings.BASE_DIR / "fixtures" / "hub" / "pages.yaml"
KIT_PAGE_PERMISSIONS = {
    CONTRIBUTOR: ["add_page"],
    # They publish their own kits from `/contribuer/`. Wagtail's permission would let them publish those of others too.
    TRUSTED: ["add_page"],
    TRAINER: ["add_page"],
    MODERATOR: ["add_page", "change_page", "publish_page"],
    STAFF: ["add_page", "change_page", "publish_page"],
    ADMINISTRATOR: [
        "add_page",
        "change_page",
        "publish_page",
        "bulk_delete_page",
        "lock_page",
        "unlock_page",
    ],
}
# Wagtail keeps them on its own models, whatever models of pictures and documents a site has.
FILE_PERMISSIONS = ["add_image", "choose_image", "add_document", "choose_document"]
REVIEW = "Relecture"
OUR_APPS = ["accounts", "outillerie"]
STAFF_MODELS = ["hubsettings", "organisation", "theme", "audience", "searchlog"]
ADMINISTRATOR_MODELS = ["outboxmessage"]


@transaction.atomic
def install() -> None:
    load_themes()
    load_audiences()
    load_place_types()
    home, shelf = page_tree()
    create_groups(home, shelf)
    create_review()
    write_pages(home, rows_of(LEGAL_PAGES))
    for install_part in INSTALLERS:
        install_part()
    transaction.on_commit(forget_pages)


def vocabulary(name):
    return json.loads((VOCABULARIES / name).read_text(encoding="utf-8"))


def load_themes() -> None:
    rows = vocabulary("themes.json")["themes"]
    for order, row in enumerate(rows):
        fields = {key: row[key] for key in ("source", "category", "domain", "glyph")}
        fields["label"] = row.get("corrected_label", row["label"])
        Theme.objects.update_or_create(code=row["code"], defaults={**fields, "order": order})
    forget_themes()
    by_code = {theme.code: theme for theme in Theme.objects.all()}
    ThemeMatch.objects.all().delete()
    ThemeMatch.objects.bulk_create(
        ThemeMatch(theme=by_code[row["code"]], other=by_code[match["code"]], strength=match["strength"])
        for row in rows
        for match in row.get("matches", [])
    )


def load_audiences() -> None:
    for order, row in enumerate(vocabulary("audiences.json")["audiences"]):
        Audience.objects.update_or_create(
            code=row["code"], defaults={"label": row.get("corrected_label", row["label"]), "order": order}
        )


def load_place_types() -> None:
    for order, row in enumerate(vocabulary("place_types.json")["place_types"]):
        PlaceType.objects.update_or_create(code=row["code"], defaults={"label": row["label"], "order": order})


def page_tree() -> tuple[HomePage, KitIndexPage]:
    """Return the home page and the shelf of kits, made the first time in place of Wagtail's welcome page."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.get_first_root_node()
        welcome = Page.objects.filter(depth=2, slug="home").first()
        home = root.add_child(instance=HomePage(title="Accueil", slug="accueil"))
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "root_page": home, "site_name": settings.WAGTAIL_SITE_NAME},
        )
        if welcome is not None:
            welcome.delete()
    shelf = KitIndexPage.objects.first()
    if shelf is None:
        shelf = HomePage.objects.get(pk=home.pk).add_child(instance=KitIndexPage(title="Kits d’atelier", slug="kits"))
    HubSettings.for_site(Site.objects.get(is_default_site=True))
    return home, shelf


def create_groups(home: Page, shelf: Page) -> None:
    """Give each group what it may do. What a hub grants on top of it stays."""
    for name in LABELS:
        group, _is_new = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(may_do(name)))
        where = home if name in {STAFF, ADMINISTRATOR} else shelf
        for permission in Permission.objects.filter(
            codename__in=KIT_PAGE_PERMISSIONS[name], content_type__app_label="wagtailcore"
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=where, permission=permission)
        root = Collection.get_first_root_node()
        for permission in Permission.objects.filter(
            codename__in=FILE_PERMISSIONS, content_type__app_label__in=["wagtailimages", "wagtaildocs"]
        ):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def may_do(group_name: str) -> Q:
    models = STAFF_MODELS if group_name in {STAFF, ADMINISTRATOR} else []
    models = [*models, *ADMINISTRATOR_MODELS] if group_name == ADMINISTRATOR else models
    return Q(codename="access_admin") | Q(content_type__app_label__in=OUR_APPS, content_type__model__in=models)


def create_review() -> None:
    """Have those who may publish read what contributors propose, in place of Wagtail's own groups and task."""
    workflow = Workflow.objects.filter(name__in=["Moderators approval", REVIEW]).first()
    if workflow is None:
        return
    Workflow.objects.filter(pk=workflow.pk).update(name=REVIEW)
    review = KitReview.objects.filter(name=REVIEW).first() or KitReview.objects.create(name=REVIEW)
    review.groups.add(*Group.objects.filter(name__in=REVIEWERS))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=review)
    for task in GroupApprovalTask.objects.filter(name__in=["Moderators approval", REVIEW]):
        WorkflowTask.objects.filter(workflow=workflow, task=task).delete()
        task.deactivate()
    Group.objects.filter(name__in=["Moderators", "Editors"], user__isnull=True).delete()
