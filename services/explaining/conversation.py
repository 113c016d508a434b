"""The longer text: what a jobhunter takes into a conversation with the student and with the company."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching import Answerer, ComponentResult, Explanation, Finding, Verdict
from services.explaining.changes import Changes
from services.explaining.notes import Notes
from services.explaining.staff import HOLLOW, StaffText
from services.features import Codes

FOR_AT_MOST = 4
AGAINST_AT_MOST = 3
ASKED_AT_MOST = 3
CHANGES_AT_MOST = 3
ASK = {
    Answerer.STUDENT: "Vraag aan de student",
    Answerer.PLACE: "Vraag aan het bedrijf",
    Answerer.SCHOOL: "Vraag aan de school",
    Answerer.JOBHUNTER: "Zoek zelf op",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading with its sentences; ``code`` names it for a page that shows some of them."""

    code: str
    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What to begin with, what to raise, what to ask and what to arrange; a block that would be empty is not there."""

    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The same as running text."""
        return " ".join(f"{block.title}: {' '.join(block.sentences)}" for block in self.blocks)


class ConversationText:
    """Prepares conversations."""

    def __init__(self, codes: Codes) -> None:
        self._staff = StaffText(codes)
        self._notes = Notes(codes, for_student=False)
        self._changes = Changes(codes, for_student=False)

    def of(self, explanation: Explanation) -> Conversation:
        """Prepare the conversation about one pair."""
        good = [part for part in explanation.reasons_for() if _says_something(part)]
        poor = explanation.reasons_against()[:AGAINST_AT_MOST]
        notes = self._notes.of(explanation)
        refused = [note for note in notes if note.verdict in (_name(Verdict.NOT_NOW), _name(Verdict.FORBIDDEN))]
        arrange = [note for note in notes if note not in refused]
        questions = self._changes.questions(explanation, most=len(explanation.unknowns))
        blocks = [
            ("refused", "Dit kan nu niet", [f"{note.text} {note.repair}" for note in refused]),
            ("good", "Begin hiermee", self._told(good[:FOR_AT_MOST])),
            ("poor", "Bespreek ook", self._told(poor)),
            *(
                (
                    who.value,
                    title,
                    [f"{ask.text} {ask.effect}" for ask in questions if ask.who == who.value][:ASKED_AT_MOST],
                )
                for who, title in ASK.items()
            ),
            ("arrange", "Regel voor de start", [f"{note.text} {note.repair}" for note in arrange]),
            ("changes", "Wat kan helpen", [note.text for note in self._changes.of(explanation, most=CHANGES_AT_MOST)]),
        ]
        return Conversation(
            blocks=tuple(Block(code=code, title=title, sentences=tuple(said)) for code, title, said in blocks if said)
        )

    def _told(self, results: Sequence[ComponentResult]) -> list[str]:
        return [self._staff.part(result) for result in results]


def _says_something(part: ComponentResult) -> bool:
    """Something is asked, it is known, and nothing is left to arrange."""
    if not part.evidence and part.component in HOLLOW:
        return False
    return not any(
        fact.finding is Finding.TO_ARRANGE or (fact.finding is Finding.DUTCH and fact.has is None)
        for fact in part.evidence
    )


def _name(verdict: Verdict) -> str:
    return verdict.name.lower()
