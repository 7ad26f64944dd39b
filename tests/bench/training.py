"""What the catalogue promises: pages, the builder, progress, frameworks, plans, and the whole catalogue on paper."""

import time
from urllib.parse import urlencode

from tests.bench.load import Client, percentile, times_of
from tests.bench.measures import Row

SKILLS, ENROLMENTS_OF_A_PATH = 5_000, 33
GESTURES = 40


def seeding(paths: int) -> Row:
    from django.db import connection

    from outillerie.discovery.actions import analyse_statistics
    from tests.bench.catalogue_seeds import grow_catalogue

    start = time.perf_counter()
    grow_catalogue(paths, skills=SKILLS, enrolments=paths * ENROLMENTS_OF_A_PATH)
    analyse_statistics()
    connection.close()
    return Row(f"planting of {paths} paths", f"{time.perf_counter() - start:.0f} s", "–", True)


def at_most(what: str, times: list[float], most: int) -> Row:
    p95 = percentile(times, 0.95)
    return Row(f"{what}, p95", f"{p95:.0f} ms", f"≤ {most} ms", p95 <= most)


def framework() -> Row:
    """Import DigComp as it is published, into a database that does not have this version."""
    from django.db import transaction

    from catalogue.frameworks.imports import SHIPPED, import_framework, read_file

    data = (SHIPPED / "digcomp-3.0-data-supplement-2025-11-24.jsonld").read_bytes()
    start = time.perf_counter()
    with transaction.atomic():
        import_framework(read_file(data, "digcomp.jsonld", code="digcomp", version="mesure"))
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    return Row("import of DigComp 3.0", f"{seconds:.1f} s", "≤ 5 s", seconds <= 5)


def pages(port, paths: int) -> list[Row]:
    one_by_one = [f"/parcours/essai-{n % paths}/?_={n}" for n in range(200)]
    times_of(port, one_by_one[:5])
    listed = [f"/parcours/?_={n}" for n in range(60)]
    searched = [f"/parcours/?q=accueillir&_={n}" for n in range(60)]
    return [
        at_most("path page, uncached", times_of(port, one_by_one), 80),
        at_most("every path, no filter", times_of(port, listed), 100),
        at_most("search of paths", times_of(port, searched), 100),
    ]


def builder(port) -> Row:
    """Press the buttons of the builder, signed in, on a path of a dozen modules: each answer leads back to the screen."""
    from django.contrib.auth.models import Group
    from django.db import connection
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client as Browser

    from catalogue.paths.models import LearningPathPage
    from outillerie.accounts.models import User
    from outillerie.privacy.actions import accept_terms
    from outillerie.privacy.queries import terms_version

    trainer = User.objects.create_user("mesure@example.org")
    trainer.groups.add(Group.objects.get(name="trainer"))
    accept_terms(trainer, terms_version())
    path = LearningPathPage.objects.get(slug="essai-0")
    LearningPathPage.objects.filter(pk=path.pk).update(owner=trainer)
    browser = Browser()
    browser.force_login(trainer)
    [module] = path.blocks.first().module_rows.all()[:1]
    connection.close()
    token = _get_new_csrf_string()
    cookies = f"csrf={token}; session={browser.cookies['session'].value}"
    client, times = Client(port), []
    for number in range(GESTURES):
        verb = "down" if number % 2 == 0 else "up"
        body = urlencode({"csrfmiddlewaretoken": token, "do": f"{verb}:{module.module.key}"})
        start = time.perf_counter()
        status, _body = client.post(f"/monter/parcours/{path.pk}/", body, cookies=cookies)
        times.append((time.perf_counter() - start) * 1000)
        if status != 303:
            raise SystemExit(f"The builder answered {status}, not 303.")
    return at_most("gesture of the builder", times, 150)


def progress() -> Row:
    from django.db import connection

    from catalogue.learning.models import Enrolment
    from catalogue.learning.queries import progress_of

    times = []
    for pk in Enrolment.objects.order_by("pk").values_list("pk", flat=True)[:200]:
        enrolment = Enrolment.objects.get(pk=pk)
        start = time.perf_counter()
        progress_of(enrolment)
        times.append((time.perf_counter() - start) * 1000)
    connection.close()
    return at_most("progress of one person", times, 30)


def plans() -> Row:
    """The shortest set of modules among 500 for 200 skills: twenty catalogues that look like real ones."""
    from catalogue.positioning.formats.cover import shortest_cover
    from tests.catalogue.positioning.instances import seeded_instance

    times, proven = [], 0
    for seed in range(20):
        instance = seeded_instance(seed, skills=200, modules=500, realistic=True)
        start = time.perf_counter()
        proven += shortest_cover(*instance).is_proven
        times.append((time.perf_counter() - start) * 1000)
    row = at_most("shortest set, 200 skills × 500 modules", times, 300)
    return Row(row.what, f"{row.measured} ({proven} of 20 proven the shortest)", row.promised, row.holds)


def printed_catalogue(port, paths: int) -> Row:
    """Ask for the catalogue of every path until the worker has made it."""
    start, asked = time.perf_counter(), 1
    # Each time somebody else: the site bounds what one address may ask in a minute.
    while (status := Client(port, f"127.2.0.{asked % 250 + 1}").get("/parcours/catalogue/catalogue.pdf")[0]) == 202:
        asked += 1
        time.sleep(0.25)
    seconds = time.perf_counter() - start
    return Row(f"catalogue of {paths} paths on paper", f"{seconds:.0f} s", "≤ 60 s", status == 200 and seconds <= 60)
