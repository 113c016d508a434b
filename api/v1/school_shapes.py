"""What goes in and out as JSON about what a school has settled."""

from typing import Annotated, Self

from pydantic import Field

from api.v1.shapes import Int, ShapeIn, ShapeOut
from career.school import MinorSignature, Region, SchoolSettings
from services.schools import SchoolView


class SchoolSettingsIn(ShapeIn):
    """What a school settles; ``max_travel_minutes`` is null where it leaves that to the student."""

    holiday_region: Region
    minor_signature: MinorSignature
    max_travel_minutes: Annotated[Int | None, Field(description="Longest trip one way, 1 to 240.")]

    def settings(self, school: str) -> SchoolSettings:
        """Give the same as the service takes it."""
        return SchoolSettings(
            school=school,
            holiday_region=self.holiday_region,
            minor_signature=self.minor_signature,
            max_travel_minutes=self.max_travel_minutes,
        )


class SchoolSettingsOut(ShapeOut):
    """What a school has settled, and for how many students it counts."""

    school: str
    holiday_region: Region
    minor_signature: MinorSignature
    max_travel_minutes: int | None
    n_students: int

    @classmethod
    def of(cls, view: SchoolView) -> Self:
        """Copy what the service gives."""
        settings = view.settings
        return cls(
            school=settings.school,
            holiday_region=settings.holiday_region,
            minor_signature=settings.minor_signature,
            max_travel_minutes=settings.max_travel_minutes,
            n_students=view.n_students,
        )
