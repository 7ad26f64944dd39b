"""One function a promise. Each returns rows: what was measured, what was promised, whether it holds."""

import time
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from tests.bench.load import Client, percentile, throughput, times_of
from tests.bench.seeds import grow

REAL = Path("fixtures/demo/imported/nothing2hide")
QUERIES = (
    "mot de passe",
    "données personnelles",
    "image truquée",
    "internet",
    "ordinateur sécurité",
    "carte jeu enfants",
)
FACETS = (
    "domaine=4&duree=60&modalite=onsite", "public=adultes&niveau=2&duree=120", "niveau=1&licence=CC-BY-SA&groupe=medium",
    "domaine=1&public=seniors-personnes-agees&lieu=offline",
)  # fmt: skip


@dataclass
class Row:
    what: str
    measured: str
    promised: str
    holds: bool


def import_speed(folder) -> Row:
    """Import four hundred sheets made of the sixteen real ones, each with a title of its own."""
    sheets = folder / "sheets"
    sheets.mkdir()
    texts = [path.read_text(encoding="utf-8") for path in sorted(REAL.glob("*.md"))]
    (sheets / "source.yml").write_text("licence: CC BY-SA 3.0\nauteur: Nothing2Hide\n", encoding="utf-8")
    for number in range(400):
        (sheets / f"fiche-{number}.md").write_text(texts[number % len(texts)], encoding="utf-8")
    start = time.perf_counter()
    call_command("import_kits", str(sheets), stdout=StringIO())
    speed = 400 / (time.perf_counter() - start)
    return Row("import of real sheets", f"{speed:.0f} kits/s", "≥ 40 kits/s", speed >= 40)


def seeding(count) -> Row:
    from django.db import connection

    from outillerie.discovery.actions import analyse_statistics
    from outillerie.kits.models import KitPage

    start = time.perf_counter()
    grow(count - KitPage.objects.count())
    analyse_statistics()
    connection.close()
    speed = count / (time.perf_counter() - start)
    return Row("planting of plain content", f"{speed:.0f} kits/s", "–", True)


def pages(port, pid) -> list[Row]:
    kit = "/kits/ou-est-camille/"
    times_of(port, [kit] * 10)
    uncached = times_of(port, [f"{kit}?{n}" for n in range(300)])
    p95 = percentile(uncached, 0.95)
    constant = [throughput(port, "/bench/constant/", seconds=3)]
    cached = [throughput(port, kit, seconds=3)]
    constant.append(throughput(port, "/bench/constant/", seconds=3))
    cached.append(throughput(port, kit, seconds=3))
    ratio = max(cached) / max(constant)
    heaviest = max(memory_of(child) for child in children_of(pid))
    return [
        Row("kit page, uncached, p95", f"{p95:.0f} ms", "≤ 60 ms", p95 <= 60),
        Row(
            "kit page, cached / constant view",
            f"{ratio:.2f} ({max(cached):.0f}/s, {max(constant):.0f}/s)",
            "≥ 0.7",
            ratio >= 0.7,
        ),
        Row("memory of the heaviest web process", f"{heaviest:.0f} MB", "≤ 200 MB", heaviest <= 200),
    ]


def children_of(pid) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] or [pid]


def memory_of(pid) -> float:
    """Return the resident memory of a process, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def search(port) -> list[Row]:
    from urllib.parse import quote

    with_text = [f"/kits/?q={quote(q)}&{facets}&_={n}" for n in range(6) for q in QUERIES for facets in FACETS]
    without = [f"/kits/?{facets}&_={n}" for n in range(25) for facets in FACETS]
    times_of(port, with_text[:8])
    searched, listed = times_of(port, with_text), times_of(port, without)
    rows = [("search with text and 3 facets, p95", searched), ("3 facets without text, p95", listed)]
    everything = times_of(port, [f"/kits/?_={n}" for n in range(60)])
    rows.append(("every kit, no filter, p95", everything))
    return [
        Row(what, f"{percentile(times, 0.95):.0f} ms", "≤ 100 ms", percentile(times, 0.95) <= 100)
        for what, times in rows
    ]


def printing(port) -> list[Row]:
    """Ask for A4 sheets that nobody printed yet, until each is there; then ask again."""
    from outillerie.kits.models import KitPage

    slugs = ["ou-est-camille", "ma-demarche-pas-a-pas", "l-upcyclub"]
    slugs = [slug for slug in slugs if KitPage.objects.filter(slug=slug).exists()]
    cold = []
    for number, slug in enumerate(slugs, start=1):
        client = Client(port, f"127.1.0.{number}")
        start = time.perf_counter()
        while client.get(f"/kits/{slug}/v1/fiche-econome.pdf")[0] == 202:
            time.sleep(0.05)
        cold.append((time.perf_counter() - start) * 1000)
    again = times_of(port, [f"/kits/{slug}/v1/fiche-econome.pdf" for slug in slugs] * 20)
    return [
        Row("A4 PDF, cold, slowest", f"{max(cold):.0f} ms", "≤ 1,500 ms", max(cold) <= 1500),
        Row("A4 PDF, from storage, p95", f"{percentile(again, 0.95):.0f} ms", "–", True),
    ]
