"""Keeping text in a CSV file from being run as a formula by whoever opens it in a spreadsheet."""

import re

# CSV injection (OWASP): the signs at which spreadsheets start to reckon; the full-width ones count in East Asian
# versions, and a line end lets the rest of the cell start anew.
DANGEROUS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
NUMBER = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?", re.ASCII)


def armed(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run; numbers stay numbers.

    Examples
    --------
    >>> armed("=1+1"), armed("-12,5"), armed("'=x"), armed("'s middags")
    ("'=1+1", '-12,5', "''=x", "'s middags")
    """
    if DANGEROUS.match(text) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def disarmed(text: str) -> str:
    """Take off exactly the apostrophe that ``armed`` put there.

    Examples
    --------
    >>> disarmed("'=1+1"), disarmed("''=x"), disarmed("'s middags")
    ('=1+1', "'=x", "'s middags")
    """
    if text.startswith("'") and DANGEROUS.match(text):
        return text[1:]
    return text
