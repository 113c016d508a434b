"""For who guides a class: who misses a career conversation, and when it could be."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.rendering import page
from career.conversation import ConversationKind
from services.coverage import class_plans, classes_covered
from services.permissions import Act, may

router = guarded_router()

KINDS = {ConversationKind.INDIVIDUAL: "alleen", ConversationKind.WITH_PARENTS: "met een ouder erbij"}


@router.get("/klas/gesprekken")
@allow(Act.SEE_COVERAGE)
def show_coverage(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show who had the conversations that the school wants: the own class by name, a whole school in numbers."""
    classes = classes_covered(work, by=by, now=now)
    return page(
        request, "coverage.html", current="/klas", classes=classes, kinds=KINDS, may_plan=may(by, Act.PLAN_TALKS)
    )


@router.get("/klas/jaarplan")
@allow(Act.PLAN_TALKS)
def show_year_plan(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show in which week each missing conversation could be, to read and to print."""
    return page(request, "year_plan.html", current="/klas", plans=class_plans(work, by=by, now=now), kinds=KINDS)
