"""Who of the demo goes to another school, and how far that is."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from accounts.role import Role
from career.handover import HandoverPart
from services.errors import found
from services.handover import choosing, receiving
from services.ids import stable_id
from services.people import DemoPerson
from services.permissions import Account
from services.unit_of_work import UnitOfWork

SENT, RECEIVED, AGREED, OPEN = "sent", "received", "agreed", "open"
HOW_FAR = (RECEIVED, SENT, AGREED, OPEN)
"""One student for each, as far as there are."""
WORDS = "Begint graag vroeg en maakt af wat af moet. Leg één ding tegelijk uit, dan gaat het goed."
PROGRAMME = "Medewerker keuken"


def plant_handovers(work: UnitOfWork, people: Sequence[DemoPerson], *, now: datetime) -> None:
    """Let some of the first class that can be played go to the school of another mentor who can be played."""
    at_school = [one.account for one in people if one.account.role is Role.TEACHER]
    played = {one.account.subject_id for one in people}
    mentor = at_school[0] if at_school else None
    receiver = next((one for one in at_school if mentor and one.school != mentor.school), None)
    if mentor is None or receiver is None:
        return
    going = (one for one in work.students.at(mentor.school, group=mentor.group) if one.id not in played)
    for how_far, student in zip(HOW_FAR, islice(going, len(HOW_FAR)), strict=False):
        own = Account.of(Role.STUDENT, id=stable_id("account", "demo", str(student.id)), subject_id=student.id)
        choosing.begin_handover(
            work, by=own, student_id=student.id, to_school=receiver.school, to_programme=PROGRAMME, now=now
        )
        choosing.write_words(work, by=mentor, student_id=student.id, words=WORDS, now=now)
        if how_far == OPEN:
            continue
        parts = frozenset({HandoverPart.PROFILE, HandoverPart.CONDITIONS, HandoverPart.MENTOR_WORDS})
        choice = choosing.Choice(parts=parts, entry_ids=frozenset())
        read = choosing.previewed(work, by=own, student_id=student.id, choice=choice, now=now)
        held = choosing.agree(work, by=own, student_id=student.id, choice=choice, read=read, now=now)
        if how_far == AGREED or held.state != AGREED:
            continue
        choosing.send(work, by=mentor, student_id=student.id, now=now)
        if how_far == RECEIVED:
            receiving.take_intake(work, by=found(receiver), handover_id=held.id, now=now)
