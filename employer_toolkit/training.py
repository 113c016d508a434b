"""The training paths (leerpaden): modules, questions, and what somebody has done of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum


class TrainingPath(StrEnum):
    """For whom a path is."""

    TRAINER = "trainer"
    """Who trains on the floor (praktijkopleider)."""
    PEER = "peer"
    """A student who helps a younger one (junior praktijkopleider)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with answers to choose from.

    Parameters
    ----------
    right : int
        Place of the right answer, from 0.
    why : str
        What is told after answering, whatever the answer was.
    """

    text: str
    answers: tuple[str, ...]
    right: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingModule:
    """A short module (deel): something to read, and questions about it.

    Parameters
    ----------
    minutes : int
        About how long it takes.
    text : tuple of str
        Paragraphs.
    remember : str
        The one thing to keep.
    card : str
        Code of the coaching card that goes with it.
    """

    code: str
    path: TrainingPath
    title: str
    minutes: int
    lead: str
    text: tuple[str, ...]
    remember: str
    card: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What somebody answered in a module; nothing of it is kept but that the module is done.

    Parameters
    ----------
    right : tuple of bool or None
        Per question whether the answer was right; ``None`` where there was none.
    """

    right: tuple[bool | None, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every question has an answer."""
        return None not in self.right

    @property
    def is_done(self) -> bool:
        """Whether every answer is right: then the module is done."""
        return all(self.right)


def look_at(module: TrainingModule, answers: Mapping[int, int]) -> Answered:
    """Hold answers to a module.

    Parameters
    ----------
    answers : mapping of int to int
        Place of the question to place of the answer, both from 0; what is not there was not answered.

    Examples
    --------
    >>> ask = Question(text="Wie belt?", answers=("Ik", "Niemand"), right=0, why="Snel bellen helpt.")
    >>> module = TrainingModule(
    ...     code="bellen", path=TrainingPath.PEER, title="", minutes=5, lead="", text=(), remember="", card="",
    ...     questions=(ask, ask))
    >>> look_at(module, {0: 0, 1: 1}).right, look_at(module, {0: 0}).is_complete
    ((True, False), False)
    """
    return Answered(
        right=tuple(
            None if place not in answers else answers[place] == question.right
            for place, question in enumerate(module.questions)
        )
    )


def has_earned(modules: Collection[str], done: Collection[str]) -> bool:
    """Say whether all modules are done, so that there is a certificate (certificaat)."""
    return bool(modules) and set(modules) <= set(done)
