"""What can go wrong between the service and its database."""


class StorageError(Exception):
    """The database could not do what was asked."""


class ConflictError(StorageError):
    """Somebody else was first, or the database already holds something that excludes this."""


class UnavailableError(StorageError):
    """The database does not answer, or stayed locked for too long; trying again later can help."""


class NotMigratedError(StorageError):
    """The database lacks tables or columns: ``plekwijzer migrate`` has to run first."""


class ReadOnlyError(StorageError):
    """Something was written in a unit of work that only reads."""

    def __init__(self) -> None:
        super().__init__("this unit of work only reads; open it with House.writing()")


class WrongDatabaseError(StorageError):
    """The address of the database cannot be used."""
