"""What a session remembers of writing.

First, what somebody typed when they were no longer signed in: kept for them until they are. Only an answer to a page
that we made for somebody is kept: that page carries, signed, whom it was for, and nobody else is shown what they typed.
Then, what a page saved last, so that a browser that was never told so may save again; and the word to those who read.
"""

import time

from django.http import QueryDict

from outillerie.writing.exports import read_token
from outillerie.writing.stages import Stage

KEY, LAST, MESSAGES = "writing_kept", "writing_last", "writing_messages"
MOST_BYTES = 2_000_000
MOST_MESSAGE = 2000
MOST_STAGES = 12
ONE_DAY = 24 * 60 * 60


def keep(request, kit_id: int, stage: Stage) -> bool:
    """Keep what `request` typed. Return whether it is kept."""
    read = read_token(request.POST.get("base", ""))
    typed = request.POST.copy()
    for name in ("csrfmiddlewaretoken", "do"):
        typed.pop(name, None)
    text = typed.urlencode()
    if read is None or (read["kit"], read["stage"]) != (kit_id, stage.code) or len(text) > MOST_BYTES:
        return False
    kept = {place: row for place, row in request.session.get(KEY, {}).items() if is_fresh(row)}
    kept[place_of(kit_id, stage)] = {"by": read["by"], "at": int(time.time()), "typed": text}
    request.session[KEY] = dict(list(kept.items())[-MOST_STAGES:])
    return True


def kept_answer(request, kit_id: int, stage: Stage) -> QueryDict | None:
    """Return what this very person typed in `stage` and that is not saved yet."""
    row = request.session.get(KEY, {}).get(place_of(kit_id, stage))
    if row is None or row["by"] != request.user.pk or not is_fresh(row):
        return None
    return QueryDict(row["typed"])


def note_saved(request, kit_id: int, stage: Stage, page: str, token: str) -> None:
    """Remember what `page` shows now that it is saved; what was kept of this stage is saved too."""
    place = place_of(kit_id, stage)
    if place in request.session.get(KEY, {}):
        request.session[KEY] = {other: row for other, row in request.session[KEY].items() if other != place}
    request.session[LAST] = [page, token]


def last_saved(request, page: str) -> str:
    """Return what `page` showed when it was last saved, if no other page of this browser was since.

    A browser whose network failed may not know that it was.
    """
    last_page, token = request.session.get(LAST, ("", ""))
    return token if page and page == last_page else ""


def note_message(request, kit_id: int) -> None:
    """Remember the word to those who read, until the kit is sent."""
    if "message" in request.POST:
        others = {other: text for other, text in request.session.get(MESSAGES, {}).items() if other != str(kit_id)}
        typed = request.POST["message"][:MOST_MESSAGE]
        request.session[MESSAGES] = dict([*others.items(), (str(kit_id), typed)][-MOST_STAGES:])


def message_of(request, kit_id: int) -> str:
    return request.session.get(MESSAGES, {}).get(str(kit_id), "")


def forget_message(request, kit_id: int) -> None:
    request.session[MESSAGES] = {
        other: text for other, text in request.session.get(MESSAGES, {}).items() if other != str(kit_id)
    }


def place_of(kit_id: int, stage: Stage) -> str:
    return f"{kit_id}/{stage.slug}"


def is_fresh(row: dict) -> bool:
    return row["at"] > time.time() - ONE_DAY
