import pytest

from outillerie.kits.formats.content import Credit, KitContent, Step
from outillerie.moderation.suspicions import MANY_LINKS, suspicions


def links(count):
    return " ".join(f"[ici](https://promo.example.org/{number})" for number in range(count))


def test_a_usual_kit_raises_no_suspicion():
    content = KitContent(
        title="Trier ses photos", further_reading=links(3), credits=(Credit(name="Léa", url="https://a.fr"),)
    )
    assert (suspicions(content).links, suspicions(content).contacts) == ((), ())


def test_many_links_are_noticed_wherever_they_are_and_the_first_are_shown():
    few = KitContent(title="T", steps=(Step(title="Étape", facilitator=links(MANY_LINKS - 1)),))
    many = KitContent(title="T", body="https://autre.example.org", steps=few.steps)
    assert suspicions(few).links == ()
    assert suspicions(many).links == (
        *(f"https://promo.example.org/{number}" for number in range(4)), "https://promo.example.org/4",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Écrire à camille.d+atelier@mairie.example.fr", ("camille.d+atelier@mairie.example.fr",)),
        ("Appeler le 01 23 45 67 89, ou le +33 6.12.34.56.78.", ("01 23 45 67 89", "+33 6.12.34.56.78")),
        ("Le 0123456789.", ("0123456789",)),
        ("Rendez-vous à 10 h 30, salle 0102, page 01-02.", ()),
        ("Séance du 01/02/2026, 45 minutes, 12 personnes.", ()),
        ("Le compte @outillerie sur le réseau social.", ()),
        ("ISBN 978-2-1234-5680-3", ()),
    ],
)
def test_addresses_and_telephone_numbers_are_noticed(text, found):
    assert suspicions(KitContent(title="T", preparation=text)).contacts == found


def test_a_hostile_text_is_read_in_no_time():
    content = KitContent(title="T", body="a" * 100_000 + "@" * 1000 + "0 1" * 10_000 + "http" * 10_000)
    assert suspicions(content).contacts == ()
