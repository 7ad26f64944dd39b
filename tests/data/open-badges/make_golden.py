"""Write the golden badges of a release: awarded by the code of now, kept for ever, verified by every later one (PERM-01).

    .venv/bin/python tests/data/open-badges/make_golden.py 0.1

Made once, when a release is cut: a folder that exists is left alone. What signs them is made for the occasion and kept
nowhere. `verdicts.json` says what each file must be judged.
"""

import json
import os
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

GOLDEN = Path(__file__).with_name("golden")
ROOT = Path(__file__).parents[3]
SITE = "https://badges.example.org"
FORMS = {"credentials": ("json", "jwt", "png", "svg"), "assertions": ("json", "jws")}


def main(release: str) -> None:
    target = GOLDEN / release
    if target.exists():
        sys.exit(f"{target} exists: golden badges are made once.")
    with tempfile.TemporaryDirectory() as scratch:
        start(scratch)
        archive, badges = written(Path(scratch, "archive"))
        target.mkdir(parents=True)
        shutil.copytree(archive / "openbadges", target / "openbadges", ignore=shutil.ignore_patterns("index.html"))
        papers = certificates(target, badges)
    (target / "verdicts.json").write_text(json.dumps(verdicts(target, badges) | papers, indent=1) + "\n")


def start(scratch: str) -> None:
    """Prepare a site of its own, with nothing of this one."""
    os.environ.update(DATA_DIR=scratch, DEBUG="true", PERMANENT_URL=SITE, DJANGO_SETTINGS_MODULE="outillerie.settings")
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("install", verbosity=0)


def written(folder: Path):
    """Return the archive, and the badges by what became of them."""
    from django.utils import timezone, translation

    from badges.awarding.actions import award_by_hand, reissue, revoke
    from badges.awarding.models import Credential
    from badges.awarding.signing import issue
    from badges.hosting.archiving import write_archive
    from badges.issuing.keys import new_pair, rotate_keys
    from badges.openbadges import tokens
    from tests.badges import factories

    translation.activate("fr")
    factories.rsa_key = lambda number: tokens.new_rsa_key()
    version = factories.published(
        translations=[{"language": "en", "name": "Welcoming with care", "description": "can welcome somebody."}]
    )

    def given(name, **times):
        email = f"{name}@example.org"
        badge = award_by_hand(version, by=None, email=email, name=name.title(), reason="Trois séances animées.")
        Credential.objects.filter(pk=badge.pk).update(**times)
        issue(badge.pk)
        return Credential.objects.get(pk=badge.pk)

    first = given("ada")
    rotate_keys(version.achievement.issuer, by=None, pair=new_pair())
    now = timezone.now().replace(microsecond=0)
    past = {"valid_from": now - timedelta(days=30), "valid_until": now - timedelta(days=1)}
    badges = {"valid": [first, given("louise")], "expired": [given("ernest", **past)], "revoked": [given("basile")]}
    again = given("irene")
    reissue(again, by=None)
    issue(again.pk, 2)
    badges["valid"].append(again)
    revoke(badges["revoked"][0], by=None, reason="Délivré par erreur.")
    return write_archive(folder).site, badges


def certificates(target: Path, badges) -> dict[str, str]:
    from badges.awarding.models import Credential
    from badges.backpack.certificate import certificate_pdf
    from badges.backpack.papers import paper_of

    folder = target / "papers"
    folder.mkdir()
    made = {}
    for verdict in ("valid", "expired"):
        badge = Credential.objects.get(pk=badges[verdict][0].pk)
        (folder / f"{badge.uuid}.pdf").write_bytes(certificate_pdf(paper_of(badge)))
        made[f"papers/{badge.uuid}.pdf"] = verdict
    return made


def verdicts(target: Path, badges) -> dict[str, str]:
    """Return what each file must be judged."""
    said = {}
    for verdict, group in badges.items():
        for badge in group:
            for folder, endings in FORMS.items():
                names = [f"openbadges/{folder}/{badge.uuid}.{ending}" for ending in endings]
                said |= {name: verdict for name in names if (target / name).exists()}
    return said


if __name__ == "__main__":
    main(*sys.argv[1:])
