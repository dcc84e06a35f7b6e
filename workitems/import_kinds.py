"""Every problem that appears when rows are read as work items."""

from foundation.inbox.problems import Level, declare, gettext_noop

COLUMN_MISSING = declare(
    "column_missing",
    Level.FATAL,
    gettext_noop("The mapping reads “%(field)s” from column “%(value)s”, which the file does not have. Map it anew."),
)
FIELD_UNMAPPED = declare(
    "field_unmapped",
    Level.FATAL,
    gettext_noop("No column is mapped to “%(field)s”, and without it no item can be made. Choose its column."),
)
COLUMNS_ALIKE = declare(
    "columns_alike",
    Level.WARNING,
    gettext_noop("More than one column may be “%(field)s”: %(value)s. Choose the one that is."),
)
COLUMN_OF_TWO = declare(
    "column_of_two", Level.WARNING, gettext_noop("Column “%(value)s” may be %(fields)s. Choose which.")
)
COLUMN_HOLDS_OTHER = declare(
    "column_holds_other",
    Level.WARNING,
    gettext_noop("Column “%(value)s” is called like “%(field)s” but holds %(values)s, so it is not proposed."),
)
COLUMN_WITHOUT_UNIT = declare(
    "column_without_unit",
    Level.WARNING,
    gettext_noop(
        "Column “%(value)s” may be “%(field)s”, but its numbers may count seconds, minutes or hours. Choose it, and"
        " say under “How it is written” what plain durations count."
    ),
)
COLUMN_OF_OTHER_UNIT = declare(
    "column_of_other_unit",
    Level.WARNING,
    gettext_noop(
        "Column “%(value)s” counts another unit than the durations before it, and a file has one. Have it exported in"
        " the same unit."
    ),
)
MAPPING_WRONG = declare(
    "mapping_wrong", Level.FATAL, gettext_noop("The mapping cannot be used: %(detail)s. Correct it and try again.")
)
ID_MISSING = declare(
    "id_missing", Level.ROW, gettext_noop("The row has no number or key, so nobody can tell which item it is. Add it.")
)
OPENED_MISSING = declare(
    "opened_missing", Level.ROW, gettext_noop("The row does not say when the item was opened. Add the date.")
)
EVENT_TIME_MISSING = declare(
    "event_time_missing",
    Level.ROW,
    gettext_noop("The row does not say when this change happened. Add the date and time of the change."),
)
TEXT_TOO_LONG = declare(
    "text_too_long", Level.ROW, gettext_noop("The text has more than %(limit)s characters. Shorten it.")
)
TEXT_CUT = declare(
    "text_cut", Level.WARNING, gettext_noop("The text has more than %(limit)s characters; its end was cut off.")
)
LINK_REFUSED = declare(
    "link_refused", Level.WARNING, gettext_noop("“%(value)s” is no web address (https://…); it was left out.")
)
CURRENCY_UNKNOWN = declare(
    "currency_unknown",
    Level.ROW,
    gettext_noop("“%(value)s” is no currency code. Write three letters, such as EUR, USD or GBP."),
)
COUNT_NEGATIVE = declare(
    "count_negative", Level.ROW, gettext_noop("“%(value)s” is negative, and a count cannot be. Mend the cell.")
)
NUMBER_TOO_LARGE = declare(
    "number_too_large",
    Level.ROW,
    gettext_noop("“%(value)s” is too large: the number must be smaller than %(limit)s. Mend the cell."),
)
CLOSED_BEFORE_OPENED = declare(
    "closed_before_opened",
    Level.ROW,
    gettext_noop("The item ends (%(value)s) before it was opened (%(opened)s). Mend one of the dates, or their order."),
)
DEFECT_UNCHECKED = declare(
    "defect_unchecked",
    Level.ROW,
    gettext_noop("The item is defective but not checked. Mark it as checked, or not defective."),
)
STOP_UNDATED = declare(
    "stop_undated",
    Level.ROW,
    gettext_noop(
        "The item is in state “%(value)s”, but nothing says since when. Map or fill the date it was resolved."
    ),
)
STATE_QUARANTINED = declare(
    "state_quarantined",
    Level.ROW,
    gettext_noop(
        "The mapping sets rows in state “%(value)s” aside. Give the state a meaning if these rows shall count."
    ),
)
STATE_UNDECIDED = declare(
    "state_undecided",
    Level.WARNING,
    gettext_noop(
        "Nobody has said what the state “%(value)s” means; the clock runs on in it. Say whether it pauses or stops."
    ),
)
VALUE_UNMAPPED = declare(
    "value_unmapped",
    Level.WARNING,
    gettext_noop("“%(value)s” is sent to no engagement or vendor; its items are in Unassigned."),
)
PLACE_UNKNOWN = declare(
    "place_unknown",
    Level.FATAL,
    gettext_noop(
        "The mapping sends values to “%(value)s”, which the workspace does not have. Make it, or map them anew."
    ),
)
LATER_ROW_DECIDES = declare(
    "later_row_decides",
    Level.WARNING,
    gettext_noop(
        "The item comes again in line %(other_line)s; that later row decides, this one counts as a duplicate."
    ),
)
NO_SUCH_FIELD = declare(
    "no_such_field",
    Level.ROW,
    gettext_noop("There is no such field. The description of the API lists those that an item has."),
)
NO_PLAIN_VALUE = declare(
    "no_plain_value", Level.ROW, gettext_noop("The value is a list or an object. Send a text, a number, true or false.")
)
ENGAGEMENT_UNKNOWN = declare(
    "engagement_unknown",
    Level.ROW,
    gettext_noop("There is no engagement “%(value)s” in this workspace. Give its exact name, or # and its number."),
)
