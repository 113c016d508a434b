"""The shape of advice about a place."""

from typing import Annotated

from pydantic import Field

from api.v1.shapes import ShapeOut


class ChangeAdviceOut(ShapeOut):
    """One or two changes, how much they ask (1 is a weekday kept free), and how many students there are with them."""

    label: str
    text: str
    kinds: list[str]
    size: float
    n_after: int


class SimilarPlacesOut(ShapeOut):
    """How places like it are, told of many at once."""

    n_tens: Annotated[int, Field(description="So many at least were compared, in whole tens.")]
    within_km: int
    sentences: list[str]


class AdviceOut(ShapeOut):
    """How many students can come to a place and how many it suits well, and what changes would do.

    An employer reads whole tens, and ``null`` below ten.
    """

    n_open: int | None
    n_well: int | None
    open_text: str
    well_text: str
    opening: list[ChangeAdviceOut]
    together: list[ChangeAdviceOut]
    fitting: list[ChangeAdviceOut]
    question: str
    because: str
    similar: SimilarPlacesOut | None
    version: str
