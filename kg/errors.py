"""One family of errors. Each says where, what is wrong, and what to do, in one line."""

from __future__ import annotations


class KgError(Exception):
    """Base of all errors of this package.

    Args:
        where: file, line, rule or document the error is about (``seeds/manifest.csv:3``).
        what: what is wrong (``no column 'file'``).
        todo: what the user can do about it (``add the column, or remove the manifest``).
    """

    def __init__(self, where: object, what: str, todo: str = "") -> None:
        # A file's name may hold bytes that are no text; what is told must be.
        self.where, self.what, self.todo = (_as_text(part) for part in (str(where), what, todo))
        # What a library says of itself may end in a stop.
        super().__init__(f"{self.where}: " + (f"{self.what.rstrip('.')}; {self.todo}" if todo else self.what))

    def __reduce__(self) -> tuple[type[KgError], tuple[str, str, str]]:
        # An exception is pickled with its message alone, which is not what __init__ takes; errors cross processes.
        return type(self), (self.where, self.what, self.todo)


def _as_text(part: str) -> str:
    return part.encode("utf-8", "backslashreplace").decode("utf-8")


class InputError(KgError):
    """A file or folder that cannot be read as newspaper text."""


class SchemaError(KgError):
    """A mistake in an ontology, lexicon or rule file."""


class UsageError(KgError):
    """Arguments that cannot be carried out."""


class GraphError(KgError):
    """A build folder that is missing, incomplete or of another version."""


class StoreError(KgError):
    """A database that cannot be reached, opened or asked, or a query it refuses."""
