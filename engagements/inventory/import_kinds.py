"""Every problem that appears when rows are read as processes."""

from foundation.inbox.problems import Level, declare, gettext_noop

NAME_MISSING = declare(
    "process_name_missing",
    Level.ROW,
    gettext_noop("The row has no name, so nobody can tell which process it is. Add it."),
)
CHOICE_UNKNOWN = declare(
    "process_choice_unknown", Level.ROW, gettext_noop("“%(value)s” is not understood. Write one of: %(choices)s.")
)
OUT_OF_RANGE = declare(
    "process_out_of_range",
    Level.ROW,
    gettext_noop("“%(value)s” is not within %(least)s and %(most)s. Mend the cell."),
)
TEXT_TOO_LONG = declare(
    "process_text_too_long", Level.ROW, gettext_noop("The text has more than %(limit)s characters. Shorten it.")
)
FREQUENCY_MISSING = declare(
    "process_frequency_missing",
    Level.ROW,
    gettext_noop("There is a volume, but not whether it is a day, a week or a month. Add it."),
)
NAME_UNMAPPED = declare(
    "process_name_unmapped", Level.FATAL, gettext_noop("Say which column holds the process's name.")
)
TOO_MANY_ROWS = declare(
    "process_too_many_rows",
    Level.FATAL,
    gettext_noop("The file has more than %(limit)s rows. An inventory is a list of kinds of work, not of pieces."),
)
