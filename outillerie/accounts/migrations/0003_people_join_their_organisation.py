"""The one organisation of a person becomes their first membership."""

from django.db import migrations


def join(apps, editor):
    membership = apps.get_model("accounts", "Membership")
    people = apps.get_model("accounts", "User").objects.filter(organisation__isnull=False)
    membership.objects.bulk_create(
        membership(person=person, organisation_id=person.organisation_id, state="active") for person in people
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_memberships_and_profiles")]
    operations = [migrations.RunPython(join, migrations.RunPython.noop)]
