"""Every problem that reading a file can find, before anybody asks what its columns mean."""

from foundation.inbox.problems import Level, declare, gettext_noop

FILE_MISSING = declare(
    "file_missing", Level.FATAL, gettext_noop("The file cannot be opened any more. Upload it again.")
)
FILE_EMPTY = declare(
    "file_empty", Level.FATAL, gettext_noop("The file is empty. Export it again and upload the result.")
)
FILE_TOO_BIG = declare(
    "file_too_big",
    Level.FATAL,
    gettext_noop("The file has %(size)s; at most %(limit)s can be read. Split it, for instance by month."),
)
UNPACKED_TOO_BIG = declare(
    "unpacked_too_big",
    Level.FATAL,
    gettext_noop("Unpacked, the file is larger than %(limit)s. Split it, for instance by month."),
)
RATIO_TOO_HIGH = declare(
    "ratio_too_high",
    Level.FATAL,
    gettext_noop(
        "The file unpacks to more than %(limit)s times its size, as files made to do harm do. "
        "Unpack it yourself and upload the plain CSV."
    ),
)
GZIP_BROKEN = declare(
    "gzip_broken", Level.FATAL, gettext_noop("The gzip file is cut off or damaged. Download or export it again.")
)
WORKBOOK_BROKEN = declare(
    "workbook_broken",
    Level.FATAL,
    gettext_noop("The workbook is damaged (%(detail)s). Open it in a spreadsheet program and save it as .xlsx again."),
)
WORKBOOK_LIES = declare(
    "workbook_lies",
    Level.FATAL,
    gettext_noop(
        "A part of the workbook is not what its directory says (%(part)s), as in files made to do harm. "
        "Save it as .xlsx again, or upload a CSV."
    ),
)
WRONG_KIND = declare(
    "wrong_kind",
    Level.FATAL,
    gettext_noop("This is %(kind)s, not a table that can be read. Save it as .xlsx or CSV and upload that."),
)
MEMORY_LIMIT = declare(
    "memory_limit",
    Level.FATAL,
    gettext_noop(
        "The file needs more than %(limit)s of memory to read. Delete stray cells far right of or below the table, "
        "or save the sheet as CSV."
    ),
)
TIME_LIMIT = declare(
    "time_limit",
    Level.FATAL,
    gettext_noop("Reading the file took longer than %(limit)s seconds. Split it, or save the sheet as CSV."),
)
READER_FAILED = declare(
    "reader_failed",
    Level.FATAL,
    gettext_noop("The file cannot be read (%(detail)s). Save it as CSV in UTF-8 and upload that."),
)
ENCODING_UNKNOWN = declare(
    "encoding_unknown",
    Level.FATAL,
    gettext_noop("The text is neither UTF-8, UTF-16 nor Windows-1252. Save the file as CSV in UTF-8."),
)
ENCODING_BROKEN = declare(
    "encoding_broken",
    Level.FATAL,
    gettext_noop("The file says that it is %(encoding)s, but this line is not. Save the file as CSV in UTF-8."),
)
ENCODING_GUESSED = declare(
    "encoding_guessed",
    Level.WARNING,
    gettext_noop(
        "The text is not UTF-8; it was read as Windows-1252. Check that “%(value)s” looks right, "
        "or save the file as CSV in UTF-8."
    ),
)
NO_HEADER = declare(
    "no_header", Level.FATAL, gettext_noop("There is no line with column names. Put the names into the first line.")
)
HEADER_LOOKS_LIKE_DATA = declare(
    "header_looks_like_data",
    Level.WARNING,
    gettext_noop("The column names look like data. Put a line with the names above the first row, if it is missing."),
)
LINES_ABOVE_HEADER = declare(
    "lines_above_header",
    Level.WARNING,
    gettext_noop("The column names were taken from line %(header)s; the lines above it were skipped."),
)
HEADER_EMPTY = declare(
    "header_empty",
    Level.WARNING,
    gettext_noop("The column has no name; it is called “%(name)s” here. Name it if it matters."),
)
HEADER_TWICE = declare(
    "header_twice",
    Level.WARNING,
    gettext_noop("The name “%(value)s” is used by more than one column; this one is called “%(name)s” here."),
)
TOO_MANY_COLUMNS = declare(
    "too_many_columns", Level.FATAL, gettext_noop("The table has more than %(limit)s columns. Delete those not needed.")
)
TOO_MANY_ROWS = declare(
    "too_many_rows",
    Level.FATAL,
    gettext_noop("The table has more than %(limit)s rows. Split it, for instance by month."),
)
ROW_TOO_WIDE = declare(
    "row_too_wide",
    Level.ROW,
    gettext_noop(
        "The row has %(cells)s cells, the header %(columns)s. Put quotation marks around a value that contains the "
        "separator, such as a decimal comma."
    ),
)
ROW_TOO_NARROW = declare(
    "row_too_narrow",
    Level.ROW,
    gettext_noop("The row has %(cells)s cells, the header %(columns)s. It may be cut off; export the file again."),
)
QUOTE_OPEN = declare(
    "quote_open",
    Level.FATAL,
    gettext_noop('The quotation mark opened here is never closed. Close it, or write a quotation mark inside as "".'),
)
QUOTE_STRAY = declare(
    "quote_stray",
    Level.ROW,
    gettext_noop(
        'There is text between a closing quotation mark and the separator. Write a mark inside a value as "".'
    ),
)
CELL_TOO_LONG = declare(
    "cell_too_long",
    Level.ROW,
    gettext_noop("A cell has more than %(limit)s characters. Shorten it, or look for a quotation mark left open."),
)
NUL_CHARACTER = declare(
    "nul_character",
    Level.CELL,
    gettext_noop("The cell contains a NUL character, which no text has. Remove it, or export the file again."),
)
CHOOSE_SHEET = declare(
    "choose_sheet",
    Level.QUESTION,
    gettext_noop("The workbook has several sheets: %(sheets)s. Choose the one to import."),
)
SHEET_UNKNOWN = declare(
    "sheet_unknown",
    Level.FATAL,
    gettext_noop("There is no sheet “%(value)s” in the workbook; it has: %(sheets)s. Choose one of these."),
)
SHEET_HIDDEN = declare(
    "sheet_hidden",
    Level.WARNING,
    gettext_noop("The hidden sheet “%(value)s” was skipped. Choose it by name if its rows belong to the import."),
)
CELLS_MERGED = declare(
    "cells_merged",
    Level.WARNING,
    gettext_noop(
        "The cells %(range)s are merged: only the first one has a value, the others were read as empty. "
        "Unmerge them and fill each cell."
    ),
)
FORMULA_WITHOUT_VALUE = declare(
    "formula_without_value",
    Level.CELL,
    gettext_noop(
        "Cell %(cell)s is a formula without a stored result. Open the workbook in a spreadsheet program and save it, "
        "or paste the values."
    ),
)
CELL_ERROR = declare(
    "cell_error",
    Level.CELL,
    gettext_noop("Cell %(cell)s holds the spreadsheet error %(value)s. Mend the formula, or paste the value."),
)
DATE_BEFORE_1900_MARCH = declare(
    "date_before_1900_march",
    Level.CELL,
    gettext_noop(
        "Cell %(cell)s is a date before 1 March 1900, which spreadsheets count wrongly. Write it as text: 1900-02-28."
    ),
)
NUMBER_TOO_LONG = declare(
    "number_too_long",
    Level.WARNING,
    gettext_noop(
        "Cell %(cell)s is a number of more than 15 digits, and spreadsheets keep only 15. "
        "Format the column as text before pasting long numbers."
    ),
)
