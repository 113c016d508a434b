"""What holds for this installation as a whole."""

from enum import StrEnum

from sqlalchemy import select, update

from storage.database import Transaction
from storage.errors import ConflictError
from storage.schema.installation import installation


class Mode(StrEnum):
    """What the installation is for."""

    DEMO = "demo"
    """Made-up people; everybody may enter."""
    LIVE = "live"


class InstallationStore:
    """The one row about the installation; the first migration puts it there."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    @property
    def mode(self) -> Mode | None:
        """What the installation is for, or ``None`` while nobody has said so."""
        mode = self._transaction.read(select(installation.c.mode)).scalar_one()
        return None if mode is None else Mode(mode)

    def claim(self, mode: Mode) -> None:
        """Say what the installation is for; saying the same again changes nothing.

        Raises
        ------
        ConflictError
            It is for something else already.
        """
        held = self._transaction.read(self._transaction.locked(select(installation.c.mode))).scalar_one()
        if held is None:
            self._transaction.change(update(installation).values(mode=mode.value))
        elif held != mode.value:
            raise ConflictError(f"this database is for {held} use, not for {mode.value} use")

    @property
    def market_revision(self) -> int:
        """Number that grows when a student, employer, recognition, placement or the catalogue changes."""
        return int(self._transaction.read(select(installation.c.market_revision)).scalar_one())

    def raise_market_revision(self) -> int:
        """Let every process know that its market is stale, and give the new revision.

        From here to the commit no other writer can raise it, so revisions are committed in their order.
        """
        self._transaction.change(update(installation).values(market_revision=installation.c.market_revision + 1))
        return self.market_revision

    @property
    def links_revision(self) -> int:
        """Number that grows when somebody confirms, corrects, rejects or reviews a link."""
        return int(self._transaction.read(select(installation.c.links_revision)).scalar_one())

    def raise_links_revision(self) -> int:
        """Let every process know that its memory of links is stale; works as ``raise_market_revision``."""
        self._transaction.change(update(installation).values(links_revision=installation.c.links_revision + 1))
        return self.links_revision

    @property
    def catalogue_revision(self) -> int:
        """Number that grows when a competency, another name of one or a relation changes."""
        return int(self._transaction.read(select(installation.c.catalogue_revision)).scalar_one())

    def raise_catalogue_revision(self) -> int:
        """Let every process know that its catalogue is stale; works as ``raise_market_revision``."""
        self._transaction.change(update(installation).values(catalogue_revision=installation.c.catalogue_revision + 1))
        return self.catalogue_revision
