import json
import re

import pytest
from wagtail.rich_text import RichText

from outillerie.pages.imports import rows_of, write_pages
from outillerie.pages.installation import LEGAL_PAGES, install
from outillerie.pages.models import HomePage, PlainPage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_new_hub_has_its_legal_pages_to_fill_in(client):
    pages = {page.kind: page for page in PlainPage.objects.live()}
    assert list(pages) == ["legal-notice", "privacy", "terms", "accessibility", "ecodesign", "licences"]
    for kind in ("legal-notice", "privacy", "terms", "accessibility", "ecodesign"):
        assert "Page à compléter." in client.get(pages[kind].url).text, kind


def test_the_accessibility_statement_says_not_compliant_until_an_audit(client):
    page = client.get("/accessibilite/").text
    assert "<strong>non conforme</strong>" in page
    assert "Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07" in page


def test_installing_again_leaves_the_pages_of_the_hub_alone():
    page = PlainPage.objects.get(kind="legal-notice")
    page.title = "Qui sommes-nous"
    page.save_revision().publish()
    install()
    assert PlainPage.objects.filter(kind="legal-notice").values_list("title", flat=True).get() == "Qui sommes-nous"
    assert PlainPage.objects.count() == 6


def test_writing_the_same_pages_again_keeps_no_new_revision():
    home, rows = HomePage.objects.get(), rows_of(LEGAL_PAGES)
    before = {page.kind: page.revisions.count() for page in PlainPage.objects.all()}
    write_pages(home, rows, overwrite=True)
    assert {page.kind: page.revisions.count() for page in PlainPage.objects.all()} == before


def test_french_is_typed_as_french():
    page = PlainPage.objects.get(kind="accessibility")
    assert page.lead == "État de conformité\u00a0: non conforme. Aucun audit n’a encore été réalisé."


def shown(client, *blocks):
    """Return the text of a page made of `blocks`, without the frame around it."""
    home = HomePage.objects.get()
    page = home.add_child(instance=PlainPage(title="Essai", slug="essai", body=list(blocks)))
    text = client.get(page.url).text
    prose = text[text.index('<div class="prose">') + len('<div class="prose">') : text.index("</main>")]
    return re.sub(r"( ?</div>)+ ?$", "", re.sub(r"[ \n]+", " ", prose))


def test_each_block_of_text_has_its_form(client):
    assert shown(
        client,
        ("heading", "Un titre"),
        ("subheading", "Un sous-titre"),
        ("paragraph", RichText("<p>Un <b>mot</b>.</p>")),
        ("quote", {"text": "On a parlé plus vrai.", "author": "Une médiatrice"}),
        ("question", {"question": "Combien\u00a0?", "answer": RichText("<p>Rien.</p>")}),
        ("button", {"label": "Voir", "page": None, "address": "https://exemple.example/"}),
        ("separator", None),
    ) == (
        "<h2>Un titre</h2> <h3>Un sous-titre</h3> <p>Un <b>mot</b>.</p> "
        '<blockquote class="quote"><p>On a parlé plus vrai.</p><footer>Une médiatrice</footer></blockquote> '
        "<h3>Combien\u00a0?</h3> <p>Rien.</p> "
        '<p class="buttons"><a class="button" href="https://exemple.example/">Voir</a></p> <hr>'
    )


def test_a_button_leads_to_a_page_of_the_site(client):
    page = PlainPage.objects.get(kind="licences")
    button = ("button", {"label": "Les licences", "page": page, "address": ""})
    assert '<a class="button" href="/licences-libres/">Les licences</a>' in shown(client, button)


PAYLOADS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ settings.SECRET_KEY }}{% debug %}",
    "<svg/onload=alert(1)>", "</h2><iframe src=//evil.example>",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_ATK_XSS_01_words_stay_words_in_every_block(client, payload):
    page = shown(
        client,
        ("heading", payload),
        ("subheading", payload),
        ("quote", {"text": payload, "author": payload}),
        ("question", {"question": payload, "answer": RichText("")}),
        ("button", {"label": payload[:60], "page": None, "address": ""}),
    )
    assert [tag for tag in ("<script", "<img", "<svg/", "<iframe") if tag in page] == []
    assert "django-insecure" not in page


def draft_text(*blocks, entities=None):
    return json.dumps({"blocks": list(blocks), "entityMap": entities or {}})


def line(text, **more):
    return {
        "text": text,
        "type": "unstyled",
        "key": "a",
        "depth": 0,
        "inlineStyleRanges": [],
        "entityRanges": [],
        **more,
    }


def page_form(**body):
    return {
        "title": "Essai", "slug": "essai", "kind": "", "lead": "", "action-publish": "1",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-id": "", **body,
    }  # fmt: skip


def add_page(client, **body):
    home = HomePage.objects.get()
    return client.post(f"/admin/pages/add/outillerie/plainpage/{home.pk}/", page_form(**body))


LINKS = [
    "javascript:alert(1)",
    "JaVa\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "  javascript:alert(1)",
]


@pytest.mark.parametrize("link", LINKS)
def test_ATK_XSS_02_a_link_posted_past_the_editor_leads_nowhere(client, link):
    client.force_login(factories.person(group="hub staff"))
    entity = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": {"url": link}}}
    text = draft_text(line("mot", entityRanges=[{"key": 0, "offset": 0, "length": 3}]), entities=entity)
    add_page(client, **{"body-0-type": "paragraph", "body-0-value": text})
    page = client.get("/essai/").text
    assert "mot" in page
    assert [scheme for scheme in ("javascript:", "script:", "data:text", "vbscript:") if scheme in page.lower()] == []


@pytest.mark.parametrize(
    "block",
    [
        line("<script>alert(1)</script>"),
        line("texte", type="header-two"),
        line("texte", type="raw-html"),
        line("texte", inlineStyleRanges=[{"offset": 0, "length": 5, "style": "onclick=alert(1)"}]),
    ],
)
def test_ATK_XSS_02_what_the_editor_does_not_offer_does_not_come_in(client, block):
    client.force_login(factories.person(group="hub staff"))
    add_page(client, **{"body-0-type": "paragraph", "body-0-value": draft_text(line("avant"), block)})
    page = client.get("/essai/").text
    prose = page[page.index('<div class="prose">') : page.index("</main>")]
    assert [tag for tag in ("<script", "<h2", "onclick") if tag in prose] == []


def test_ATK_XSS_02_a_block_that_does_not_exist_is_dropped(client):
    client.force_login(factories.person(group="hub staff"))
    add_page(client, **{"body-0-type": "raw_html", "body-0-value": "<script>alert(1)</script>"})
    assert "alert(1)" not in client.get("/essai/").text


def test_a_button_that_leads_nowhere_is_refused_with_a_sentence(client):
    client.force_login(factories.person(group="hub staff"))
    response = add_page(
        client,
        **{
            "body-0-type": "button",
            "body-0-value-label": "Voir",
            "body-0-value-page": "",
            "body-0-value-address": "",
        },
    )
    assert response.status_code == 200
    assert PlainPage.objects.filter(slug="essai").count() == 0
