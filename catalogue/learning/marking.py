"""Words about one half-day of somebody: each is kept, the last one to arrive counts, and those that disagree are told.

The order is that of the rows, never of clocks. Whoever writes here holds the person, or the session of somebody who
has no account: two words never cross.
"""

from collections.abc import Iterable

from catalogue.learning.models import Attendance, AttendanceMark

DECISION, SELF = AttendanceMark.Way.DECISION, AttendanceMark.Way.SELF


def keep_word(attendance: Attendance, word: AttendanceMark) -> Attendance:
    """Add `word`, not saved yet, and make of it what `attendance` says from now on."""
    attendance.has_conflict = disagree([*words_of(attendance), word])
    attendance.state, attendance.minutes, attendance.recorded_by = word.state, word.minutes, word.said_by
    attendance.save()
    word.attendance = attendance
    word.save()
    return attendance


def words_of(attendance: Attendance) -> list[AttendanceMark]:
    """Return what was said, the oldest first. A row that was written before marks were kept is a word of its author."""
    if attendance.pk is None:
        return []
    return list(attendance.marks.order_by("pk")) or [
        AttendanceMark(
            state=attendance.state,
            minutes=attendance.minutes,
            way=AttendanceMark.Way.TRAINER,
            said_by_id=attendance.recorded_by_id,
            said_at=attendance.recorded_at,
        )
    ]


def disagree(words: Iterable[AttendanceMark]) -> bool:
    """Say whether those who spoke since the last decision ended on different words."""
    return len({word.state for word in last_words(words)}) > 1


def last_words(words: Iterable[AttendanceMark]) -> list[AttendanceMark]:
    """Return the last word of each author since the last decision, which is the word of whoever decided."""
    last: dict[int | str, AttendanceMark] = {}
    for word in words:
        if word.way == DECISION:
            last.clear()
        last.pop(author_of(word), None)
        last[author_of(word)] = word
    return list(last.values())


def author_of(word: AttendanceMark) -> int | str:
    """Return who spoke: an account; else the way: somebody without an account who has the code, or someone who left."""
    return word.said_by_id or word.way


def is_repeated(attendance: Attendance, word: AttendanceMark) -> bool:
    """Say whether the very last word is already this one, by the same author: a form sent twice is one word."""
    said = words_of(attendance)
    return bool(said) and not attendance.has_conflict and same(said[-1], word)


def same(one: AttendanceMark, other: AttendanceMark) -> bool:
    return (one.state, one.minutes, author_of(one)) == (other.state, other.minutes, author_of(other))


def merge(attendance: Attendance, other: Attendance) -> None:
    """Have `attendance` keep what `other`, of the same half-day of the same person, said too."""
    AttendanceMark.objects.filter(attendance=other).update(attendance=attendance)
    other.delete()
