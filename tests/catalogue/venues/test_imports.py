"""Venues from files: created, brought up to date, unchanged; what the staff edited is never written over."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from catalogue.venues.actions import ProposalGone, settle_proposals
from catalogue.venues.imports import Defaults, VenuesNotImported, import_venues
from catalogue.venues.models import Venue
from tests.catalogue.venues.samples import DATA, HINAURA, LA_POSTE, csv_file, data, line

pytestmark = pytest.mark.django_db


def counts(report):
    return report.created, report.updated, report.unchanged, report.kept, len(report.rejected)


def rows():
    return list(Venue.objects.order_by("pk").values())


def test_all_the_real_venues_come_in_and_a_second_time_changes_nothing(territories):
    assert counts(import_venues(data(HINAURA))) == (687, 0, 0, 0, 0)
    before = rows()
    assert counts(import_venues(data(HINAURA))) == (0, 0, 687, 0, 0)
    assert rows() == before
    assert Venue.objects.filter(territory=None).count() == 0


def test_the_official_example_comes_in(territories):
    assert counts(import_venues(data("exemple-valide-v1.0.2.csv"))) == (1, 0, 0, 0, 0)
    venue = Venue.objects.get()
    assert (venue.slug, venue.fees, venue.labels) == (
        "anonymal-reims",
        ["Gratuit sous condition", "Payant"],
        ["Formé à « Mon Espace Santé »", "Arnia/MedNum BFC (Bourgogne-Franche-Comté)"],
    )


def test_venues_are_tied_to_their_communes(territories):
    import_venues(data(LA_POSTE))
    found = Venue.objects.order_by("commune").values_list("territory__name", flat=True)
    assert list(found) == ["Ailly-sur-Somme", "Beauvais", "Calais", "Chauny", "Roubaix", "Saultain"]


def test_a_dry_run_says_the_same_and_writes_nothing():
    assert counts(import_venues(csv_file(line()), dry_run=True)) == (1, 0, 0, 0, 0)
    assert rows() == []


def test_what_changed_in_the_file_is_brought_up_to_date():
    import_venues(csv_file(line()))
    report = import_venues(csv_file(line(nom="Médiathèque neuve", horaires="Mo 09:00-12:00")))
    venue = Venue.objects.get()
    assert (counts(report), venue.name, venue.opening_hours) == (
        (0, 1, 0, 0, 0),
        "Médiathèque neuve",
        "Mo 09:00-12:00",
    )
    assert venue.slug == "mediatheque-des-tisserands-roubaix"


def test_an_edit_is_kept_and_the_newcomer_waits():
    import_venues(csv_file(line(telephone="+33320000000")))
    Venue.objects.update(phone="+33321111111")
    assert counts(import_venues(csv_file(line(telephone="+33320000000")))) == (0, 0, 1, 1, 0)
    report = import_venues(csv_file(line(telephone="+33322222222", nom="Autre nom")))
    venue = Venue.objects.get()
    assert (counts(report), report.waiting) == ((0, 1, 0, 1, 0), [("Autre nom", ("phone",))])
    assert (venue.phone, venue.proposed, venue.name) == ("+33321111111", {"phone": "+33322222222"}, "Autre nom")
    before = rows()
    assert counts(import_venues(csv_file(line(telephone="+33322222222", nom="Autre nom")))) == (0, 0, 1, 1, 0)
    assert rows() == before


def test_an_edit_that_the_file_joins_is_an_edit_no_more():
    import_venues(csv_file(line(telephone="+33320000000")))
    Venue.objects.update(phone="+33321111111")
    import_venues(csv_file(line(telephone="+33322222222")))
    import_venues(csv_file(line(telephone="+33321111111")))
    assert Venue.objects.get().proposed == {}
    import_venues(csv_file(line(telephone="+33323333333")))
    assert Venue.objects.get().phone == "+33323333333"


@pytest.mark.parametrize("taken", [set(), {"updated_on", "phone"}])
def test_the_staff_keeps_its_own_or_takes_theirs(taken):
    import_venues(csv_file(line(telephone="+33320000000")))
    Venue.objects.update(phone="+33321111111", updated_on="2026-02-01")
    newer = csv_file(line(telephone="+33322222222", date_maj="2026-03-01"))
    import_venues(newer)
    venue = Venue.objects.get()
    assert set(venue.proposed) == {"phone", "updated_on"}
    assert settle_proposals(venue, taken=taken, seen={"phone", "updated_on"}) == sorted(taken)
    venue.refresh_from_db()
    kept = ("+33322222222", "2026-03-01") if taken else ("+33321111111", "2026-02-01")
    assert (venue.phone, venue.updated_on.isoformat(), venue.proposed) == (*kept, {})
    assert counts(import_venues(newer)) == (0, 0, 1, 0 if taken else 1, 0)
    assert Venue.objects.get().proposed == {}


def test_a_proposal_decided_by_somebody_else_is_told():
    import_venues(csv_file(line(telephone="+33320000000")))
    Venue.objects.update(phone="+33321111111")
    import_venues(csv_file(line(telephone="+33322222222")))
    venue = Venue.objects.get()
    settle_proposals(venue, taken=set(), seen={"phone"})
    with pytest.raises(ProposalGone):
        settle_proposals(venue, taken={"phone"}, seen={"phone"})
    assert Venue.objects.get().phone == "+33321111111"


def test_the_control_without_the_memory_of_the_last_import_an_edit_is_lost():
    import_venues(csv_file(line(telephone="+33320000000")))
    Venue.objects.update(phone="+33321111111", imported={})
    venue = Venue.objects.get()
    venue.imported = {"phone": "+33321111111"}
    venue.save()
    import_venues(csv_file(line(telephone="+33322222222")))
    assert Venue.objects.get().phone == "+33322222222"


def test_a_venue_made_here_is_not_written_over_by_a_file_that_knows_it():
    import_venues(csv_file(line()))
    Venue.objects.update(imported={}, name="Notre nom")
    import_venues(csv_file(line(telephone="+33320000000")))
    venue = Venue.objects.get()
    assert (venue.name, venue.phone, venue.proposed) == (
        "Notre nom",
        "+33320000000",
        {"name": "Médiathèque des Tisserands"},
    )


def test_a_refused_line_is_told_and_the_others_come_in():
    with override("en"):
        report = import_venues(
            csv_file(line(), line(id="essai-2", nom="Sans rue", adresse=""), line(nom="Deux fois"), line(id="essai-3"))
        )
    assert counts(report) == (2, 0, 0, 0, 2)
    assert [(told.line, told.name, told.sentences) for told in report.rejected] == [
        (3, "Sans rue", ("“adresse” is empty.",)),
        (4, "Deux fois", ("Its identifier is already that of line 2.",)),
    ]


def test_bare_numbers_of_two_sources_do_not_write_over_one_another():
    import_venues(csv_file(line(id="5", source="Une source")))
    report = import_venues(csv_file(line(id="5", nom="Tout autre", source="Autre source")))
    assert (counts(report), Venue.objects.get().name) == ((0, 0, 0, 0, 1), "Médiathèque des Tisserands")
    again = csv_file(line(id="5", nom="Tout autre", source="Autre source"))
    assert counts(import_venues(again, defaults=Defaults(prefix="autre-"))) == (1, 0, 0, 0, 0)


def test_what_is_no_longer_in_the_file_is_told_and_stays():
    import_venues(csv_file(line(), line(id="essai-2", nom="Fermé depuis"), line(id="x", nom="Autre", source="Autre")))
    report = import_venues(csv_file(line()))
    assert (report.missing, Venue.objects.count()) == (["Fermé depuis"], 3)


def test_venues_of_the_same_name_have_addresses_of_their_own():
    import_venues(csv_file(line(), line(id="essai-2"), line(id="essai-3", nom="Importer", commune="-")))
    assert list(Venue.objects.order_by("pk").values_list("slug", flat=True)) == [
        "mediatheque-des-tisserands-roubaix",
        "mediatheque-des-tisserands-roubaix-2",
        "importer-2",
    ]


def test_an_unreadable_file_changes_nothing():
    with pytest.raises(VenuesNotImported):
        import_venues(csv_file(line()) + b'essai-2,"jamais\n')
    assert rows() == []


def test_a_venue_that_moves_changes_territory(territories):
    import_venues(csv_file(line(code_insee="59512")))
    import_venues(csv_file(line(code_insee="62765", commune="Saint-Omer", code_postal="62500")))
    assert Venue.objects.get().territory.name == "Saint-Omer"


# --- the command


def test_the_command_tells_what_it_did_and_writes_a_report(tmp_path, capsys):
    file, report = tmp_path / "lieux.csv", tmp_path / "rapport.csv"
    file.write_bytes(csv_file(line(), line(id="essai-2", adresse=""), delimiter=";"))
    call_command("import_venues", file, report=report)
    assert Venue.objects.count() == 1
    told = list(csv.reader(io.StringIO(report.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert [row[:2] for row in told[1:]] == [["3", "Médiathèque des Tisserands"]]
    assert capsys.readouterr().out.count("\n") == 3


def test_the_command_gives_what_the_raw_file_of_la_poste_lacks(capsys):
    raw = DATA / "etapes-numeriques-la-poste-brut.json"
    call_command(
        "import_venues", raw, source="Étapes numériques", updated_on="2024-05-30", prefix="laposte-", verbosity=0
    )
    assert Venue.objects.filter(standard_id__startswith="laposte-", source="Étapes numériques").count() == 95


def test_the_command_says_that_there_is_no_such_file(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_venues", tmp_path / "rien.csv")
