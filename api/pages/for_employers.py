"""The front page of the employer toolkit: everything an employer can read before posting a place."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api.doors import everybody, guarded_router
from api.rendering import page

router = guarded_router()


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the toolkit, and what somebody finds there."""

    href: str
    title: str
    text: str
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that answer the same question."""

    title: str
    links: tuple[Link, ...]


PARTS = (
    Part(
        "Twijfel je nog?",
        (
            Link("/waarom", "Waarom het telt", "Wat een goede plek doet, met de bron erbij."),
            Link("/wat-kunnen-ze", "Wat kunnen ze?", "Wat je mag verwachten bij de start, halverwege en aan het eind."),
        ),
    ),
    Part(
        "Wat kost het, en wat krijg je terug?",
        (
            Link("/regelingen", "Welke regelingen zijn er?", "Kies je soort plek. Je ziet wat misschien geldt."),
            Link("/wat-kost-het", "Wat kost een leerbaan?", "Reken uit wat loon en lasten zijn, per leeftijd."),
        ),
    ),
    Part(
        "Hoe begeleid je goed?",
        (
            Link("/begeleiden", "Kaarten van vijf minuten", "De eerste dag, uitleggen, feedback, afspraken, en meer."),
            Link(
                "/leerpad",
                "Leerpad voor praktijkopleiders",
                "Korte lessen, met een certificaat. Hiervoor log je in.",
                False,
            ),
            Link("/rooster", "Mag dit rooster?", "Kijk na of de dagen en uren mogen op die leeftijd."),
        ),
    ),
)


@router.get("/voor-werkgevers")
@everybody("It tells what an employer can find here and holds nobody's data.")
def show_for_employers(request: Request) -> HTMLResponse:
    """Show an employer the way to everything there is to read, without an account."""
    return page(request, "for_employers.html", current="/voor-werkgevers", parts=PARTS)
