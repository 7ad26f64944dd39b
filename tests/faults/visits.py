"""People who press a button of the site through HTTP, and what they are told."""

from dataclasses import dataclass
from urllib.parse import urlencode

from tests.bench.load import Client
from tests.bench.people import SignedIn

DONE = "?inscription=notee"


@dataclass(frozen=True)
class Told:
    """`status` is 0 when the connection was cut before an answer came."""

    status: int
    retry_after: str = ""
    location: str = ""
    page: str = ""

    @property
    def is_done(self) -> bool:
        return self.status == 303 and DONE in self.location


def press(port: int, slug: str, person: SignedIn, client: Client | None = None) -> Told:
    """Send the form that registers `person` to the session; the same person always sends the same key."""
    fields = {"csrfmiddlewaretoken": person.token, "key": f"visite-{person.pk:08d}", "joins_queue": "True"}
    try:
        client = client or Client(port)
        status, body = client.post(f"/seances/{slug}/inscription/", urlencode(fields), cookies=person.cookies)
    except (OSError, IndexError, ValueError):
        # Cut before, or in the middle of, the first line of the answer.
        return Told(0)
    said = client.headers
    return Told(status, said.get("retry-after", ""), said.get("location", ""), body.decode())
