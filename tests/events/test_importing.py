"""Calendars of strangers: read as they are meant, bounded, and refused in words when they cannot be understood."""

import random
import time
from datetime import UTC, datetime, timedelta
from os import environ

import pytest

from events.errors import CalendarRefusedError
from events.importing import ForeignEvent, read_calendar

SINCE = datetime(2027, 1, 1, tzinfo=UTC)
UNTIL = datetime(2028, 1, 1, tzinfo=UTC)
ROUNDS = int(environ.get("PLEKWIJZER_TEST_ROUNDS", "600"))
SLOWEST_S = 5.0
"""Of processor time: other tests run beside this one."""


def calendar(*entries: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{entry.strip()}\nEND:VEVENT\n" for entry in entries)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def entry(*lines: str, uid: str = "een@elders", begins: str = "DTSTART:20270120T100000") -> str:
    return "\n".join([f"UID:{uid}", "SUMMARY:Open dag", begins, *lines])


def read(*entries: str, most: int = 100) -> tuple[ForeignEvent, ...]:
    return read_calendar(calendar(*entries), since=SINCE, until=UNTIL, most=most)


def begins(*entries: str) -> list[str]:
    return [f"{event.starts_at:%m-%d %H:%M}" for event in read(*entries)]


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("DTSTART:20270120T100000", "01-20 09:00"),
        ("DTSTART:20270120T100000Z", "01-20 10:00"),
        ("DTSTART;TZID=Europe/Amsterdam:20270720T100000", "07-20 08:00"),
        ('DTSTART;TZID="Europe/London":20270720T100000', "07-20 09:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20270120T100000", "01-20 09:00"),
        ("DTSTART;VALUE=DATE:20270120", "01-19 23:00"),
    ],
)
def test_time_is_read_in_its_zone(line: str, at: str) -> None:
    assert begins(entry(begins=line)) == [at]


@pytest.mark.parametrize(
    ("line", "lasts"),
    [
        ("DTEND:20270120T113000", timedelta(minutes=90)),
        ("DURATION:PT2H", timedelta(hours=2)),
        ("DURATION:P1DT30M", timedelta(days=1, minutes=30)),
        ("LOCATION:Zwolle", timedelta(hours=1)),
    ],
)
def test_end_is_told_or_an_hour_later(line: str, lasts: timedelta) -> None:
    (event,) = read(entry(line))

    assert event.ends_at - event.starts_at == lasts


def test_what_repeats_is_written_out_with_its_exceptions() -> None:
    repeated = entry("RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20270127T100000", "RDATE:20270301T090000", "SEQUENCE:1")
    moved = entry("RECURRENCE-ID:20270203T100000", "SEQUENCE:1", "STATUS:CANCELLED", begins="DTSTART:20270204T150000")

    found = read(repeated, moved)

    assert [f"{event.starts_at:%m-%d %H:%M}" for event in found] == [
        "01-20 09:00",
        "02-04 14:00",
        "02-10 09:00",
        "02-17 09:00",
        "03-01 08:00",
    ]
    assert [event.is_cancelled for event in found] == [False, True, False, False, False]


def test_repetition_keeps_to_the_clock_on_the_wall() -> None:
    assert begins(entry("RRULE:FREQ=MONTHLY;COUNT=4", begins="DTSTART:20270120T100000")) == [
        "01-20 09:00",
        "02-20 09:00",
        "03-20 09:00",
        "04-20 08:00",
    ]


def test_later_revision_counts_wherever_it_stands() -> None:
    older = entry("SEQUENCE:1", "LOCATION:Oud")
    newer = entry("SEQUENCE:2", "LOCATION:Nieuw")

    assert [event.place for event in (*read(older, newer), *read(newer, older))] == ["Nieuw", "Nieuw"]


def test_what_is_over_or_far_away_is_left_out() -> None:
    assert begins(entry(begins="DTSTART:20261231T100000")) == []
    assert begins(entry(begins="DTSTART:20280102T100000")) == []
    assert len(begins(entry("RRULE:FREQ=MONTHLY", begins="DTSTART:20150105T100000"))) == 12


def test_text_is_cut_and_holds_nothing_that_cannot_be_seen() -> None:
    (event,) = read(entry("LOCATION:De\x07 Hal\\, Zwolle\\nA\u202e", "DESCRIPTION:" + "lang " * 1_000))

    assert event.place == "De Hal, Zwolle A"
    assert len(event.summary) <= 2_000


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["DTEND:20270120T090000"], "eindigt voor het begin"),
        (["DTEND:20270420T090000"], "eindigt voor het begin"),
        (["DTEND:20270231T090000"], "Regel 7: deze tijd bestaat niet"),
        (["DTEND:morgen"], "Regel 7: dit is geen tijd"),
        (["DTEND;TZID=Mars/Phobos:20270120T110000"], "Regel 7: deze tijdzone kennen wij niet"),
        (["DTEND;TZID=../../etc/passwd:20270120T110000"], "Regel 7: deze tijdzone kennen wij niet"),
        (["RRULE:FREQ=SECONDLY"], "Regel 7: deze herhaling (RRULE) begrijpen wij niet"),
        (["RRULE:FREQ=DAILY;INTERVAL=0"], "Regel 7: deze herhaling (RRULE) begrijpen wij niet"),
        (["RRULE:FREQ=DAILY;BYHOUR=1,2,3"], "Regel 7: deze herhaling (RRULE) begrijpen wij niet"),
        (["RRULE:COUNT=3"], "Regel 7: deze herhaling (RRULE) begrijpen wij niet"),
        (["DURATION:PT" + "9" * 5_000 + "H"], "Regel 7: dit is geen duur"),
        (["DESCRIPTION:" + "x" * 30_000], "Regel 7: deze regel is langer dan"),
        (["geen eigenschap"], "Regel 7: hier ontbreekt een dubbele punt"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(lines: list[str], said: str) -> None:
    with pytest.raises(CalendarRefusedError) as refused:
        read(entry(*lines))

    assert said in refused.value.sentence()


@pytest.mark.parametrize("data", [b"", b"x", b"\xff\xfe", b"BEGIN:VCALENDAR\r\n", b"BEGIN:VCARD\r\nEND:VCARD\r\n"])
def test_what_is_no_calendar_is_refused(data: bytes) -> None:
    with pytest.raises(CalendarRefusedError):
        read_calendar(data, since=SINCE, until=UNTIL, most=10)


def test_too_many_events_are_refused() -> None:
    with pytest.raises(CalendarRefusedError, match="hoogstens 10"):
        read(*(entry(uid=f"{n}@elders") for n in range(11)), most=10)


def test_rules_that_never_come_about_end_soon() -> None:
    never = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"
    begun = time.process_time()

    found = read(*(entry(never, uid=f"{n}@elders", begins="DTSTART:20000101T100000") for n in range(100)))

    assert found == ()
    assert time.process_time() - begun < SLOWEST_S


GOOD = (
    calendar(
        entry("DTEND:20270120T113000", "LOCATION:De Hal\\, Zwolle", "DESCRIPTION:Kom\\nlangs", "SEQUENCE:2"),
        entry("RRULE:FREQ=WEEKLY;COUNT=9;BYDAY=WE", "EXDATE:20270127T100000", uid="twee@elders"),
        entry("RECURRENCE-ID:20270203T100000", uid="twee@elders", begins="DTSTART:20270204T150000"),
        entry("DURATION:PT90M", "RDATE;TZID=Europe/Amsterdam:20270301T090000", uid="drie@elders"),
    ),
    calendar(entry("RRULE:FREQ=MONTHLY;BYDAY=2TU;UNTIL=20271231T235959Z", "STATUS:CANCELLED", uid="vier@elders")),
)
PIECES = (
    *(b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VALARM\r\n", b"RRULE:FREQ=DAILY\r\n", b"\r\n ", b"\x00", b"\xff"),
    *(b"RRULE:FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=2\r\n", b"DTSTART;VALUE=DATE:20270131\r\n", b"9" * 5_000, b":", b";"),
    *(
        b"TZID=",
        b"INTERVAL=0",
        b"COUNT=99999",
        b"-",
        "\u00b9".encode(),
        b'"',
        b"\\",
        b"EXDATE:20270120\r\n",
        b"20000101",
    ),
)


def mutated(rng: random.Random) -> bytes:
    made = bytearray(rng.choice(GOOD))
    for _ in range(rng.randint(1, 6)):
        at, piece = rng.randrange(len(made) + 1), rng.choice(PIECES)
        kind = rng.randrange(5)
        if kind == 0:
            made[at:at] = piece
        elif kind == 1:
            del made[at : at + rng.randint(1, 40)]
        elif kind == 2 and at < len(made):
            made[at] = rng.randrange(256)
        elif kind == 3:
            made[at : at + len(piece)] = piece
        else:
            begin = rng.randrange(len(made) + 1)
            made[at:at] = made[begin : begin + rng.randint(1, 120)]
    return bytes(made)


def test_malformed_calendars_are_read_or_refused_in_words_and_soon() -> None:
    rng, slowest, n_refused = random.Random(8), 0.0, 0

    for _ in range(ROUNDS):
        data, begun = mutated(rng), time.process_time()
        try:
            read_calendar(data, since=SINCE, until=UNTIL, most=500)
        except CalendarRefusedError as refused:
            n_refused += refused.sentence().endswith(".")
        slowest = max(slowest, time.process_time() - begun)

    assert slowest < SLOWEST_S
    assert ROUNDS * 0.3 < n_refused < ROUNDS
    print(f"{ROUNDS} calendars, {n_refused} refused, slowest {slowest:.3f} s")
