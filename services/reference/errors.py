"""What can be wrong with the data files of the rules."""


class ReferenceDataError(Exception):
    """A data file holds something that cannot be right.

    Parameters
    ----------
    file : str
        Name of the file, such as ``"sectors.csv"``.
    line : int
        Line in the file, counted from 1 (the header).
    column : str
        Name of the column.
    text : str
        What is wrong, and what would be right.
    """

    def __init__(self, file: str, line: int, column: str, text: str) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.text = text
        super().__init__(f"{file}, line {line}, column {column}: {text}")
