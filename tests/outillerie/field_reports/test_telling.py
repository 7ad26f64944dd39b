"""Telling a workshop, correcting and erasing what one told."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from outillerie.accounts.actions import trust_address
from outillerie.field_reports.actions import MOST_A_DAY, AlreadyTold, ReportErased, TooManyReports, correct_report
from outillerie.field_reports.models import FieldReport, FieldStanding
from outillerie.kits.models import Audience, PlaceType
from outillerie.notifications.models import Kind, Notification
from tests import factories
from tests.outillerie.field_reports.workshops import ANSWERS, DAY, told

pytestmark = pytest.mark.django_db
TELL = "/kits/camille/retours/raconter/"


def errors(answer):
    return {name: [str(error) for error in found] for name, found in answer.context["form"].errors.items()}


def test_someone_tells_a_workshop_and_reads_it_on_the_page_of_the_kit(client, kit, lea, author):
    client.force_login(lea)
    place, audience = PlaceType.objects.get(code="library"), Audience.objects.first()
    answer = client.post(TELL, {**ANSWERS, "place_type": place.pk, "audience": audience.pk})
    report = FieldReport.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/kits/camille/retours/{report.pk}/")
    assert (report.kit, report.person, report.version) == (kit, lea, kit.versions.get())
    assert (report.held_on, report.participants, report.minutes, report.recommendation) == (DAY, 8, 35, 3)
    assert (report.place_type, report.audience) == (place, audience)
    page = client.get("/kits/camille/").text
    expected = ("Bibliothèque, 8 participants", "Atelier de 35\u00a0min", "Léa", "1 retour d’atelier", "12 mars 2026")
    assert [words for words in expected if words not in page] == []
    [row] = Notification.objects.all()
    assert (row.person, row.kind, row.actor, row.kit_id, row.path) == (
        author,
        Kind.FIELD_REPORT,
        lea,
        kit.pk,
        answer.url,
    )


def test_nothing_but_a_date_a_sentence_and_an_answer_is_asked(client, kit, lea):
    client.force_login(lea)
    client.post(TELL, {"held_on": "hier", "difficulties": "Trop long.", "recommendation": "2"})
    report = FieldReport.objects.get()
    assert report.held_on == timezone.localdate() - timedelta(days=1)
    assert (report.place_type, report.audience, report.participants, report.minutes) == (None, None, None, None)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        (
            {"held_on": "le mois dernier"},
            {"held_on": ["Écrivez le jour, le mois et l’année. Exemple\u00a0: 14/10/2025."]},
        ),
        ({"held_on": ""}, {"held_on": ["Écrivez la date de l’atelier pour continuer."]}),
        (
            {"held_on": "1/1/2999"},
            {"held_on": ["Ce jour n’est pas encore venu. Écrivez le jour d’un atelier qui a eu lieu."]},
        ),
        ({"held_on": "31/12/1999"}, {"held_on": ["Écrivez une date à partir de l’an 2000."]}),
        ({"participants": "beaucoup"}, {"participants": ["Écrivez un nombre, par exemple 8."]}),
        ({"participants": "0"}, {"participants": ["Écrivez un nombre de participants de 1 à 1000."]}),
        ({"minutes": "longtemps"}, {"minutes": ["Écrivez un nombre de minutes, par exemple 60."]}),
        ({"recommendation": ""}, {"recommendation": ["Choisissez une des quatre réponses pour continuer."]}),
        (
            {"worked": " \n", "difficulties": "", "alternatives": "\x00" * 0},
            {
                "worked": [
                    "Écrivez au moins une phrase\u00a0: ce qui a marché, ce qui a coincé ou ce que vous avez changé."
                ]
            },
        ),
    ],
)
def test_a_refusal_says_what_to_write_and_keeps_what_was_typed(client, kit, lea, facts, refused):
    client.force_login(lea)
    answer = client.post(TELL, {**ANSWERS, **facts})
    assert (answer.status_code, errors(answer), FieldReport.objects.count()) == (200, refused, 0)
    assert {name: answer.context["form"][name].value() for name in ANSWERS} == {**ANSWERS, **facts}


@pytest.mark.parametrize("text", ["Écrire à lea@mairie.fr", "Son numéro : 06 12 34 56 78"])
def test_GDPR_01_a_text_that_holds_how_to_reach_someone_is_refused_with_the_words_to_remove(client, kit, lea, text):
    client.force_login(lea)
    answer = client.post(TELL, {**ANSWERS, "worked": text})
    [sentence] = errors(answer)["worked"]
    assert text.split(" : ")[-1].removeprefix("Écrire à ") in sentence
    assert FieldReport.objects.count() == 0


def test_GDPR_01_the_address_of_a_person_is_on_no_page(client, kit, lea):
    nameless = factories.person("sans-nom@example.org")
    report = told(kit, nameless, answer="Merci.", answered_by=lea)
    pages = ["/kits/camille/", "/kits/camille/retours/", report.get_absolute_url(), "/"]
    shown = "".join(client.get(page).text for page in pages)
    assert ("example.org" in shown, nameless.shown_name() in shown) == (False, True)


def test_a_person_is_linked_to_their_page_only_if_it_is_public(client, kit, lea, theo):
    told(kit, lea)
    theo.is_public, theo.slug, theo.role, theo.place = True, "theo", "Médiateur numérique", "Roubaix"
    theo.save()
    told(kit, theo)
    page = client.get("/kits/camille/retours/").text
    assert ('href="/membres/theo/"' in page, "Médiateur numérique, Roubaix" in page) == (True, True)
    assert page.count("/membres/") == 1


def test_one_report_a_person_a_date(client, kit, lea, theo):
    first = told(kit, lea)
    told(kit, theo)
    told(kit, lea, held_on=date(2026, 3, 13))
    client.force_login(lea)
    answer = client.post(TELL, ANSWERS)
    assert errors(answer) == {
        "held_on": [
            "Vous avez déjà raconté l’atelier de ce jour. Changez la date, ou corrigez ce que vous aviez écrit."
        ]
    }
    assert f'href="{first.get_absolute_url()}corriger/"' in answer.text
    assert answer.context["form"]["worked"].value() == ANSWERS["worked"]
    assert FieldReport.objects.count() == 3


def test_the_same_report_sent_twice_is_told_once(client, kit, lea):
    client.force_login(lea)
    answers = [client.post(TELL, ANSWERS).url for _press in range(2)]
    assert (len(set(answers)), FieldReport.objects.count(), Notification.objects.count()) == (1, 1, 1)


def test_someone_signed_out_signs_in_and_finds_again_what_they_had_typed(client, kit, lea):
    trust_address(lea)
    answer = client.post(TELL, {**ANSWERS, "is_hidden": "on"})
    assert (answer.status_code, answer.url) == (302, f"/compte/connexion/?next={TELL}")
    client.force_login(lea)
    form = client.get(TELL).context["form"]
    assert {name: form[name].value() for name in ANSWERS} == ANSWERS
    assert "is_hidden" not in client.session["kept-answers"]["answers"]
    client.post(TELL, ANSWERS)
    assert "kept-answers" not in client.session


def test_someone_signed_out_is_sent_to_sign_in_and_back(client, kit):
    assert client.get(TELL).url == f"/compte/connexion/?next={TELL}"


def test_someone_tells_a_score_of_workshops_a_day_and_no_more(kit, lea):
    for number in range(MOST_A_DAY):
        told(kit, lea, held_on=date(2025, 1, 1) + timedelta(days=number))
    with pytest.raises(TooManyReports):
        told(kit, lea, held_on=date(2026, 1, 1))
    assert FieldReport.objects.count() == MOST_A_DAY


def test_its_author_corrects_a_report_and_an_answer_that_came_meanwhile_stays(client, kit, lea):
    report = told(kit, lea)
    factories.publish(kit, hook="Autre accroche.")
    client.force_login(lea)
    page = f"{report.get_absolute_url()}corriger/"
    assert client.get(page).context["form"]["held_on"].value() == "12/03/2026"
    FieldReport.objects.filter(pk=report.pk).update(answer="Merci.")
    answer = client.post(page, {**ANSWERS, "held_on": "13/03/2026"})
    report.refresh_from_db()
    assert (answer.url, report.held_on, report.worked) == (
        report.get_absolute_url(),
        date(2026, 3, 13),
        ANSWERS["worked"],
    )
    assert (report.answer, report.version.number) == ("Merci.", 1)


def test_a_correction_cannot_take_the_date_of_another_report(client, kit, lea):
    told(kit, lea)
    second = told(kit, lea, held_on=date(2026, 3, 13))
    client.force_login(lea)
    answer = client.post(f"{second.get_absolute_url()}corriger/", ANSWERS)
    assert list(errors(answer)) == ["held_on"]
    second.refresh_from_db()
    assert second.held_on == date(2026, 3, 13)


def test_correcting_a_report_erased_meanwhile_does_not_bring_it_back(kit, lea):
    report = told(kit, lea)
    FieldReport.objects.all().delete()
    with pytest.raises(ReportErased):
        correct_report(report)
    assert FieldReport.objects.count() == 0


def test_a_refused_date_in_the_database_itself_is_a_sentence(kit, lea):
    told(kit, lea)
    with pytest.raises(AlreadyTold, match="déjà raconté"):
        told(kit, lea, worked="Autre chose.")


def test_its_author_erases_a_report(client, kit, lea):
    report = told(kit, lea)
    client.force_login(lea)
    page = f"{report.get_absolute_url()}enlever/"
    assert (client.get(page).status_code, FieldReport.objects.count()) == (200, 1)
    assert client.post(page).url == "/kits/camille/retours/"
    assert (FieldReport.objects.count(), FieldStanding.objects.get().reports) == (0, 0)
    assert "Personne n’a encore raconté ce kit" in client.get("/kits/camille/").text


def test_choosing_the_kit_that_one_ran(client, kit):
    factories.draft(title="Camille en chantier")
    assert client.get("/raconter-un-atelier/").context["rows"] == []
    assert client.get("/raconter-un-atelier/", {"q": "camille"}).context["rows"] == [
        {"title": "Où est Camille\u00a0?", "url": TELL}
    ]
    assert "Aucun kit avec ces mots" in client.get("/raconter-un-atelier/", {"q": "xyzzy"}).text
