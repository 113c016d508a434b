"""What goes in and out as JSON where a text about a place is looked over."""

from typing import Annotated, Literal, Self

from pydantic import Field

from api.v1.shapes import ShapeIn, ShapeOut
from employer_toolkit.wording import Weight, WordingKind
from services.wording_lint import LookedOver

LONGEST_TEXT = 5000


class WordingIn(ShapeIn):
    """Texts about a place; nothing of them is kept. Give at least one."""

    title: Annotated[str, Field(max_length=120)] = ""
    description: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    own_words: Annotated[str, Field(max_length=LONGEST_TEXT)] = ""
    told_elsewhere: Annotated[
        list[Literal["work", "helper", "learning"]] | None,
        Field(description="What other fields tell; null to leave out what is missing."),
    ] = None

    def texts(self) -> dict[str, str]:
        """Give what was written, by field."""
        said = {"title": self.title, "description": self.description, "own_words": self.own_words}
        return {name: text for name, text in said.items() if text}


class FindingOut(ShapeOut):
    """Something found: where, why and what to write instead; ``start`` and ``end`` count characters."""

    code: str
    kind: WordingKind
    weight: Weight
    field: str
    start: int
    end: int
    words: str
    reason: str
    suggestion: str
    source: str


class WordingOut(ShapeOut):
    """Everything that was found. ``reading_ease`` is that of Douma, null for a text that is too short to tell."""

    findings: list[FindingOut]
    reading_ease: float | None
    is_plain: bool
    version: str

    @classmethod
    def of(cls, looked: LookedOver) -> Self:
        """Copy what the service gives."""
        return cls(
            findings=[FindingOut.model_validate(row.finding) for row in looked.findings],
            reading_ease=looked.reading.score,
            is_plain=looked.reading.is_plain,
            version=looked.version,
        )
