"""A case made ready to be shown: every figure in words, each with its low and high, and the charts behind tables."""

from finance.showing.drivers import source_words
from finance.showing.options import lines_of
from finance.showing.parts import Showing
from finance.showing.whole import shown

__all__ = ["Showing", "lines_of", "shown", "source_words"]
