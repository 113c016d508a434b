"""A text is looked at sentence by sentence; what leads to a suggestion can be pointed at, and nothing is kept."""

import pytest

from accounts.role import Role
from career.competency import CompetencyKind
from career.errors import InvalidValueError
from matching import MarkKind
from services.errors import ForbiddenError
from services.linking.pieces import NoteKind
from services.linking.suggesting import MAX_PARTS, suggest, suggest_all
from services.permissions import Account
from services.unit_of_work import House
from tests.databases import queries_counted
from tests.services.linking.conftest import Ask

EMPLOYER = Account.of(Role.EMPLOYER)
STUDENT = Account.of(Role.STUDENT)
TEXT = "Je gaat eten koken.\n- Afwassen en de keuken opruimen!  xyzzy; blorp?"


def test_what_is_said_to_be_work_is_looked_up_and_its_place_is_told(house: House) -> None:
    with house.reading() as work:
        found = suggest(work, by=EMPLOYER, text=TEXT)

    assert [(part.text, part.says) for part in found.parts] == [
        ("eten koken", MarkKind.DUTY),
        ("Afwassen", MarkKind.DUTY),
        ("de keuken opruimen", MarkKind.DUTY),
        ("xyzzy", None),
        ("blorp?", None),
    ]
    assert all(TEXT[part.start : part.end] == part.text for part in found.parts)
    assert [one.competency_id for part in found.parts for one in part.suggestions][:1] == ["doe:koken"]
    first = found.parts[0].suggestions[0]
    assert TEXT[first.start : first.end] == first.phrase
    assert (first.label, first.kind, first.is_confirmed) == ("eten koken", CompetencyKind.ACTIVITY, False)


def test_sentences_are_looked_up_when_nothing_is_said_to_be_work(house: House) -> None:
    with house.reading() as work:
        found = suggest(work, by=EMPLOYER, text="xyzzy; blorp?")

    assert [(part.text, part.says, part.said) for part in found.parts] == [("xyzzy", None, ""), ("blorp?", None, "")]


def test_what_is_not_wanted_or_praise_leads_to_nothing(house: House) -> None:
    with house.reading() as work:
        student = suggest(work, by=STUDENT, text="ik wil nooit meer eten koken")
        firm = suggest(work, by=EMPLOYER, text="Wij zijn al 40 jaar een gezellig team. Je gaat afwassen.")

    assert student.is_empty
    assert [part.text for part in firm.parts] == ["afwassen"]


def test_must_have_is_told_as_a_code(house: House) -> None:
    text = "Je gaat eten koken. Een VOG is verplicht."
    with house.reading() as work:
        found = suggest(work, by=EMPLOYER, text=text)

    assert [(note.kind, note.code) for note in found.notes] == [(NoteKind.MUST, "vog")]
    assert all(text[note.start : note.end] == note.phrase for note in found.notes)


@pytest.mark.parametrize("text", ["", " \n ", "xyzzy blorp", "😀😀😀", "12345", "..."])
def test_text_without_meaning_gives_nothing(house: House, text: str) -> None:
    with house.reading() as work:
        assert suggest(work, by=EMPLOYER, text=text).is_empty


def test_competency_stands_only_where_it_fits_best(house: House) -> None:
    with house.reading() as work:
        found = suggest(work, by=EMPLOYER, text="soms ook eten koken voor velen. eten koken")

    assert [[one.competency_id for one in part.suggestions].count("doe:koken") for part in found.parts] == [0, 1]


def test_long_sentence_is_cut_at_a_space_and_many_sentences_are_told(house: House) -> None:
    with house.reading() as work:
        long = suggest(work, by=EMPLOYER, text="xyzzy blorp " * 40)
        many = suggest(work, by=EMPLOYER, text="eten koken. " * (MAX_PARTS + 1))

    assert [part.text.endswith("blorp") for part in long.parts] == [True, True]
    assert (len(many.parts), many.is_cut, long.is_cut) == (MAX_PARTS, True, False)


def test_only_the_kinds_that_are_wanted_and_what_is_named_besides(house: House) -> None:
    text = "anderen zeggen wat er moet gebeuren en eten koken"
    with house.reading() as work:
        behaviours = suggest(work, by=EMPLOYER, text=text, kinds=[CompetencyKind.BEHAVIOUR])
        besides = suggest(work, by=EMPLOYER, text=text, kinds=[], besides=["doe:koken"])

    assert {one.kind for part in behaviours.parts for one in part.suggestions} == {CompetencyKind.BEHAVIOUR}
    assert [one.competency_id for part in besides.parts for one in part.suggestions] == ["doe:koken"]


def test_several_texts_come_back_in_their_order_for_the_price_of_one(house: House) -> None:
    costs = []
    for n in (1, 3):
        with house.reading() as work, queries_counted() as seen:
            found = suggest_all(work, by=EMPLOYER, texts=["eten koken", "", "xyzzy"][:n])
        costs.append(len(seen))
        assert [text.is_empty for text in found] == [False, True, True][:n]

    assert costs[1] <= costs[0]


@pytest.mark.parametrize(
    ("texts", "n", "field"), [(["a" * 1501], 5, "text"), ([], 5, "texts"), (["a"] * 21, 5, "texts"), (["a"], 11, "n")]
)
def test_too_much_is_refused(house: House, texts: list[str], n: int, field: str) -> None:
    with house.reading() as work, pytest.raises(InvalidValueError) as refused:
        suggest_all(work, by=EMPLOYER, texts=texts, n=n)

    assert list(refused.value.faults) == [field]


def test_nobody_asks_without_an_account(house: House) -> None:
    with house.reading() as work, pytest.raises(ForbiddenError):
        suggest(work, by=Account.of(Role.ANONYMOUS), text="eten koken")


def test_asking_keeps_nothing(house: House, ask: Ask) -> None:
    ask("ik heet Noor en ik kook")

    with house.reading() as work:
        assert (work.links.since(-1), work.installation.links_revision) == ((), 0)
