"""Every problem that a single value, or a column of them, can have."""

from foundation.inbox.problems import Level, declare, gettext_noop

DATE_UNREADABLE = declare(
    "date_unreadable",
    Level.ROW,
    gettext_noop("“%(value)s” is not a date in the chosen order (%(order)s). Mend the cell or change the order."),
)
DATE_IMPOSSIBLE = declare(
    "date_impossible",
    Level.ROW,
    gettext_noop("“%(value)s” is a day or time that does not exist. Mend the cell, or check the order (%(order)s)."),
)
DATES_AMBIGUOUS = declare(
    "dates_ambiguous",
    Level.QUESTION,
    gettext_noop(
        "“%(value)s” may be day/month or month/day, and no value of the column decides. Choose the order of its dates."
    ),
)
DATES_CONTRADICT = declare(
    "dates_contradict",
    Level.QUESTION,
    gettext_noop(
        "“%(value)s” can only be %(order)s, but line %(other_line)s has “%(other)s”, which cannot. "
        "Choose the order; the rows that do not fit will be quarantined."
    ),
)
TIME_IN_GAP = declare(
    "time_in_gap",
    Level.WARNING,
    gettext_noop(
        "“%(value)s” does not exist in %(zone)s, where the clock was put forward; the first moment after was taken."
    ),
)
TIME_IN_FOLD = declare(
    "time_in_fold",
    Level.WARNING,
    gettext_noop("“%(value)s” happened twice in %(zone)s, where the clock was put back; the first was taken."),
)
NUMBER_UNREADABLE = declare(
    "number_unreadable",
    Level.ROW,
    gettext_noop("“%(value)s” is not a number written with a decimal %(style)s. Mend the cell or change the style."),
)
NUMBERS_AMBIGUOUS = declare(
    "numbers_ambiguous",
    Level.QUESTION,
    gettext_noop(
        "“%(value)s” may be a thousand or a fraction, and no value of the column decides. Choose the decimal sign."
    ),
)
NUMBERS_CONTRADICT = declare(
    "numbers_contradict",
    Level.QUESTION,
    gettext_noop(
        "“%(value)s” has a decimal %(style)s, but line %(other_line)s has “%(other)s”. Choose the decimal sign; "
        "the rows that do not fit will be quarantined."
    ),
)
WHOLE_NUMBER_EXPECTED = declare(
    "whole_number_expected", Level.ROW, gettext_noop("“%(value)s” is not a whole number. Mend the cell.")
)
DURATION_UNREADABLE = declare(
    "duration_unreadable",
    Level.ROW,
    gettext_noop("“%(value)s” is not a duration. Write 1:30, 90m, 1h 30m, or a plain number of %(unit)s."),
)
BOOLEAN_UNREADABLE = declare(
    "boolean_unreadable",
    Level.ROW,
    gettext_noop("“%(value)s” is neither yes nor no. Write true or false, or say in the mapping what it means."),
)
