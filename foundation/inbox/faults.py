"""Why a file is not taken as evidence, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from foundation.inbox.evidence import MOST_BYTES, EvidenceFault

MEGABYTE = 1024 * 1024


def fault_text(fault: EvidenceFault) -> str:
    """Why a file is not taken, and what to do."""
    return {
        EvidenceFault.EMPTY: _("The file is empty."),
        EvidenceFault.TOO_BIG: _("A file may have %(size)d MB. Put a larger one in an approved place and link it.")
        % {"size": MOST_BYTES // MEGABYTE},
        EvidenceFault.TYPE: _(
            "This type is not taken, going by what the file holds. PDF, pictures (PNG, JPEG, GIF, WebP), plain text,"
            " CSV and office documents are."
        ),
        EvidenceFault.MACROS: _("The document holds macros. Save it without them, or as a PDF."),
    }[fault]
