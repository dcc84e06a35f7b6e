"""Every problem that appears when rows are read as lines of invoices."""

from foundation.inbox.problems import Level, declare, gettext_noop

SUPPLIER_MISSING = declare(
    "invoice_supplier_missing", Level.ROW, gettext_noop("The row does not say whose invoice it is. Add the vendor.")
)
NUMBER_MISSING = declare(
    "invoice_number_missing",
    Level.ROW,
    gettext_noop("The row has no invoice number, so that it could be imported twice. Add it."),
)
DATE_MISSING = declare(
    "invoice_date_missing", Level.ROW, gettext_noop("The row does not say when the invoice was issued. Add the date.")
)
AMOUNT_MISSING = declare(
    "invoice_amount_missing", Level.ROW, gettext_noop("The row has no amount. Add it, without tax.")
)
SUPPLIER_UNMAPPED = declare(
    "invoice_supplier_unmapped",
    Level.ROW,
    gettext_noop("“%(value)s” is no vendor here. Say in the step before which vendor it is, or have it made."),
)
ENGAGEMENT_UNKNOWN = declare(
    "invoice_engagement_unknown",
    Level.ROW,
    gettext_noop("“%(value)s” is no engagement of %(vendor)s. Give its exact name, or leave the cell empty."),
)
COST_LINE_UNKNOWN = declare(
    "invoice_cost_line_unknown", Level.ROW, gettext_noop("“%(value)s” is no kind of cost. Write one of: %(choices)s.")
)
DUE_BEFORE_ISSUE = declare(
    "invoice_due_before_issue",
    Level.ROW,
    gettext_noop("It is due (%(value)s) before it was issued (%(issued)s). Mend one of the dates, or their order."),
)
PERIOD_BACKWARDS = declare(
    "invoice_period_backwards",
    Level.ROW,
    gettext_noop("The time that it is for ends (%(value)s) before it begins (%(start)s). Mend one of the dates."),
)
PERIOD_HALF = declare(
    "invoice_period_half",
    Level.ROW,
    gettext_noop("The time that it is for needs both its first and its last day. Add the other, or empty both."),
)
OTHER_CURRENCY = declare(
    "invoice_other_currency",
    Level.ROW,
    gettext_noop("The invoice is in %(currency)s, this row in %(value)s. An invoice has one currency: mend the cell."),
)
IS_CANCELLED = declare(
    "invoice_is_cancelled",
    Level.ROW,
    gettext_noop("Invoice “%(value)s” was cancelled here. Open it again first, if the row shall count."),
)
COLUMN_UNMAPPED = declare(
    "invoice_column_unmapped", Level.FATAL, gettext_noop("Say which column holds this: %(field)s.")
)
TOO_MANY_ROWS = declare(
    "invoice_too_many_rows",
    Level.FATAL,
    gettext_noop("The file has more than %(limit)s rows. Split it, for instance by quarter."),
)
