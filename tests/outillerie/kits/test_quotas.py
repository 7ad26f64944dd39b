import sys

import pytest
from django.core.files.base import ContentFile

from outillerie.kits.models import HubDocument
from outillerie.kits.quotas import check_quota
from outillerie.kits.uploads import UploadRefused, clean_document
from tests import factories

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def document(size, *, by):
    return HubDocument.objects.create(
        title="fichier", file=ContentFile(b"x", "a.txt"), file_size=size, uploaded_by_user=by
    )


@pytest.mark.django_db
def test_ATK_UP_05_a_person_keeps_up_to_their_share_and_not_a_byte_more(settings):
    settings.UPLOAD_QUOTA_MB = 1
    person = factories.person()
    document(600_000, by=person)
    document(900_000, by=factories.person("samir@example.org"))
    check_quota(person, 400_000)
    with pytest.raises(UploadRefused, match="1"):
        check_quota(person, 400_001)


@pytest.mark.django_db
def test_ATK_UP_05_the_whole_hub_has_a_bound_too(settings):
    settings.HUB_QUOTA_MB = 1
    document(600_000, by=None)
    check_quota(factories.person(), 400_000)
    with pytest.raises(UploadRefused):
        check_quota(factories.person("samir@example.org"), 400_001)


def scanner(code):
    """Return a command that reads standard input like an antivirus, and looks for the test signature."""
    return f'{sys.executable} -c "import sys; sys.exit({code})"'


def test_ATK_UP_06_the_antivirus_of_the_hub_refuses_a_virus(settings):
    settings.ANTIVIRUS_COMMAND = scanner("b'EICAR' in sys.stdin.buffer.read()")
    with pytest.raises(UploadRefused):
        clean_document("note.txt", EICAR)
    assert clean_document("note.txt", b"bonjour") == b"bonjour"


def test_ATK_UP_06_without_an_antivirus_files_are_not_scanned(settings):
    settings.ANTIVIRUS_COMMAND = ""
    assert clean_document("note.txt", EICAR) == EICAR


@pytest.mark.parametrize("command", ["/nowhere/antivirus", scanner("2")])
def test_ATK_UP_06_a_scan_that_cannot_be_made_refuses_the_file(settings, command):
    settings.ANTIVIRUS_COMMAND = command
    with pytest.raises(UploadRefused):
        clean_document("note.txt", b"bonjour")
