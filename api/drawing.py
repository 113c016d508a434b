"""Pictures drawn on the server: score ring, bar, amounts, week and distance map, as SVG without inline styles."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

KM_PER_DEGREE = 111.32
# One degree of latitude on a sphere of 6,378 km; for a picture of a region the error is below half a percent.

MAP_SIZE = 400
MAP_MARGIN = 26
RING_STEPS_KM = (1, 2, 5, 10, 20, 50, 100)
SHORT_WEEKDAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPoint:
    """A place on the map.

    Parameters
    ----------
    latitude, longitude : float
        Degrees.
    number : int
        Number of the place in the list beside the map.
    town : str
        Written once near the first place of each town.
    href : str
        Where the marker leads.
    """

    latitude: float
    longitude: float
    number: int
    town: str
    title: str
    href: str


def ring(percent: int, high: int) -> Markup:
    """Draw a score as a ring; what could still be added once more is known is lighter.

    The words beside it carry the meaning, so the picture itself is hidden from screen readers.
    """
    arc = Markup(
        '<circle class="{}" cx="32" cy="32" r="27" pathLength="100" stroke-dasharray="{} 100" '
        'transform="rotate(-90 32 32)"/>'
    )
    maybe = arc.format("ring__maybe", high) if high > percent else Markup("")
    return Markup(
        '<svg viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
        '<circle class="ring__track" cx="32" cy="32" r="27"/>{}{}<text class="ring__n" x="32" y="39">{}%</text></svg>'
    ).format(maybe, arc.format("ring__fill", percent), percent)


def bar(value: float, low: float | None = None, high: float | None = None) -> Markup:
    """Draw a share of the whole, 0 to 1; what is not known yet is lighter."""
    sure = value if low is None else min(value, low)
    most = value if high is None else max(value, high)
    return Markup(
        '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar__track" width="100" height="8"/><rect class="bar__maybe" width="{}" height="8"/>'
        '<rect class="bar__fill" width="{}" height="8"/></svg>'
    ).format(_share(most), _share(sure))


def amounts(rows: Sequence[tuple[str, float, float]], description: str) -> Markup:
    """Draw amounts beneath one another, each from the least (dark) to the most (light).

    Parameters
    ----------
    rows : sequence of (str, float, float)
        What each is of, its least and its most, 0 or more.
    description : str
        What the picture says, for who cannot see it.
    """
    most = max((high for _, _, high in rows), default=0) or 1
    line = Markup(
        '<text class="amounts__name" x="0" y="{0}">{1}</text>'
        '<rect class="bar__track" x="70" y="{2}" width="250" height="14"/>'
        '<rect class="bar__maybe" x="70" y="{2}" width="{3}" height="14"/>'
        '<rect class="bar__fill" x="70" y="{2}" width="{4}" height="14"/>'
    )
    drawn = [
        line.format(26 * ix + 17, name, 26 * ix + 6, round(250 * high / most, 1), round(250 * low / most, 1))
        for ix, (name, low, high) in enumerate(rows)
    ]
    return Markup('<svg class="amounts" viewBox="0 0 320 {}" role="img" aria-label="{}">{}</svg>').format(
        26 * len(rows) + 4, description, Markup("").join(drawn)
    )


def week(hours: Mapping[int, tuple[str, str]], description: str) -> Markup:
    """Draw the seven days of a week, the working days filled and with their hours.

    Parameters
    ----------
    hours : mapping of int to (str, str)
        ISO weekday to when the work begins and ends, such as ``("9", "16.30")``.
    description : str
        What the picture says, for who cannot see it.
    """
    box = Markup('<rect class="week__box{}" x="{}" y="1" width="44" height="30" rx="7"/>')
    name = Markup('<text class="week__name{}" x="{}" y="21">{}</text>')
    times = Markup(
        '<text class="week__time" x="{0}" y="47">{1}</text><text class="week__time" x="{0}" y="61">{2}</text>'
    )
    parts: list[Markup] = []
    for ix, short in enumerate(SHORT_WEEKDAYS):
        left, middle, worked = ix * 50 + 3, ix * 50 + 25, hours.get(ix + 1)
        parts.append(box.format(" week__box--on" if worked else "", left))
        parts.append(name.format(" week__name--on" if worked else "", middle, short))
        if worked:
            parts.append(times.format(middle, worked[0], f"– {worked[1]}"))
    return Markup('<svg class="week" viewBox="0 0 350 66" role="img" aria-label="{}">{}</svg>').format(
        description, Markup("").join(parts)
    )


def distance_map(*, home_label: str, latitude: float, longitude: float, places: Sequence[MapPoint]) -> Markup:
    """Draw how far each place is from home, with rings in kilometres.

    Parameters
    ----------
    home_label : str
        Name of the home area, for the description of the picture.
    latitude, longitude : float
        Centre of the home area in degrees.
    places : sequence of MapPoint
        In the order of the list.
    """
    offsets = [_offset_km(latitude, longitude, point) for point in places]
    farthest = max((math.hypot(*offset) for offset in offsets), default=1.0)
    step = next((km for km in RING_STEPS_KM if farthest * 1.1 <= 4 * km), RING_STEPS_KM[-1])
    radius_km = step * max(1, math.ceil(farthest * 1.1 / step))
    middle = MAP_SIZE / 2
    scale = (middle - MAP_MARGIN) / radius_km
    rings = range(step, radius_km + 1, step)
    circles = (
        Markup('<circle class="map__ring" cx="{0:.0f}" cy="{0:.0f}" r="{1:.1f}"/>').format(middle, km * scale)
        for km in rings
    )
    labels = (
        Markup('<text class="map__text map__text--km" x="{:.0f}" y="{:.1f}">{} km</text>').format(
            middle, middle + km * scale - 5, km
        )
        for km in rings
    )
    spots = _spread([(middle + east * scale, middle - north * scale) for east, north in offsets], middle)
    home = Markup('<path class="map__home" d="M{:.0f} {:.0f}l13 11v13h-26v-13z"/>').format(middle, middle - 13)
    return Markup(
        '<svg class="map" viewBox="0 0 {0} {0}" role="group" aria-label="Kaart: {1} rond {2}. '
        'De afstanden staan ook in de lijst.">{3}{4}{5}{6}{7}</svg>'
    ).format(
        MAP_SIZE,
        "1 plek" if len(places) == 1 else f"{len(places)} plekken",
        home_label,
        Markup("").join(circles),
        _towns(places, spots),
        Markup("").join(labels),
        home,
        _markers(places, spots),
    )


def _share(value: float) -> float:
    return round(max(0.0, min(1.0, value)) * 100, 1)


def _offset_km(latitude: float, longitude: float, point: MapPoint) -> tuple[float, float]:
    east = (point.longitude - longitude) * KM_PER_DEGREE * math.cos(math.radians(latitude))
    return east, (point.latitude - latitude) * KM_PER_DEGREE


def _spread(wanted: Iterable[tuple[float, float]], middle: float) -> list[tuple[float, float]]:
    """Push markers apart until none covers another or the house; a few rounds do for one page."""
    gap, edge = 27.0, 15.0
    spots = [[middle, middle], *([x, y] for x, y in wanted)]
    for _ in range(60):
        is_still = True
        for a in range(len(spots)):
            for b in range(a + 1, len(spots)):
                dx, dy = spots[b][0] - spots[a][0], spots[b][1] - spots[a][1]
                apart = math.hypot(dx, dy)
                if apart >= gap:
                    continue
                is_still = False
                # Two places at one address: fan out over the golden angle, so that the picture never jumps.
                angle = math.atan2(dy, dx) if apart > 0.02 else b * 2.39996
                push = gap - apart if a == 0 else (gap - apart) / 2
                if a:
                    spots[a][0] -= math.cos(angle) * push
                    spots[a][1] -= math.sin(angle) * push
                spots[b][0] += math.cos(angle) * push
                spots[b][1] += math.sin(angle) * push
        if is_still:
            break
    low, high = edge, MAP_SIZE - edge
    return [(min(max(x, low), high), min(max(y, low), high)) for x, y in spots[1:]]


def _markers(places: Sequence[MapPoint], spots: Sequence[tuple[float, float]]) -> Markup:
    marker = Markup(
        '<a href="{}" aria-label="Plek {}: {}"><circle class="map__place" cx="{:.1f}" cy="{:.1f}" r="13"/>'
        '<text class="map__num" x="{:.1f}" y="{:.1f}">{}</text></a>'
    )
    return Markup("").join(
        marker.format(p.href, p.number, p.title, x, y, x, y + 5, p.number)
        for p, (x, y) in zip(places, spots, strict=True)
    )


def _towns(places: Sequence[MapPoint], spots: Sequence[tuple[float, float]]) -> Markup:
    """Write each town's name once, below the lowest marker it has."""
    lowest: dict[str, tuple[float, float]] = {}
    for place, spot in zip(places, spots, strict=True):
        if place.town not in lowest or spot[1] > lowest[place.town][1]:
            lowest[place.town] = spot
    text = Markup('<text class="map__text" x="{:.1f}" y="{:.1f}">{}</text>')
    return Markup("").join(
        text.format(min(max(x, 45), MAP_SIZE - 45), min(y + 27, MAP_SIZE - 6), town) for town, (x, y) in lowest.items()
    )
