"""The files of the site on an S3-compatible store: a real one, of moto, on loopback."""

import io
from hashlib import sha256

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.utils.functional import empty
from moto.server import ThreadedMotoServer
from PIL import Image

from outillerie.kits.formats.content import File
from outillerie.kits.models import HubImage, StoredFile
from outillerie.pages import health
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def store():
    """Return the address of a store, stopped after the tests of this file."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def options(store, bucket="outillerie"):
    """Return the options that the settings give to the storage, for the store of the tests."""
    return {
        "bucket_name": bucket,
        "endpoint_url": store,
        "region_name": "eu-west-3",
        "access_key": "key",
        "secret_key": "secret",
        "file_overwrite": False,
        "default_acl": None,
        "custom_domain": "testserver/media",
        "url_protocol": "http:",
    }


@pytest.fixture
def bucket(store, settings):
    """Put the files of the site on the store for one test, and return what is in its bucket."""
    client = boto3.client(
        "s3",
        endpoint_url=store,
        region_name="eu-west-3",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    )
    client.create_bucket(Bucket="outillerie", CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
    use(settings, options(store))
    yield lambda: sorted(item["Key"] for item in client.list_objects_v2(Bucket="outillerie").get("Contents", []))
    for item in client.list_objects_v2(Bucket="outillerie").get("Contents", []):
        client.delete_object(Bucket="outillerie", Key=item["Key"])
    client.delete_bucket(Bucket="outillerie")


def use(settings, chosen):
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": chosen}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    settings.S3_BUCKET = chosen["bucket_name"]
    storages._storages = {}
    default_storage._wrapped = empty


def test_the_settings_give_these_options(tmp_path, store):
    from tests.test_settings import PRODUCTION, settings_with

    chosen = {"S3_BUCKET": "outillerie", "S3_ENDPOINT": store, "S3_REGION": "eu-west-3"}
    keys = {"S3_ACCESS_KEY": "key", "S3_SECRET_KEY": "secret"}
    [given, policy] = settings_with("STORAGES", "SECURE_CSP", tmp_path=tmp_path, **PRODUCTION, **chosen, **keys)
    public = {"custom_domain": "outillerie.example.org/media", "url_protocol": "https:"}
    assert given["default"] == {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": options(store) | public,
    }
    assert policy["img-src"] == ["'self'", "data:"]


def test_a_stored_file_is_saved_and_read(bucket):
    stored = StoredFile.keep(b"%PDF-1.7", name="fiche.pdf", media_type="application/pdf")
    assert stored.file.open("rb").read() == b"%PDF-1.7"
    assert bucket() == [f"versions/{stored.sha256[:2]}/{stored.sha256}.pdf"]
    assert StoredFile.keep(b"%PDF-1.7", name="copie.pdf", media_type="application/pdf") == stored


def test_the_file_of_a_version_is_handed_over_by_the_site(bucket, client):
    data = b"nom;minutes\n"
    file = File(name="liste.csv", title="La liste", sha256=sha256(data).hexdigest())
    kit = factories.kit(files=(file,), blobs={file.sha256: data})
    response = client.get(f"/kits/{kit.slug}/v1/fichiers/liste.csv")
    assert (b"".join(response), response["Content-Disposition"]) == (data, 'attachment; filename="liste.csv"')


def test_a_rendition_is_served_by_the_site_and_the_original_is_not(bucket, client):
    picture = io.BytesIO()
    Image.new("RGB", (600, 400), "navy").save(picture, "PNG")
    image = HubImage.objects.create(title="Plateau", file=ContentFile(picture.getvalue(), "plateau.png"))
    rendition = image.get_rendition("max-300x300")
    assert rendition.url == f"http://testserver/media/{rendition.file.name}"
    response = client.get(f"/media/{rendition.file.name}")
    assert Image.open(io.BytesIO(b"".join(response))).size == (300, 200)
    assert client.get(f"/media/{image.file.name}").status_code == 404
    assert client.get("/media/images/absent.png").status_code == 404


def test_health_says_whether_the_store_takes_files(bucket, store, settings):
    assert (health.storage_works(), bucket()) == (True, [])
    use(settings, options(store, bucket="absent"))
    assert health.storage_works() is False
    use(settings, options("http://127.0.0.1:9"))
    assert health.storage_works() is False
