"""The numbers behind a picture, as a table that can be read aloud."""

from __future__ import annotations

from deqi.core.values import Value


class Table(Value, frozen=True, kw_only=True):
    """Rows under column headings; the first cell of a row is its heading."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"each row of '{self.caption}' needs {len(self.columns)} cells")

    def first(self, columns: int) -> Table:
        """The table with its first columns only."""
        return Table(
            caption=self.caption, columns=self.columns[:columns], rows=tuple(row[:columns] for row in self.rows)
        )
