"""A badge is published in numbered versions that nothing changes; an award freezes one (rule 3)."""

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from badges.achievements.actions import NotKept, NotPublishable, archive, keep, kept_image, publish, stamp
from badges.achievements.exports import content_of, facts_of
from badges.achievements.formats.content import fingerprint, from_dict, to_dict
from badges.achievements.models import Achievement, AchievementVersion
from badges.achievements.naming import free_slug
from badges.achievements.pictures import SVG
from badges.achievements.queries import newest_version, published
from badges.achievements.showing import differs
from badges.openbadges.credential import achievement_document
from tests.badges import factories
from tests.catalogue.factories import module, path, skill_framework, skill_of

pytestmark = pytest.mark.django_db
OWN = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0h10v10z"/></svg>'


def test_publishing_keeps_everything_the_badge_says(hub, ines):
    framework = skill_framework()
    draft = factories.achievement(
        skills=[(skill_of(framework, "1.1"), 2)],
        translations=[{"language": "en", "name": "Welcoming", "description": "can welcome.", "criteria": "Do."}],
        rule={"all": [{"kind": "decision"}, {"kind": "facilitated", "at_least": 2}]},
    )
    version = publish(draft, by=ines)
    content = AchievementVersion.objects.get(pk=version.pk).content
    assert content == content_of(draft)
    assert (version.number, version.published_by, content.abilities) == (1, ines, ("Reformuler la demande", "Rassurer"))
    assert [(row.code, row.level, row.framework) for row in content.skills] == [
        ("1.1", "Pratique", "Référentiel d’essai (1)")
    ]
    assert [(row.language, row.name) for row in content.translations] == [("en", "Welcoming")]
    assert version.sha256 == fingerprint(content, version.svg.sha256, version.png.sha256)
    assert bytes(version.png.content).startswith(b"\x89PNG") and b"<svg" in bytes(version.svg.content)
    assert ModelLogEntry.objects.get(action="wagtail.publish").data == {"version": 1}
    draft.refresh_from_db()
    assert (draft.state, newest_version(draft), list(published())) == ("published", version, [draft])


def test_publishing_again_unchanged_makes_nothing_and_changed_makes_the_next(hub):
    draft = factories.achievement()
    first = publish(draft, by=None)
    assert publish(draft, by=None) == first
    assert not differs(draft, first)
    draft.name = "Accueillir chacun"
    draft.save()
    assert differs(draft, first)
    second = publish(draft, by=None, notes="Un nom plus court.")
    assert (second.number, second.notes, second.content.name) == (2, "Un nom plus court.", "Accueillir chacun")
    assert AchievementVersion.objects.get(number=1).content.name == "Accueillir avec bienveillance"
    assert second.png == first.png


def test_a_version_never_changes_in_the_database_itself(hub):
    version = factories.published()
    for values in ({"number": 7}, {"values": {}}, {"sha256": "0"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AchievementVersion.objects.filter(pk=version.pk).update(**values)


def test_what_is_missing_is_said_all_at_once(hub, english):
    hub.keys.update(state="retired")
    draft = factories.achievement(name=" ", description="", rule={"all": []}, image=kept_image(OWN, SVG))
    with pytest.raises(NotPublishable) as refusal:
        publish(draft, by=None)
    assert str(refusal.value) == (
        "This badge cannot be published yet. Give it a name. Say in a sentence what the person can do. Say what its "
        "image shows, for those who do not see it. Say how it is earned. Hub des Beffrois has no key to sign with. "
        "The hub’s staff creates them."
    )
    assert not AchievementVersion.objects.exists()


def test_a_rule_that_asks_for_itself_or_for_what_is_not_there_is_not_published(hub, english):
    itself = factories.achievement(rule={"kind": "badge", "achievement": "accueillir"})
    nowhere = factories.achievement(slug="ailleurs", rule={"kind": "badge", "achievement": "jamais-ecrit"})
    for draft, sentence in ((itself, "It asks for itself"), (nowhere, "It asks for something that is not published")):
        with pytest.raises(NotPublishable, match=sentence):
            publish(draft, by=None)


def asks(*slugs, branch="all"):
    return {branch: [{"kind": "decision"}, *({"kind": "badge", "achievement": slug} for slug in slugs)]}


def test_badges_that_would_ask_for_one_another_in_a_circle_are_not_published(hub, english):
    first = factories.published("Premier", slug="premier").achievement
    second = factories.published("Second", slug="second", rule=asks("premier")).achievement
    factories.published("Dernier", slug="dernier", rule=asks("second"))
    first.rule = asks("dernier")
    first.save()
    with pytest.raises(NotPublishable) as refusal:
        publish(first, by=None)
    assert str(refusal.value) == (
        "This badge cannot be published yet. Badges ask for one another in a circle: “Premier” asks for “Dernier”, "
        "“Dernier” asks for “Second” and “Second” asks for “Premier”. Nobody could ever earn them: remove one of them."
    )
    assert first.versions.count() == 1
    # What counts is what each asks today.
    second.rule = {"kind": "decision"}
    second.save()
    publish(second, by=None)
    assert publish(first, by=None).number == 2
    second.rule = asks("premier")
    second.save()
    with pytest.raises(NotPublishable, match="“Second” asks for “Premier”, “Premier” asks for “Dernier”"):
        publish(second, by=None)


def test_a_way_around_a_circle_is_enough_and_so_is_a_badge_that_is_awarded_no_more(hub):
    first = factories.published("Premier", slug="premier").achievement
    third = factories.published("Dernier", slug="dernier", rule=asks("premier")).achievement
    first.rule = asks("dernier", branch="any")
    first.save()
    assert publish(first, by=None).number == 2
    archive(third, by=None)
    first.rule = asks("dernier")
    first.save()
    assert publish(first, by=None).number == 3


def test_what_earns_it_is_said_for_ever_in_the_words_of_its_day(hub, english):
    piece = module("Des mots de passe solides")
    page = path("Aidant", blocks=[("Accueillir", [piece])])
    rule = {"all": [{"kind": "module", "key": str(piece.key)}, {"kind": "path", "path": page.pk}]}
    version = factories.published(rule=rule, language="en", criteria="Bring a friend.")
    piece.title = "Renamed"
    piece.save()
    said = facts_of(AchievementVersion.objects.select_related("achievement__issuer").get(pk=version.pk)).criteria
    assert said == (
        "To earn this badge, one must complete the module “Des mots de passe solides” and complete the path “Aidant”."
        "\n\nBring a friend."
    )


def test_an_own_image_takes_the_place_of_the_drawing_in_both_forms(hub):
    version = factories.published(image=kept_image(OWN, SVG), image_caption="Un carré")
    assert (bytes(version.svg.content), version.content.caption) == (OWN, "Un carré")
    assert bytes(version.png.content).startswith(b"\x89PNG")


def test_archiving_deletes_nothing_and_publishing_again_awards_again(hub, ines):
    version = factories.published()
    archive(version.achievement, by=ines)
    archived = Achievement.objects.get()
    assert (archived.state, archived.versions.count(), published().count()) == ("archived", 1, 0)
    with pytest.raises(NotKept):
        archive(archived, by=ines)
    assert publish(archived, by=ines) == version
    assert Achievement.objects.get().state == "published"


def test_the_address_stays_once_published_and_two_writers_do_not_undo_each_other(hub, ines, english):
    draft = factories.achievement()
    seen = stamp(draft)
    draft.slug = "accueil"
    keep(draft, by=ines, seen=seen)
    with pytest.raises(NotKept, match="Somebody else changed this badge while you were writing"):
        keep(draft, by=ines, seen=seen)
    publish(draft, by=ines)
    draft.slug = "autre"
    with pytest.raises(NotKept) as refusal:
        keep(draft, by=ines)
    assert str(refusal.value) == "The address of this badge stands in what was published: it stays accueil."


def test_two_badges_written_at_once_under_one_name_do_not_break_the_page(hub, ines, english):
    keep(Achievement(name="Accueillir", slug=free_slug("Accueillir"), description="sait.", issuer=hub), by=ines)
    late = Achievement(name="Accueillir", slug="accueillir", description="sait.", issuer=hub)
    with pytest.raises(NotKept, match="Another badge has just taken this address"):
        keep(late, by=ines)
    late.slug = free_slug("Accueillir")
    assert keep(late, by=ines).slug == "accueillir-2"


def test_ATK_OB_06_two_badges_never_have_the_same_identifier(hub, relais):
    version = factories.published()
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.achievement(slug="accueillir", issuer=relais)
    assert free_slug("Accueillir") == "accueillir-2"
    assert [free_slug(name) for name in ("Chiffres", "Émetteurs", "!?", "Nouveau")] == [
        "chiffres-2", "emetteurs-2", "badge", "nouveau-2",
    ]  # fmt: skip
    assert facts_of(version).id == "http://127.0.0.1:8000/openbadges/achievements/accueillir/1/achievement.json"


def test_ATK_OB_06_no_value_that_somebody_types_becomes_the_identifier_of_another_hub(hub, settings):
    settings.PERMANENT_URL = "https://badges.example.org"
    framework = skill_framework()
    skill = skill_of(framework, "1.1")
    skill.uri = "javascript:alert(1)"
    skill.save()
    version = factories.published(skills=[skill], name="https://other.example.org/achievements/1")
    said = achievement_document(facts_of(version))
    assert said["id"] == "https://badges.example.org/openbadges/achievements/accueillir/1/achievement.json"
    assert said["creator"]["id"] == "did:web:badges.example.org:openbadges:issuers:hub"
    assert said["alignment"][0]["targetUrl"].startswith("https://badges.example.org/referentiels/")


def test_what_a_version_keeps_reads_back_and_forgets_what_is_no_longer_known(hub):
    content = content_of(factories.achievement(tags=["a", "b"]))
    assert from_dict({**to_dict(content), "colour": "mauve"}) == content


def test_the_content_of_a_badge_costs_the_same_questions_with_1_and_3_skills(hub, django_assert_num_queries):
    framework = skill_framework()
    one = factories.achievement(slug="un", skills=[skill_of(framework, "1.1")])
    three = factories.achievement(slug="trois", skills=[skill_of(framework, code) for code in ("1.1", "1.2", "2.1")])
    for draft in (one, three):
        draft = Achievement.objects.get(pk=draft.pk)
        with django_assert_num_queries(3):
            content_of(draft)
