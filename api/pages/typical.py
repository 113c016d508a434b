"""For whoever wonders what students can do: programme by programme, without persons."""

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.dependencies import Reading
from api.doors import everybody, guarded_router
from api.rendering import page
from services.placements import FEWEST_TOLD
from services.typical import programmes, typical_of

router = guarded_router()

HERE = "/wat-kunnen-ze"


@router.get(HERE)
@everybody("It lists programmes and holds nobody's data.")
def show_programmes(request: Request) -> HTMLResponse:
    """Show the programmes to choose from."""
    return page(request, "typical_choice.html", current=HERE, sectors=programmes())


@router.get(HERE + "/{qualification_code}")
@everybody("It tells of groups of at least ten students in words, and names nobody.")
def show_typical(request: Request, work: Reading, qualification_code: str) -> HTMLResponse:
    """Show what students of a programme show at the start, half-way and at the end."""
    view = typical_of(work, qualification_code=qualification_code)
    return page(request, "typical.html", current=HERE, view=view, fewest=FEWEST_TOLD)
