"""Applications: who takes which step, until when, and what each side may read of it."""

from services.applications.answering import answer_is_due
from services.applications.employer_side import CandidateEnded, CandidateMet, CandidateReachable, CandidateShown
from services.applications.errors import ContactRefusedError
from services.applications.starting import propose_student, show_interest
from services.applications.stepping import AskedStep, take_step

__all__ = [
    "AskedStep",
    "CandidateEnded",
    "CandidateMet",
    "CandidateReachable",
    "CandidateShown",
    "ContactRefusedError",
    "answer_is_due",
    "propose_student",
    "show_interest",
    "take_step",
]
