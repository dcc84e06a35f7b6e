"""Content formatting."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.procedures.writing import OUR_WORDS, checklist, ramp, sop, training
from engagements.patterns.wording import _

FORMATTER, CHECKER = _("Formatter"), _("Checker")

CONTENT: Final[dict[str, Any]] = {
    "guides": [
        sop(
            _("From manuscript to page"),
            purpose=_("A piece looks as the house style wants it, says what its author said, and is there on its day."),
            roles=_("- Formatter: builds the piece\n- Checker: a second pair of eyes before it goes out"),
            steps=(
                (FORMATTER, _("checks that text, pictures, captions and rights are there")),
                (
                    FORMATTER,
                    _("asks for what is missing, in one message"),
                    _("For Thursday's page I lack the caption of picture 2 and the right to use picture 3."),
                ),
                (FORMATTER, _("builds the piece from the template; headings, lists and tables as the style says")),
                (FORMATTER, _("writes a text for each picture, for those who do not see it")),
                (FORMATTER, _("opens every link, and looks at the piece on a phone")),
                (CHECKER, _("compares the words with the manuscript, and the look with the style")),
                (FORMATTER, _("publishes or hands over at the time that was planned, and files the sources")),
            ),
            objective=_("Everything is out on its day without a second round."),
            dos=OUR_WORDS,
            donts=_("- Never change what a sentence says\n- Never use a picture without the right to it"),
        ),
        checklist(
            _("Before it goes out"),
            _("Words are those of the manuscript"),
            _("Every picture has its right, its caption and a text"),
            _("Every link opens"),
            _("It was looked at on a phone and on paper or slide, as wanted"),
            _("Names, dates and prices were compared once more"),
        ),
    ],
    "training": training(
        _("Before the first piece"),
        _("Build the five kinds of pieces by the style, without changing what they say."),
        (
            _("The sentence that seems wrong"),
            _("A price in the text differs from the table beside it. The author cannot be reached, it is due at six."),
            _("- Changes neither\n- Asks the named deputy\n- Says what is published at six if nobody answers"),
        ),
        (
            _("The fine picture"),
            _("The author sends a picture found on the web."),
            _("- Does not use it\n- Asks for the right, or offers one from the library\n- Notes the answer"),
        ),
    ),
    "ramp": ramp(_("Pieces with prices"), _("Pieces that are printed")),
}
