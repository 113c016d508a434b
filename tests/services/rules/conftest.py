"""The copied files that a test may spoil, as the tests of the reference have them."""

from tests.services.reference.conftest import folder, lines, spoil, write

__all__ = ["folder", "lines", "spoil", "write"]
