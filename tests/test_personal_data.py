"""Every field that may say something of a person has its row in the registry, and the register is up to date (GDPR-01, 14)."""

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps
from django.utils.translation import gettext_lazy as _

from catalogue.outcomes.forgetting import ATTENDANCE_KEPT, REGISTRATION_KEPT
from catalogue.registering.forgetting import NEEDS_KEPT, WAITING_KEPT
from outillerie.accounts.models import User
from outillerie.accounts.personal_data import Basis, Fate, Holding, Processing, holdings, undeclared
from outillerie.privacy import durations
from outillerie.privacy.register import PATH, register

SAMPLE = Processing(
    code="sample", name=_("Kits"), purpose="", basis=Basis.CONTRACT, recipients="", kept=""
)  # fmt: skip


def test_gdpr_01_every_personal_field_is_declared():
    assert undeclared(apps.get_models()) == []


def test_gdpr_14_the_register_says_what_the_registry_says():
    assert PATH.read_text(encoding="utf-8") == register()


def test_every_row_names_fields_that_exist():
    unknown = [
        f"{holding.model}.{name}"
        for holding in holdings()
        for name in ({holding.whose.split("__")[0], *holding.fields, *holding.sealed} - {"", "*"})
        if name not in {column.name for column in holding.model_class()._meta.get_fields()}
    ]
    assert unknown == []


def test_every_section_of_the_export_has_one_row():
    sections = [holding.section for holding in holdings() if holding.section]
    assert sorted({section for section in sections if sections.count(section) > 1}) == []


def test_what_the_export_leaves_out_has_its_reason():
    assert [holding.model for holding in holdings() if not (holding.section or holding.withheld)] == []
    assert [holding.model for holding in holdings() if holding.sealed and not holding.withheld] == []


def test_a_link_that_the_database_refuses_to_empty_is_not_to_be_emptied():
    """A row that stays without its person needs a link that may be empty."""
    links = [
        (holding.model, holding.model_class()._meta.get_field(holding.whose))
        for holding in holdings()
        if holding.fate == Fate.UNLINKED and holding.whose
    ]
    assert [model for model, column in links if not column.null] == []


# What the hub promises its readers, and the number that makes it true.
PROMISES = {
    "Compte sans visite depuis 2 ans": (durations.IDLE_ACCOUNT, 730),
    "30 jours avant": (durations.FIRST_WARNING, 30),
    "7 jours avant": (durations.LAST_WARNING, 7),
    "Adresse que personne n’a confirmée : 30 jours": (durations.UNCONFIRMED_ACCOUNT, 30),
    "Export de vos données : 7 jours": (durations.EXPORT, 7),
    "Invitation à rejoindre une organisation : 90 jours": (durations.INVITATION, 90),
    "Notification : 12 mois après sa lecture": (durations.NOTIFICATION_READ, 365),
    "24 mois sinon": (durations.NOTIFICATION, 730),
    "Signalements et mots des décisions : 3 ans": (durations.DECISION, 1095),
    "Traces de l’administration : 12 mois": (durations.NAME_IN_LOG, 365),
    "besoins et mots, 7 jours après": (NEEDS_KEPT, 7),
    "liste d’attente, 30 jours": (WAITING_KEPT, 30),
    "inscription sans compte, 1 an": (REGISTRATION_KEPT, 365),
    "ou 5 ans quand une présence a été notée": (ATTENDANCE_KEPT, 1825),
}


@pytest.mark.parametrize("fixture", ["demo/hub.yaml", "hub/pages.yaml"])
def test_the_privacy_page_promises_what_the_upkeep_does(fixture):
    pages = yaml.safe_load((settings.BASE_DIR / "fixtures" / fixture).read_text(encoding="utf-8"))["pages"]
    [privacy] = [page for page in pages if page["kind"] == "privacy"]
    text = str(privacy["blocks"]).replace("\u00a0", " ").replace("\\xa0", " ")
    assert [promise for promise in PROMISES if promise not in text] == []


def test_the_numbers_are_those_that_are_promised():
    assert [promise for promise, (kept, days) in PROMISES.items() if kept.days != days] == []
    assert settings.SESSION_COOKIE_AGE == 14 * 86_400


# --- the check itself can fail ---


@isolate_apps("outillerie")
def test_a_new_personal_field_without_a_row_is_refused():
    class Stranger(models.Model):
        whoever = models.ForeignKey(User, models.CASCADE, related_name="+")
        opinion = models.TextField()

        class Meta:
            app_label = "outillerie"

    class Loner(models.Model):
        contact_mail = models.CharField(max_length=80)
        anything = models.EmailField()
        colour = models.CharField(max_length=8)

        class Meta:
            app_label = "outillerie"

    assert undeclared([Stranger, Loner], known=[]) == [
        "outillerie.Loner.anything",
        "outillerie.Loner.contact_mail",
        "outillerie.Stranger.opinion",
        "outillerie.Stranger.whoever",
    ]
    row = Holding(
        model="outillerie.Stranger", name="", processing=SAMPLE, fate=Fate.DELETED, whose="whoever", fields=("opinion",)
    )  # fmt: skip
    assert undeclared([Stranger], known=[row]) == []


@isolate_apps("outillerie")
def test_a_field_added_to_a_model_that_is_declared_is_refused_too():
    class Stranger(models.Model):
        whoever = models.ForeignKey(User, models.CASCADE, related_name="+")
        opinion = models.TextField()
        birth_date = models.DateField()

        class Meta:
            app_label = "outillerie"

    row = Holding(
        model="outillerie.Stranger", name="", processing=SAMPLE, fate=Fate.DELETED, whose="whoever", fields=("opinion",)
    )  # fmt: skip
    assert undeclared([Stranger], known=[row]) == ["outillerie.Stranger.birth_date"]


@isolate_apps("outillerie")
def test_a_star_covers_what_a_model_adds_and_not_what_its_heirs_add():
    class Sheet(models.Model):
        whoever = models.ForeignKey(User, models.CASCADE, related_name="+")
        title = models.TextField()

        class Meta:
            app_label = "outillerie"

    class Diary(Sheet):
        secret = models.TextField()

        class Meta:
            app_label = "outillerie"

    row = Holding(
        model="outillerie.Sheet", name="", processing=SAMPLE, fate=Fate.DELETED, whose="whoever", sealed=("*",)
    )  # fmt: skip
    assert undeclared([Sheet, Diary], known=[row]) == ["outillerie.Diary.secret"]


def test_the_account_itself_is_looked_at():
    assert "accounts.User.biography" in undeclared([User], known=[])
