"""Lists for many students at once that do not send all of them to the same places."""

from collections.abc import Callable
from dataclasses import dataclass

from matching import LONGER, Congestion, Exposure, ExposureReport, Ranking, least_above_room, spread
from services.market_columns import MarketColumns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpreadPlaces:
    """Places for all students, spread, with what that brings and costs.

    Parameters
    ----------
    ranking : Ranking
        What is shown.
    exposure : Exposure
        How strongly, and at what cost at the most.
    report : ExposureReport
        Without and with spreading side by side.
    least_above_room : float
        Share of the contacts above room that no lists with the same promise can get below.
    """

    ranking: Ranking
    exposure: Exposure
    report: ExposureReport
    least_above_room: float

    def sentences(self) -> tuple[str, ...]:
        """Say in Dutch what spreading did, both sides beside each other."""
        report = self.report
        rows: list[tuple[str, Callable[[float], str], Callable[[Congestion], float]]] = [
            ("Contacten waarvoor geen ruimte is", _percent, lambda side: side.above_room),
            ("Plekken die op geen lijst staan", _percent, lambda side: side.unseen),
            ("Drukste plek: contacten per ruimte", _number(1), lambda side: side.busiest),
            ("Verdeling (0 gelijk, 1 alles op één plek)", _number(2), lambda side: side.gini),
        ]
        table = [_row("", "zonder", "met")]
        table += [_row(name, say(of(report.plain)), say(of(report.spread))) for name, say, of in rows]
        for (n, plain), (_, spread_out) in zip(report.plain.mean_score, report.spread.mean_score, strict=True):
            first = "eerste regel" if n == 1 else f"eerste {n} regels"
            table.append(_row(f"Gemiddelde score, {first}", _number(3)(plain), _number(3)(spread_out)))
        return (
            f"Gespreid met kracht {_plain(self.exposure.strength)}; elke regel hoogstens "
            f"{_percent(self.exposure.most_loss)} minder score. Ruimte: wat een plek nog aan contacten aankan.",
            *table,
            f"Gemiddeld {_percent(report.mean_loss)} van de score opgegeven, door één leerling hoogstens "
            f"{_percent(report.worst_loss)}; {report.n_changed} van {report.n_students} lijsten zijn anders.",
            f"Met deze grens blijft altijd minstens {_percent(self.least_above_room)} van de contacten zonder ruimte.",
        )


def places_spread(
    market: MarketColumns, *, exposure: Exposure, top: int, on_progress: Callable[[int], None] | None = None
) -> SpreadPlaces:
    """Give all students places, spread over them within the loss allowed.

    Parameters
    ----------
    top : int
        At most this many for each student.
    on_progress : callable, optional
        Told the number of students whose longer list is made.
    """
    longer = market.places_for(top=top * LONGER, on_progress=on_progress)
    done = spread(longer, exposure=exposure, top=top, seed=market.seed)
    return SpreadPlaces(
        ranking=done.ranking,
        exposure=exposure,
        report=done.report,
        least_above_room=least_above_room(longer, exposure=exposure, top=top),
    )


def _row(name: str, plain: str, spread_out: str) -> str:
    return f"  {name:<42}{plain:>9}{spread_out:>9}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%".replace(".", ",")


def _number(decimals: int) -> Callable[[float], str]:
    return lambda value: f"{value:.{decimals}f}".replace(".", ",")


def _plain(value: float) -> str:
    return f"{value:g}".replace(".", ",")
