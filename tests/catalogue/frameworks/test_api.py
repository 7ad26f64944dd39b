"""The CASE 1.1 service: what is public, page by page, as the standard words it."""

import json

import pytest
from django.conf import settings

from catalogue.frameworks.api import public_skills
from catalogue.frameworks.formats.framework import Item
from catalogue.frameworks.formats.reading import read_framework
from catalogue.frameworks.formats.soundness import framework_identifier
from catalogue.frameworks.imports import import_framework
from catalogue.frameworks.models import SkillFramework
from tests.catalogue.frameworks.world import named, small, text

pytestmark = pytest.mark.django_db
BASE = f"{settings.BASE_URL}/ims/case/v1p1"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def shelf(db):
    """Leave only what the test makes in public."""
    SkillFramework.objects.update(status="draft")


@pytest.fixture
def framework(shelf):
    return import_framework(small()).framework


def get(client, address, **query):
    return client.get(f"/ims/case/v1p1/{address}", query)


def failure(response):
    answer = response.json()
    assert (answer["imsx_codeMajor"], answer["imsx_severity"]) == ("failure", "error")
    return response.status_code, answer["imsx_CodeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"]


def test_the_package_that_is_served_is_the_framework(client, framework):
    response = get(client, f"CFPackages/{framework.identifier}")
    read = read_framework(response.content)
    assert read == read_framework(json.dumps(response.json()).encode())
    assert (read.code, read.version, read.items, read.links, read.levels) == (
        "essai", "1", small().items, small().links, small().levels,
    )  # fmt: skip


def test_a_document_says_where_its_package_is(client, framework):
    document = get(client, f"CFDocuments/{framework.identifier}").json()
    assert document["CFPackageURI"] == {
        "title": "Référentiel d’essai",
        "identifier": str(framework.identifier),
        "uri": f"{BASE}/CFPackages/{framework.identifier}",
    }
    assert (document["uri"], document["adoptionStatus"], document["caseVersion"]) == (
        f"{BASE}/CFDocuments/{framework.identifier}", "Adopted", "1.1",
    )  # fmt: skip
    listed = get(client, "CFDocuments").json()
    assert listed == {"CFDocuments": [document]}


def test_an_item_alone_is_that_of_the_package_and_names_its_document(client, framework):
    package = get(client, f"CFPackages/{framework.identifier}").json()
    item = get(client, f"CFItems/{named('1.1')}").json()
    document = item.pop("CFDocumentURI")
    assert item == package["CFItems"][1]
    assert document["uri"] == f"{BASE}/CFDocuments/{framework.identifier}"


def test_associations_alone_are_those_of_the_package(client, framework):
    package = get(client, f"CFPackages/{framework.identifier}").json()
    for row in package["CFAssociations"]:
        alone = get(client, f"CFAssociations/{row['identifier']}").json()
        del alone["CFDocumentURI"]
        assert alone == row
    listed = get(client, "CFAssociations").json()["CFAssociations"]
    assert [row["identifier"] for row in listed] == [row["identifier"] for row in package["CFAssociations"]]


def test_the_associations_of_an_item_are_its_place_those_below_and_its_correspondences(client, framework):
    area = get(client, f"CFItemAssociations/{named('1')}").json()
    competence = get(client, f"CFItemAssociations/{named('1.1')}").json()
    assert [row["associationType"] for row in area["CFAssociations"]] == ["isChildOf"] * 3
    assert [row["associationType"] for row in competence["CFAssociations"]] == ["isChildOf", "ext:closeMatchOf"]
    assert competence["CFItem"]["humanCodingScheme"] == "1.1"


def test_types_and_licences_are_found_by_the_identifiers_that_items_give(client, framework):
    item = get(client, f"CFItems/{named('1.1')}").json()
    document = get(client, f"CFDocuments/{framework.identifier}").json()
    kinds = get(client, f"CFItemTypes/{item['CFItemTypeURI']['identifier']}").json()["CFItemTypes"]
    licence = get(client, f"CFLicenses/{document['licenseURI']['identifier']}").json()
    assert [kind["title"] for kind in kinds] == ["competence"]
    assert (licence["title"], licence["licenseText"]) == ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/")


def test_lists_come_page_by_page(client, framework):
    response = get(client, "CFItems", limit=1, offset=1)
    assert [row["humanCodingScheme"] for row in response.json()["CFItems"]] == ["1.1"]
    assert response["X-Total-Count"] == "3"
    assert response["Link"] == (
        f'<{BASE}/CFItems?limit=1&offset=0>; rel="first", <{BASE}/CFItems?limit=1&offset=0>; rel="prev", '
        f'<{BASE}/CFItems?limit=1&offset=2>; rel="next", <{BASE}/CFItems?limit=1&offset=2>; rel="last"'
    )


def test_the_pages_of_associations_follow_one_another(client, framework):
    whole = get(client, "CFAssociations").json()["CFAssociations"]
    pages = [get(client, "CFAssociations", limit=2, offset=offset).json()["CFAssociations"] for offset in (0, 2, 4)]
    assert [row for page in pages for row in page] == whole
    assert len(whole) == 4


def test_rows_are_sorted_and_cut_as_asked(client, framework):
    found = get(client, "CFItems", sort="humanCodingScheme", orderBy="desc", fields="humanCodingScheme").json()
    assert found == {"CFItems": [{"humanCodingScheme": code} for code in ("1.2", "1.1", "1")]}


@pytest.mark.parametrize(
    ("address", "query", "expected"),
    [
        (f"CFDocuments/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFPackages/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFItems/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFItemAssociations/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFAssociations/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFRubrics/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFItemTypes/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFConcepts/{UNKNOWN}", {}, (404, "unknownobject")),
        (f"CFAssociationGroupings/{UNKNOWN}", {}, (404, "unknownobject")),
        ("CFThings", {}, (404, "unknownobject")),
        ("CFItems/oops", {}, (400, "invalid_uuid")),
        ("CFItems", {"limit": "many"}, (400, "invalid_selection_field")),
        ("CFItems", {"offset": "-1"}, (400, "invalid_selection_field")),
        ("CFItems", {"offset": "1" * 30}, (400, "invalid_selection_field")),
        ("CFItems", {"fields": "secret"}, (400, "invalid_selection_field")),
        ("CFItems", {"sort": "framework__owner"}, (400, "invalid_sort_field")),
        ("CFDocuments", {"sort": "title", "orderBy": "up"}, (400, "invalid_sort_field")),
    ],
)
def test_errors_are_worded_as_the_standard_says(client, framework, address, query, expected):
    assert failure(get(client, address, **query)) == expected


@pytest.mark.parametrize("status", ["draft", "adopted", "deprecated"])
def test_LEAK_04_a_framework_that_is_being_written_is_nowhere(client, shelf, status):
    framework = import_framework(small(status=status)).framework
    own = framework.identifier
    place = get(client, f"CFPackages/{own}").json().get("CFAssociations", [{"identifier": UNKNOWN}])[0]["identifier"]
    addresses = [
        f"CFDocuments/{own}", f"CFPackages/{own}", f"CFItems/{named('1')}", f"CFItemAssociations/{named('1')}",
        f"CFAssociations/{place}", f"CFAssociations/{small().links[0].identifier}",
    ]  # fmt: skip
    statuses = {get(client, address).status_code for address in addresses}
    counts = {get(client, name)["X-Total-Count"] for name in ("CFDocuments", "CFItems", "CFAssociations")}
    assert (statuses, counts) == (({404}, {"0"}) if status == "draft" else ({200}, {"1", "3", "4"}))


def test_any_site_may_read_and_nobody_may_write(client, framework):
    response = get(client, "CFDocuments")
    assert (response["Access-Control-Allow-Origin"], response["Content-Type"]) == ("*", "application/json")
    assert get(client, "CFItems/oops")["Access-Control-Allow-Origin"] == "*"
    assert client.post("/ims/case/v1p1/CFDocuments").status_code == 405


def test_an_answer_that_did_not_change_is_not_sent_again(client, framework):
    address = f"/ims/case/v1p1/CFPackages/{framework.identifier}"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize("name", ["CFItems", "CFAssociations", "CFDocuments"])
def test_a_page_asks_the_same_number_of_questions_for_one_row_and_for_three(
    client, framework, django_assert_num_queries, name
):
    for code in ("deux", "trois"):
        import_framework(small(code))
    # The first item of a page that has none above it asks one question less.
    start = 0 if name == "CFDocuments" else 1
    get(client, name)
    for limit in (1, 2 if start else 3):
        with django_assert_num_queries({"CFItems": 5, "CFAssociations": 9, "CFDocuments": 4}[name]):
            assert len(get(client, name, limit=limit, offset=start).json()[name]) == limit


def test_a_skill_that_left_its_framework_is_still_found_by_its_address(client, framework):
    public_skills().filter(code="1.2").update(is_retired=True)
    assert get(client, f"CFItems/{named('1.2')}").status_code == 200
    assert get(client, "CFItems")["X-Total-Count"] == "2"


def test_what_a_package_had_and_was_only_kept_is_found_again(client, shelf):
    kept = {"identifier": "50000000-0000-4000-8000-000000000000", "associationType": "isPeerOf"}
    kept |= {"originNodeURI": {"identifier": named("1")}, "destinationNodeURI": {"identifier": named("1.1")}}
    rubric = {"identifier": "60000000-0000-4000-8000-000000000000", "title": "Grille"}
    import_framework(small(extra={"CFAssociations": [kept], "CFRubrics": [rubric]}))
    assert get(client, f"CFAssociations/{kept['identifier']}").json() == kept
    assert get(client, f"CFRubrics/{rubric['identifier']}").json() == rubric
    assert get(client, f"CFItemAssociations/{named('1')}").json()["CFAssociations"][-1] == kept


def test_an_address_of_its_own_stays_that_of_an_item(client, shelf):
    item = Item(identifier=named("1"), uri="https://elsewhere.example/1", code="1", texts=(text("Un"),))
    import_framework(small(items=(item,), links=()))
    assert get(client, f"CFItems/{named('1')}").json()["uri"] == "https://elsewhere.example/1"
    assert framework_identifier("essai", "1") != named("1")
