import pytest
from wagtail.models import Site, Page

@pytest.mark.django_db
def test_rows():
    assert Page.objects.count() >= 1

@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_commit_one():
    Page.objects.all().delete()

@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_commit_two():
    assert Page.objects.count() >= 1

def test_pure():
    pass
