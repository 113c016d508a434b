"""The texts of messages are whole, plain, and say nothing of what happened where others may look."""

import shutil
from pathlib import Path

import pytest

from accounts.message import MessageKind, Occasion
from services.reference import REFERENCE_FOLDER, ReferenceDataError
from services.reference.message_texts import COLUMNS, FILE, About, load_message_texts, read_message_texts
from services.reference.rows import read_rows
from tests.services.explaining.plain_words import FORBIDDEN, sentences_of

TELLING = ("afgewezen", "aangenomen", "gekozen", "reden", "gaat niet verder", "aangeboden", "meeloop", "sollicit")
"""Words by which a mail would tell what happened."""
TO_SCHOOLS = {
    MessageKind.RECTIFICATION_ASKED,
    MessageKind.AGREEMENT_DUE_AT_SCHOOL,
    MessageKind.HANDOVER_AGREED,
    MessageKind.PEER_AT_SCHOOL,
}


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = (REFERENCE_FOLDER / FILE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / FILE).write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


def test_every_kind_has_its_texts() -> None:
    assert set(load_message_texts()) == set(MessageKind)


def test_what_is_about_a_meeting_or_a_seat_carries_an_entry_for_the_calendar() -> None:
    texts = load_message_texts().values()

    assert {text.kind for text in texts if text.occasion is Occasion.APPOINTMENT} == {
        *(text.kind for text in texts if text.about is About.MEETING),
        MessageKind.EVENT_SEATED,
        MessageKind.EVENT_WITHDRAWN,
        MessageKind.EVENT_CHANGED,
        MessageKind.EVENT_CANCELLED,
    }


def test_mail_does_not_say_what_happened() -> None:
    said = [text.mail_text.lower() for text in load_message_texts().values()]

    assert [text for text in said if any(word in text for word in TELLING)] == []


def test_texts_are_plain() -> None:
    texts = load_message_texts().values()

    said = [part for text in texts for part in (text.title, text.text, text.mail_text)]
    sentences = [sentence for text in said for sentence in sentences_of(text)]
    to_students = [
        part for text in texts if text.kind not in TO_SCHOOLS for part in (text.title, text.text, text.mail_text)
    ]
    assert [text for text in to_students if FORBIDDEN.search(text)] == []
    assert [sentence for sentence in sentences if len(sentence.split()) > 15] == []


@pytest.mark.parametrize(
    ("old", "new", "column", "told"),
    [
        ("application_your_turn,answer", "application_jouw_beurt,answer", "kind", "kies uit"),
        ("parent_asked,answer,student", "meeting_planned,answer,student", "kind", "staat er al"),
        (",/berichten/{message}.ics,", ",https://elders.example,", "address", "begint met één /"),
        (",/berichten/{message}.ics,", ",//elders.example,", "address", "begint met één /"),
        (",/berichten/{message}.ics,", ",/mijn-kind/{naam},", "address", "hier kan alleen: {about}, {message}"),
        (",Zet in je agenda,/berichten/{message}.ics,", ",Zet in je agenda,,", "address", "vul dit in"),
        (",Zet in je agenda,/berichten", ",,/berichten", "button", "allebei"),
        ("parent_asked,answer", "parent_asked,soms", "occasion", "kies uit"),
        (",Er is een afspraak,", ",,", "title", "vul dit in"),
    ],
)
def test_file_that_cannot_be_right_is_refused(tmp_path: Path, old: str, new: str, column: str, told: str) -> None:
    with pytest.raises(ReferenceDataError, match=told) as caught:
        read_message_texts(changed(tmp_path, old, new))

    assert (caught.value.file, caught.value.column) == (FILE, column)


def test_file_without_a_kind_is_refused(tmp_path: Path) -> None:
    shutil.copy(REFERENCE_FOLDER / FILE, tmp_path)
    lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    (tmp_path / FILE).write_text("\n".join(line for line in lines if not line.startswith("parent_asked")) + "\n")

    with pytest.raises(ReferenceDataError, match="parent_asked"):
        read_message_texts(tmp_path)


def test_columns_are_those_of_the_file() -> None:
    assert len(read_rows(REFERENCE_FOLDER / FILE, COLUMNS)) == len(MessageKind)
