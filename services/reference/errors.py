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
        Name of the column; empty when it is about the file as a whole.
    text : str
        What is wrong and what would be right, in Dutch because whoever keeps the rules reads it; no full stop.
    """

    def __init__(self, file: str, line: int, column: str, text: str) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.text = text
        place = f"{file}, regel {line}, kolom {column}" if column else file
        super().__init__(f"{place}: {text}.")
