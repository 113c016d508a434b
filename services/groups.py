"""The students somebody guides: a class, a whole school, or those one is tied to."""

from collections.abc import Callable
from datetime import datetime

from career.student import Student
from matching import Verdict
from services.markets import current_market
from services.match_views import Group, GroupMember
from services.paging import Paging
from services.permissions import PERMISSIONS, Account, Act, Reach, note_shown, require
from services.unit_of_work import UnitOfWork

PAGE_SIZE = 60
"""A class with room to spare; a whole school is looked at page by page, and noted page by page."""


def group_of(work: UnitOfWork, *, by: Account, page: int = 1, now: datetime) -> Group:
    """Give the students somebody guides, those with the fewest places first; whoever is shown is noted."""
    require(by, Act.SEE_GROUP, by.subject_id, group=(by.school, by.group))
    is_guided = _is_guided(by)
    market = current_market(work, now=now)
    rows = [row for row, s in zip(market.live_students.tolist(), market.live_people, strict=True) if is_guided(s)]
    n_places = dict(zip(rows, market.count_places(rows).tolist(), strict=True))
    people = market.students
    rows.sort(key=lambda row: (n_places[row], people[row].first_name, people[row].id))
    paging = Paging.of(len(rows), size=PAGE_SIZE, asked=page)
    shown = paging.cut(rows)
    looked_up = sorted(shown)  # the market answers in the order of its rows
    ranking = market.places_for(looked_up, top=5)
    names = market.codes.reference.qualifications
    members: dict[int, GroupMember] = {}
    for place, row in enumerate(looked_up):
        student = people[row]
        best = market.scores(ranking.pairs(slice(*ranking.offsets[place : place + 2])))
        qualification = names.get(student.qualification_code or "")
        members[row] = GroupMember(
            student_id=student.id,
            name=student.first_name,
            programme=qualification.name if qualification else student.school_type.value,
            n_places=n_places[row],
            best_percent=round(float(best.score[0]) * 100) if len(best.score) else None,
            n_to_arrange=int((best.verdicts > Verdict.PASS).any(axis=1).sum()),
        )
    note_shown(by, Act.SEE_GROUP, (members[row].student_id for row in shown))
    return Group(members=tuple(members[row] for row in shown), n_total=len(rows), paging=paging)


def _is_guided(by: Account) -> Callable[[Student], bool]:
    """Say who is within reach of an account that sees a group; quick enough to ask of everybody."""
    reach = PERMISSIONS[Act.SEE_GROUP][by.role]
    if reach is Reach.OWN:
        ids = {tie.subject_id for tie in by.ties}
        return lambda student: student.id in ids
    if reach is Reach.SCHOOL:
        schools = {tie.school for tie in by.ties}
        return lambda student: bool(student.school) and student.school in schools
    classes = {(tie.school, tie.group) for tie in by.ties}
    return lambda student: (student.school, student.group) in classes
