"""The official validator of Open Badges 2.0 (1EdTech `openbadges` 1.1.2), asked about many badges at once, offline.

It runs with the interpreter of `var/judges/ob2`, and imports nothing of ours. Standard input: {"badges": [an address, the
text of a document, of a token, or "file:" and a path], "recipients": [e-mail or ""], "world": {address: [status, media
type, text]}}. Standard output: one line of JSON a badge: {"valid": …, "says": [sentence…]}.
"""

import io
import json
import sys
import warnings

warnings.simplefilter("ignore")

import requests  # noqa: E402
from requests.adapters import HTTPAdapter  # noqa: E402

WORLD = {}
MIRRORS = {}
SEND = HTTPAdapter.send


def send(self, request, **options):
    """Answer from the world, or from a mirror on loopback; nothing else can be read."""
    for site, mirror in MIRRORS.items():
        if request.url.startswith(f"{site}/"):
            request.url = mirror + request.url[len(site) :]
            return SEND(self, request, **options)
    status, media_type, text = WORLD.get(request.url, (404, "text/plain", "not found"))
    response = requests.Response()
    response.status_code, response.url, response.request = status, request.url, request
    response.headers["Content-Type"] = media_type
    response.raw = io.BytesIO(text.encode())
    response.encoding = "utf-8"
    return response


HTTPAdapter.send = send

from openbadges import verify  # noqa: E402


def verdict(badge, email):
    if badge.startswith("file:"):
        with open(badge.removeprefix("file:"), "rb") as image:
            return verdict_of(image, email)
    return verdict_of(badge, email)


def verdict_of(given, email):
    report = verify(given, {"email": email} if email else None, use_cache=False)["report"]
    says = [message.get("result") or message.get("name", "") for message in report["messages"]]
    return {"valid": bool(report["valid"]), "says": says}


def main():
    asked = json.load(sys.stdin)
    WORLD.update(asked["world"])
    MIRRORS.update(asked["mirrors"])
    for badge, email in zip(asked["badges"], asked["recipients"], strict=True):
        try:
            said = verdict(badge, email)
        except Exception as error:
            # What it cannot read at all, it says with an error: the judgement is that it is not a badge.
            said = {"valid": False, "says": [f"{type(error).__name__}: {error}"]}
        sys.__stdout__.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main()
