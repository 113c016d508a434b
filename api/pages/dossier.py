"""The career dossier: for the student who keeps it, and for who guides the student at school."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.dossier_form import EMPTY, FAULT_FIELDS, N_SHOWN, draft_of, first_values, values_of
from api.pages.typed import told_in, typed
from api.rendering import FormView, page
from career.assignment import Phase
from career.dossier import CareerCompetency, EntryKind, Sharing, progress
from career.errors import InvalidValueError
from career.school_dossier import TaskState
from services.directions import occupation_label
from services.dossier import (
    dossier_entry,
    dossier_of,
    evidence_of,
    files_of,
    keep_entry,
    my_dossier,
    remove_entry,
    what_can_be_shown,
)
from services.dossier_words import CAREER_WORDS, KIND_WORDS, PHASE_WORDS, PROMPTS, SHARING_WORDS
from services.errors import found
from services.files.limits import MEBIBYTE
from services.local_time import local_day
from services.permissions import Account, Act
from services.profile import LEVEL_WORDS
from services.reference import load_reference
from services.reference.assignments import load_assignments
from services.school_dossiers import dossier_at_school, own_task
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE = "/dossier"
TASK_STATES: Mapping[TaskState, tuple[str, str, str]] = MappingProxyType(
    {
        TaskState.TO_DO: ("Nog doen", "wait", "clock"),
        TaskState.BEGUN: ("Begonnen", "wait", "clock"),
        TaskState.DONE: ("Af", "good", "ok"),
        TaskState.LATE: ("De dag is voorbij. Het mag nog", "wait", "warn"),
    }
)
"""Per state the words, the colour and the picture of its tag."""
LEVELS = (("", "Kies hoe goed"), *((str(int(level)), words) for level, words in LEVEL_WORDS.items()))


@router.get(HERE)
@allow(Act.EDIT_DOSSIER)
def show_dossier(request: Request, work: Reading, by: By, now: Now, weg: str = "") -> HTMLResponse:
    """Show a student the own dossier, how far it is, and what to do next."""
    entries = my_dossier(work, by=by, student_id=found(by.subject_id))
    far = progress(entries)
    return page(
        request,
        "dossier.html",
        current=HERE,
        entries=entries,
        far={one.competency: one for one in far},
        school=dossier_at_school(work, by=by, entries=entries, now=now),
        least=min(far, key=lambda one: (one.n_complete, one.n_entries)),
        unfinished=next((one for one in entries if not one.is_complete), None),
        begun={one.assignment_id: one.id for one in reversed(entries) if one.assignment_id},
        states=TASK_STATES,
        words=CAREER_WORDS,
        kinds=KIND_WORDS,
        sharing=SHARING_WORDS,
        is_removed=bool(weg),
    )


@router.get(HERE + "/opdrachten")
@allow(Act.EDIT_DOSSIER)
def show_assignments(request: Request, work: Reading, by: By, now: Now, bij: str = "", voor: str = "") -> HTMLResponse:
    """Show the library of assignments, those about one thing or for one class when asked."""
    entries = my_dossier(work, by=by, student_id=found(by.subject_id))
    school = dossier_at_school(work, by=by, entries=entries, now=now)
    chosen = [one for one in load_assignments().values() if voor not in set(Phase) or voor in one.phases]
    own, library = (
        [one for one in tasks if bij not in set(CareerCompetency) or bij in one.competencies]
        for tasks in (school.own, chosen)
    )
    return page(
        request,
        "dossier_assignments.html",
        current=HERE,
        form=FormView(values={"bij": bij, "voor": voor}),
        own=own,
        assignments=library,
        done={entry.assignment_id for entry in entries},
        career=[("", "Alles"), *((one.value, CAREER_WORDS[one].question) for one in CareerCompetency)],
        phases=[("", "Alle klassen"), *((one.value, PHASE_WORDS[one]) for one in Phase)],
        career_words=CAREER_WORDS,
    )


@router.get(HERE + "/nieuw")
@allow(Act.EDIT_DOSSIER)
def show_new(
    request: Request, work: Reading, by: By, now: Now, bij: str = "", opdracht: str = "", richting: str = ""
) -> HTMLResponse:
    """Ask what a student did; about one career competency, after an assignment, or about an occupation."""
    values = first_values(
        local_day(now),
        about=bij,
        assignment=own_task(work, by=by, code=opdracht),
        occupation=occupation_label(work, slug=richting, now=now),
    )
    return form_page(request, work, by, values=values, entry_id=None, now=now)


@router.post(HERE + "/nieuw")
@allow(Act.EDIT_DOSSIER)
def keep_new(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep a new entry, or show the form again with every fault."""
    return _keep(request, work, by, now, form, entry_id=None)


@router.get(HERE + "/{entry_id}")
@allow(Act.EDIT_DOSSIER)
def show_entry(request: Request, work: Reading, by: By, now: Now, entry_id: UUID, erbij: str = "") -> HTMLResponse:
    """Show a student an own entry, to go on with."""
    held = dossier_entry(work, by=by, entry_id=entry_id)
    return form_page(request, work, by, values=values_of(held), entry_id=entry_id, now=now, is_saved=bool(erbij))


@router.post(HERE + "/{entry_id}")
@allow(Act.EDIT_DOSSIER)
def change_entry(request: Request, work: Writing, by: By, now: Now, form: Submitted, entry_id: UUID) -> Response:
    """Keep what was changed, or take the entry away; that is asked for twice."""
    if form.get("wat") != "weg":
        return _keep(request, work, by, now, form, entry_id=entry_id)
    if form.get("zeker") != "ja":
        held = dossier_entry(work, by=by, entry_id=entry_id)
        return page(request, "dossier_remove.html", current=HERE, entry=held)
    remove_entry(work, by=by, entry_id=entry_id)
    return RedirectResponse(f"{HERE}?weg=1", status_code=303)


@router.get("/klas/{student_id}/dossier")
@allow(Act.SEE_GROUP)
def show_to_guide(request: Request, work: Reading, by: By, student_id: UUID) -> HTMLResponse:
    """Show who guides a student what this student shared."""
    return page(
        request,
        "dossier_shared.html",
        current="/klas",
        student_id=student_id,
        shared=dossier_of(work, by=by, student_id=student_id),
        files=evidence_of(work, by=by, student_id=student_id),
        words=CAREER_WORDS,
        kinds=KIND_WORDS,
        prompts=PROMPTS,
    )


@router.get("/mijn-kind/{student_id}/dossier")
@allow(Act.SEE_CHILD)
def show_to_parent(request: Request, work: Reading, by: By, student_id: UUID) -> HTMLResponse:
    """Show a parent what a child chose for parents to read."""
    return page(
        request,
        "dossier_of_child.html",
        current="/mijn-kind",
        shared=dossier_of(work, by=by, student_id=student_id),
        files=evidence_of(work, by=by, student_id=student_id),
        words=CAREER_WORDS,
        kinds=KIND_WORDS,
        prompts=PROMPTS,
    )


def _keep(
    request: Request, work: UnitOfWork, by: Account, now: Now, form: Submitted, *, entry_id: UUID | None
) -> Response:
    if entry_id is not None:
        dossier_entry(work, by=by, entry_id=entry_id)
    values = {**EMPTY, **typed(form)}
    codes = {code for code, _ in what_can_be_shown(work, by=by)}
    task = own_task(work, by=by, code=values["opdracht"])
    draft, faults = draft_of(values, entry_id=entry_id, codes=codes, assignment=task)
    if draft is not None:
        try:
            kept = keep_entry(work, by=by, student_id=found(by.subject_id), entry=draft, now=now)
        except InvalidValueError as error:
            said = told_in(error.faults, FAULT_FIELDS)
            faults = {**said, **faults}
        else:
            if not faults:
                return RedirectResponse(f"{HERE}/{kept.id}?erbij=1", status_code=303)
    return form_page(request, work, by, values=values, entry_id=entry_id, now=now, faults=faults)


def form_page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    *,
    values: Mapping[str, str],
    entry_id: UUID | None,
    now: Now,
    faults: Mapping[str, str] | None = None,
    is_saved: bool = False,
) -> HTMLResponse:
    """Show the form of an entry; with faults as a request that was refused."""
    return page(
        request,
        "dossier_entry.html",
        status=400 if faults else 200,
        current=HERE,
        form=FormView(values=values, faults=faults or {}),
        entry_id=entry_id,
        is_saved=is_saved,
        prompts=PROMPTS,
        kinds=[(kind.value, KIND_WORDS[kind].capitalize()) for kind in EntryKind],
        sharing=[(one.value, SHARING_WORDS[one].capitalize()) for one in Sharing],
        chapters=dossier_at_school(work, by=by, entries=(), now=now).chapters,
        words=CAREER_WORDS,
        can_show=[("", "Niets gekozen"), *what_can_be_shown(work, by=by)],
        levels=LEVELS,
        n_shown=N_SHOWN,
        assignment=own_task(work, by=by, code=values["opdracht"]),
        files=files_of(work, by=by, entry_id=entry_id) if entry_id else (),
        most_mb=load_reference(local_day(now)).dossier.file_bytes // MEBIBYTE,
    )
