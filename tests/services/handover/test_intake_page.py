"""The page for the intake is one page, also a screen reader can read it, and it says what a package says."""

import io
import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from pypdf import PdfReader

from career.competency import ClaimSource
from career.conversation import AgreementOwner
from career.dossier import LONGEST_TEXT, LONGEST_TITLE, EntryKind
from services.handover.building import ON_PAGE, intake_page, told_on_page
from services.handover.content import (
    LONGEST_LINE,
    LONGEST_NAME,
    HandedAgreement,
    HandedClaim,
    HandedEntry,
    HandedHolder,
    HandedSkill,
    HandoverConsent,
    HandoverContent,
)
from tests.services.handover.samples import NOON, handover

DAY = date(2026, 10, 3)
N_EACH = 20
SIGNS_ON_A_LINE = 140
"""No more digits fit a line of the smallest letters."""
FILLS: dict[str, Callable[[int], str]] = {
    "long words": lambda n: ("arbeidsongeschiktheidsverzekering " * 99)[:n].strip(),
    "wide signs": lambda n: ("WWWW " * 500)[:n].strip(),
    "one word": lambda n: "W" * n,
    "digits": lambda n: "0" * n,
    "commands": lambda n: ('#panic("x") ] } $ ' * 200)[:n].strip(),
}


def fullest(fill: Callable[[int], str]) -> HandoverContent:
    """Give content that is full everywhere: more of each than a page holds, and each text as long as it may be."""

    def text(about: str, longest: int) -> str:
        return f"{about} {fill(longest - len(about) - 1)}"

    return handover(
        holder=HandedHolder(first_name=text("Noor", LONGEST_NAME)),
        from_school=text("Wissel", LONGEST_NAME),
        to_school=text("Maasoever", LONGEST_NAME),
        to_programme=text("Kok", LONGEST_LINE),
        entries=tuple(
            HandedEntry(
                id=UUID(int=2 + number),
                kind=EntryKind.EXPERIENCE,
                title=text(f"stuk{number:02}", LONGEST_TITLE),
                happened_on=DAY,
                goal=text("doel", LONGEST_TEXT),
                result=text(f"resultaat{number:02}", LONGEST_TEXT),
            )
            for number in range(N_EACH)
        ),
        claims=tuple(
            HandedClaim(
                source=ClaimSource.COMPANY if number % 2 else ClaimSource.SELF,
                skill=HandedSkill(competency=f"c{number}", label=text(f"kan{number:02}", LONGEST_LINE), level=4),
                seen_on=DAY,
            )
            for number in range(N_EACH)
        ),
        agreements=tuple(
            HandedAgreement(text=text(f"afspraak{number:02}", LONGEST_LINE), by=AgreementOwner.COMPANY)
            for number in range(N_EACH)
        ),
        conditions=tuple(text(f"helpt{number:02}", LONGEST_LINE) for number in range(N_EACH)),
        mentor_words=text("mentor", LONGEST_TEXT),
        files=(),
    ).content


def emptiest() -> HandoverContent:
    return HandoverContent(
        package_id=UUID(int=1),
        made_at=NOON,
        holder=HandedHolder(first_name="N"),
        from_school="W",
        to_school="M",
        consent=HandoverConsent(parts=(), given_at=NOON, text_version="1"),
    )


def read(content: HandoverContent) -> PdfReader:
    return PdfReader(io.BytesIO(intake_page(content)))


def words_of(reader: PdfReader) -> str:
    """Give what the document says, without where its lines end."""
    return plain("".join(page.extract_text() for page in reader.pages))


def plain(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b-]", "", text)


@pytest.mark.parametrize("fill", FILLS.values(), ids=FILLS)
def test_fullest_content_is_one_page(fill: Callable[[int], str]) -> None:
    assert len(read(fullest(fill)).pages) == 1


@pytest.mark.parametrize("content", [fullest(FILLS["wide signs"]), emptiest()], ids=["fullest", "emptiest"])
def test_page_can_be_read_by_a_screen_reader(content: HandoverContent) -> None:
    held = read(content)

    root = held.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/Lang"] == "nl"
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()
    assert held.metadata is not None
    assert held.metadata.title == f"Intake van {content.holder.first_name}"


def test_no_word_runs_off_the_page() -> None:
    page = read(fullest(FILLS["digits"])).pages[0]

    assert max(map(len, page.extract_text().splitlines())) < SIGNS_ON_A_LINE


def test_fullest_page_says_the_first_of_each_and_the_strongest_claims() -> None:
    content = fullest(FILLS["long words"])

    said = words_of(read(content))

    named = {kind: re.findall(rf"{kind}\d\d", said) for kind in ("kan", "stuk", "resultaat", "helpt", "afspraak")}
    assert named == {
        "kan": [f"kan{number:02}" for number in range(1, 2 * ON_PAGE["claims"], 2)],
        "stuk": [f"stuk{number:02}" for number in range(ON_PAGE["entries"])],
        "resultaat": [f"resultaat{number:02}" for number in range(ON_PAGE["entries"])],
        "helpt": [f"helpt{number:02}" for number in range(ON_PAGE["conditions"])],
        "afspraak": [f"afspraak{number:02}" for number in range(ON_PAGE["agreements"])],
    }
    assert plain(told_on_page(content)["mentor_words"]) in said
    assert "23november2026" in said


def test_what_looks_like_a_command_is_said_as_it_was_written() -> None:
    said = words_of(read(fullest(FILLS["commands"])))

    assert '#panic("x")]}$' in said.replace("“", '"').replace("”", '"')


def test_emptiest_page_is_one_page_that_says_what_to_ask() -> None:
    held = read(emptiest())

    said = words_of(held)
    assert len(held.pages) == 1
    assert plain("Dat staat hier niet. Vraag ernaar.") in said
    assert plain("Er gaan geen stukken uit het dossier mee.") in said
    assert [head for head in ("Dithelpt", "afsprakenstaan", "Dementorschrijft") if head in said] == []
