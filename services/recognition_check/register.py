"""The register of recognitions as we ask it: one question, one of three answers, and never for longer than we wait."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LateError
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from employer_toolkit.recognition import Verdict


class Answer(StrEnum):
    """What a register says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """It cannot be asked, did not answer, or said something that is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether a site is recognised for a qualification on a day.

    Parameters
    ----------
    kvk : str
        Number in the trade register; empty while unknown.
    """

    site_id: UUID
    kvk: str
    postcode4: str
    qualification_code: str
    asked_for: date


class Register(Protocol):
    """Something that can be asked whether a site is recognised."""

    def ask(self, question: Question) -> Answer:
        """Answer; whatever goes wrong may be raised."""


@dataclass(frozen=True, slots=True)
class OfflineRegister:
    """Stands in where no register can be asked: it knows the verdicts that we have, and nothing else."""

    known: Iterable[Verdict] = ()

    def ask(self, question: Question) -> Answer:
        """Answer from a verdict about this very question; without one say that it is unknown."""
        for one in self.known:
            asked = (one.site_id, one.qualification_code, one.asked_for)
            if asked == (question.site_id, question.qualification_code, question.asked_for):
                return Answer.YES if one.is_recognised else Answer.NO
        return Answer.UNKNOWN


def ask_patiently(register: Register, question: Question, *, wait_s: float) -> Answer:
    """Ask a register, and take every failure, late answer and nonsense for not knowing.

    A register that stays silent is left behind: its thread ends by itself when the connection does.
    """
    asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="register")
    try:
        said = asking.submit(register.ask, question).result(timeout=wait_s)
    except LateError:
        return Answer.UNKNOWN
    except Exception:
        return Answer.UNKNOWN
    finally:
        asking.shutdown(wait=False, cancel_futures=True)
    return said if isinstance(said, Answer) else Answer.UNKNOWN
