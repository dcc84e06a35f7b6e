"""The parts of a case, one at a time: a driver, an option, a line. Each makes the next document."""

from finance.forms.parts.base import PartForm
from finance.forms.parts.drivers import DriverForm
from finance.forms.parts.lines import LineForm, with_lines
from finance.forms.parts.options import OptionForm

__all__ = ["DriverForm", "LineForm", "OptionForm", "PartForm", "with_lines"]
