"""Content formatting: manuscripts become pages, slides or listings that follow the house style."""

from __future__ import annotations

from typing import Any, Final

from engagements.patterns.builtin.building import (
    CONTACT,
    DEPUTY,
    LEAD,
    OWNER,
    QUALITY,
    WEEKDAYS,
    activity,
    assumption,
    clock,
    decision,
    exclusion,
    metric,
    place,
    quality,
    request,
    roles,
    segment,
    talk,
    tool,
)
from engagements.patterns.wording import _

KEY: Final = "content-formatting"
NAME: Final = _("Content formatting")
DESCRIPTION: Final = _("Texts and pictures become pages, slides or listings that follow your house style.")
ICON: Final = "pencil"

CONTENT: Final[dict[str, Any]] = {
    "process": {
        "name": _("Content formatting"),
        "area": _("Marketing and publishing"),
        "service": "operations",
        "description": _(
            "Finished texts and pictures are set into templates: articles, newsletters, slides, product listings."
        ),
        "trigger": _("An editor marks a piece as ready for formatting."),
        "inputs": _("Final text, pictures with rights, template to use, where and when it is published, links."),
        "outputs": _(
            "A piece ready for publication in the template, with links, captions and alternative texts, and a proof."
        ),
        "quality_bar": _(
            "House style is followed, every link works, pictures have alternative texts, no word of the text changed."
        ),
        "acceptance_criteria": _("The editor releases the proof without a correction that was not a change of mind."),
        "frequency": "weekly",
        "repetition": 3,
        "strategic": 0,
        "reasons": ["capacity", "cost"],
    },
    "norms": _(
        "One card for each piece on the board. Corrections are comments on the proof, gathered in one round. Texts are"
        " never changed by the partner: doubts are asked on the card. A piece with a date of publication says it with"
        " zone."
    ),
    "coverage": {"week": {day: ["09:00-18:00"] for day in WEEKDAYS}},
    "outcomes": [
        {
            "statement": _("Everything is published on the day that was planned"),
            "why": _("A late newsletter is no newsletter."),
            "metrics": [
                metric("resolution-time", "92", "97", "99"),
                metric("response-time"),
                metric("turnaround-p90", "48", "30", "20"),
            ],
        },
        {
            "statement": _("Pieces look as they should without a second round"),
            "why": _("Editors are to write, not to proofread layouts."),
            "metrics": [
                metric("error-rate", "5", "2", "0.5", sample=5),
                metric("reopen-rate", "10", "6", "3"),
                metric("csat", "80", "88", "95", sample=5),
            ],
        },
    ],
    "segments": [
        segment(_("Articles"), 45, contact_type=_("Web articles"), channel="board", complexity="simple"),
        segment(_("Newsletters"), 20, contact_type=_("Mail campaigns"), channel="board", complexity="medium"),
        segment(
            _("Slides and documents"), 20, contact_type=_("Presentations, papers"), channel="board", complexity="medium"
        ),
        segment(_("Product listings"), 15, contact_type=_("Shop pages"), channel="batch", complexity="simple"),
    ],
    "communication": [
        talk(
            _("What is done, what waits for text or picture"),
            LEAD,
            DEPUTY,
            _("Task board"),
            _("daily at the end of the day"),
        ),
        talk(_("Piece at risk of missing its date"), LEAD, DEPUTY, _("Team chat"), _("at once")),
        talk(_("Weekly figures, corrections by reason"), CONTACT, OWNER, _("Operations review"), _("weekly")),
        talk(_("House style: what was unclear, what changes"), CONTACT, OWNER, _("Business review"), _("monthly")),
    ],
    "triage": [
        request(
            _("Published today"),
            "P1",
            ["today", "breaking", "correction online"],
            _("Correction online: wrong price on the front page"),
        ),
        request(
            _("With a date"),
            "P2",
            ["newsletter", "launch", "by friday"],
            _("Newsletter of Thursday, 10:00 Berlin time"),
        ),
        request(_("Everything else"), "P3", [], _("Set the interview with the founder")),
    ],
    "places": [
        place(
            _("Our content system, role Producer"),
            _("Texts and pictures before publication; no personal data of customers"),
        )
    ],
    "tools": [
        tool(_("Our content system"), "other"),
        tool(_("Task board"), "projects"),
        tool(_("Picture library"), "documents"),
        tool(_("Team chat"), "channel"),
    ],
    "levels": [
        clock(
            _("Taken up"),
            "response",
            _("Met when the piece is begun, or asked about, within the time allowed, in covered hours."),
            [("P1", 30, "minutes"), ("P2", 120, "minutes"), ("P3", 480, "minutes")],
            (95, 90, 30),
        ),
        clock(
            _("Proof delivered"),
            "resolution",
            _("Met when the complete proof is there in time; waiting for text, pictures or an answer does not count."),
            [("P1", 120, "minutes"), ("P2", 1, "business_days"), ("P3", 2, "business_days")],
            (97, 92, 40),
        ),
        quality(
            _("Released without correction"),
            "error-rate",
            _("Met when at most the agreed share of the checked pieces of a month needed a correction of form."),
            (98, 95, 30),
            1,
        ),
    ],
    "roles": roles(
        activity(_("House style"), {QUALITY: "A/R", LEAD: "C", CONTACT: "I", DEPUTY: "I"}),
        activity(_("Publication"), {DEPUTY: "A/R", LEAD: "I", OWNER: "I"}),
        decisions=(
            decision(_("Which template is used"), LEAD, _("those of the house style"), QUALITY),
            decision(_("Buying a picture"), DEPUTY, _("up to 50 a piece"), OWNER),
        ),
    ),
    "rules": [
        {
            "kind": "quality_scoring",
            "text": _(
                "Each week ten proofs, drawn at random, are checked by our quality lead on six points: template,"
                " headings, links, pictures with rights and alternative text, spelling of names, text unchanged. A"
                " picture without rights, or a changed statement, is critical and fails the piece. Both sides check"
                " five proofs together every month. The partner may object within five days."
            ),
        },
        {
            "kind": "data_protection",
            "text": _(
                "Unpublished texts are confidential until they are published. Work is done in our content system with"
                " named accounts that cannot publish. Pictures of people are used only from our library. No text is"
                " given to outside services without our consent in writing, translation and writing machines included."
                " Files on own devices are deleted after a week. Access ends on the last day. An incident is reported"
                " within a day."
            ),
        },
    ],
    "exclusions": [
        exclusion(
            "client_delay", _("The time in which a piece waits for text, picture, rights or an answer."), "subtract"
        ),
        exclusion("directed_change", _("Pieces whose text changed after formatting had begun.")),
        exclusion("maintenance", _("Hours in which our content system was announced to be closed."), "subtract"),
        exclusion("volume", _("Weeks with more than the upper end of the forecast band: the pieces above it.")),
    ],
    "assumptions": [
        assumption(_("Texts are final when they are marked as ready."), _("The clock begins anew.")),
        assumption(
            _("Templates of the house style exist for every kind of piece."),
            _("The first piece of a new kind is not counted."),
        ),
        assumption(_("Corrections come in one round, within two working days."), _("The waiting time is excluded.")),
    ],
}
