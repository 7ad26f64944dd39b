"""The demonstration hub: invented people and pages around kits that can be run tomorrow (fixtures/demo)."""

import yaml
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction

from outillerie.accounts.actions import trust_address
from outillerie.accounts.groups import ADMINISTRATOR
from outillerie.accounts.models import Membership, Organisation, User
from outillerie.accounts.queries import demo_people
from outillerie.collections.imports import write_collections
from outillerie.field_reports.imports import write_field_reports
from outillerie.pages.actions import forget_pages
from outillerie.pages.additions import DEMOS
from outillerie.pages.imports import write_pages
from outillerie.pages.models import Funder, HomePage, HubSettings
from outillerie.privacy.actions import accept_terms
from outillerie.privacy.queries import terms_version

FOLDER = settings.BASE_DIR / "fixtures" / "demo"


def is_loaded() -> bool:
    """Say whether the demonstration is here, whatever people have changed in it since."""
    return demo_people().exists()


def load_demo(stdout) -> None:
    """Load the demonstration; again, it changes nothing. People, and what they made, come last: their being here says so."""
    if not settings.DEMO_PASSWORD:
        raise RuntimeError("Demonstration accounts need DEMO=true.")
    rows = read("hub.yaml")
    for row in rows["organisations"]:
        Organisation.objects.update_or_create(name=row["name"], defaults=row)
    # Those written for the project last: the home page shows the newest.
    for folder in ("imported", "kits"):
        call_command("import_kits", FOLDER / folder, stdout=stdout)
    with transaction.atomic():
        write_hub(rows["hub"])
        write_pages(HomePage.objects.get(), rows["pages"], overwrite=True)
        for row in rows["people"]:
            write_person(row)
        write_field_reports(read("field_reports.yaml"))
        write_collections(read("collections.yaml"))
        for load_part in DEMOS:
            load_part()
    forget_pages()


def read(name: str):
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def write_hub(row: dict) -> None:
    facts = {"hub_name": row["name"], **{name: row[name] for name in row.keys() - {"name", "funders"}}}
    hub = HubSettings.objects.get()
    for name, value in facts.items():
        setattr(hub, name, value)
    hub.funders.set([Funder(**funder, sort_order=order) for order, funder in enumerate(row["funders"])])
    hub.full_clean()
    hub.save()


def write_person(row: dict) -> User:
    """Make a person that anyone may sign in as: the password is public, so only in a demonstration."""
    person = User.objects.filter(email=row["email"]).first()
    if person is None:
        person = User.objects.create_user(
            row["email"],
            settings.DEMO_PASSWORD,
            first_name=row["first_name"],
            last_name=row["last_name"],
            is_superuser=row["group"] == ADMINISTRATOR,
        )
    Membership.objects.get_or_create(
        person=person,
        organisation=Organisation.objects.get(name=row["organisation"]),
        defaults={"state": Membership.State.ACTIVE, "role": row.get("role", Membership.Role.MEMBER)},
    )
    if row["group"]:
        person.groups.add(Group.objects.get(name=row["group"]))
    trust_address(person)
    accept_terms(person, terms_version())
    return person
