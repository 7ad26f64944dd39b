"""Two verifiers of Open Badges 3.0 written by others, in JavaScript, and what they say of our badges.

DCC is `@digitalcredentials/verifier-core`, what Learner Credential Wallet and VerifierPlus run; Digital Bazaar's is
`@digitalbazaar/vc` with its Data Integrity and status list libraries. One process judges many documents. `bin/judges`
installs them in `var/judges`; without it `IS_HERE` is false.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.judges.world import Answer, standards

FOLDER = Path(os.environ.get("JUDGES") or Path(__file__).parents[2] / "var" / "judges").resolve()
IS_HERE = shutil.which("node") is not None and (FOLDER / "node_modules").is_dir()
PROGRAM = Path(__file__).with_name("judge.mjs")


@dataclass(frozen=True)
class Verdict:
    """`verdict` is valid, revoked, expired, altered or refused. `schema` is what DCC says of the JSON schema."""

    verdict: str
    says: str = ""
    schema: bool | None = None


def js_verdicts(
    documents: Iterable[dict | str],
    world: Mapping[str, Answer] | None = None,
    *,
    mirrors: Mapping[str, str] | None = None,
) -> list[dict[str, Verdict]]:
    """Return for each document the verdict of each judge: `dcc` and `digitalbazaar`, or `jose` for a token.

    A document is a dict, the text of a token, or an address. `world` says what each address answers; `mirrors` says
    where the addresses that begin with a site's are really read, on loopback: {"https://badges.example.org":
    "http://127.0.0.1:8100"}.
    """
    documents = list(documents)
    asked = {"documents": documents, "world": standards() | dict(world or {}), "mirrors": dict(mirrors or {})}
    # Read from `--eval`, a program finds the libraries of the folder it runs in.
    done = subprocess.run(
        [shutil.which("node"), "--no-warnings", "--input-type=module", "--eval", PROGRAM.read_text()],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=FOLDER,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0 and len(lines) == len(documents), done.stderr[-2000:]
    return [{judge: Verdict(**said) for judge, said in json.loads(line).items()} for line in lines]
