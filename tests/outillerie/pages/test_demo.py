from collections import Counter
from io import StringIO

import pytest
from allauth.account.models import EmailAddress

from badges.awarding.models import Credential, CredentialDocument
from catalogue.learning.models import ModuleCompletion
from catalogue.paths.models import PathVersion
from outillerie.accounts.models import Organisation, User
from outillerie.kits.models import KitPage, KitVersion
from outillerie.pages.additions import REFERENCE_DATA
from outillerie.pages.demo import is_loaded, load_demo
from outillerie.pages.models import HubSettings, PlainPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings):
    settings.DEMO, settings.DEMO_PASSWORD = True, "atelier-en-commun"


def everything():
    """Return what the demonstration made, as values that change if a row does."""
    return (
        sorted(KitVersion.objects.values_list("sha256", "number")),
        sorted(Organisation.objects.values_list("name", "summary", "department")),
        sorted(User.objects.values_list("email", "password", "is_superuser")),
        sorted(PlainPage.objects.values_list("kind", "title", "latest_revision")),
        HubSettings.objects.values_list("hub_name", "tagline", "conformity").get(),
        sorted(PathVersion.objects.values_list("sha256", "number")),
        sorted(ModuleCompletion.objects.values_list("person__email", "module__title")),
        sorted(Credential.objects.values_list("version__achievement__slug", "recipient", "state")),
        sorted(CredentialDocument.objects.values_list("sha256", flat=True)),
    )


def test_the_demonstration_is_a_whole_hub_and_loading_it_again_changes_nothing(demo, client):
    assert not is_loaded()
    for load in REFERENCE_DATA:
        load()
    load_demo(StringIO())
    before = everything()
    assert before[4] == ("Hub des Beffrois", "Empruntez un outil. Rapportez-en un meilleur.", "none")
    assert KitPage.objects.live().count() == 26
    assert (len(before[5]), len(before[6])) == (2, 4)
    # Seven earned by rules, seven decided (one taken back since), and those of a class; each in four signed forms.
    assert Counter(state for *_of, state in before[7]) == {"issued": 22, "revoked": 1}
    assert len(before[8]) == 4 * 23
    assert [name for name, *_rest in before[1] if "Beffrois" in name] == ["Hub des Beffrois"]
    load_demo(StringIO())
    assert (everything(), is_loaded()) == (before, True)
    assert client.get("/a-propos/").status_code == 200
    its_people_can_sign_in(client)


def its_people_can_sign_in(client):
    assert set(EmailAddress.objects.values_list("email", "verified", "primary")) == {
        (email, True, True) for email in User.objects.values_list("email", flat=True)
    }
    form = {"login": "ines@beffrois.example", "password": "atelier-en-commun"}
    assert client.post("/compte/connexion/mot-de-passe/", form).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert {person.email: [group.name for group in person.groups.all()] for person in User.objects.all()} == {
        "odile@beffrois.example": ["administrator"],
        "wenceslas@beffrois.example": ["hub staff"],
        "ines@beffrois.example": ["moderator"],
        "jeanne@beffrois.example": ["trainer"],
        "samir@beffrois.example": ["contributor"],
        "theo@beffrois.example": ["contributor"],
        "fatou@beffrois.example": [],
        "lucas@beffrois.example": [],
    }


def test_nobody_gets_a_public_password_outside_a_demonstration():
    with pytest.raises(RuntimeError, match="DEMO=true"):
        load_demo(StringIO())
    assert User.objects.count() == 0
