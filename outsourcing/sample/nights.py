"""What is told of the sample's first engagement beyond its template: who works at night, and how they began."""

from __future__ import annotations

from typing import Final

from procedures.content import Step

AGENTS: Final = (("Night agent 1", "Ewa Lis"), ("Night agent 2", "Marek Duda"), ("Night agent 3", "Ola Wrona"))
NEW_STEP: Final = Step("rings the second lead when the first does not answer within five minutes", "Agent")
CHANGE: Final = "One more step: whom to ring when the night lead does not answer."
SLOW: Final = (1, 1, 3, 6)
"""After how many days the partner's people read the second version; the fifth has not."""
FINDINGS: Final = (
    "- The phone tree still rang the day desk: mended on the same day\n"
    "- Two agents were unsure when to wake our on-call: the rubric is on the wall now"
)
SCORES: Final = (
    ((95,), (90,), (85,), (70, 90), (88,)),
    ((90,), (100,), (80,), (85,), (60, 82)),
)
"""By scenario, person and try, in percent."""
SHADOWED: Final = (
    (-12, "Ewa Lis", "Jonas Weber", 240, "Whom the factory calls first, and which alarms can wait."),
    (-11, "Marek Duda", "Priya Nair", 180, "How a ticket is written so that the morning shift needs no call."),
    (9, "Priya Nair", "Zofia Maj", 90, "Listened to eleven calls; the greeting is right, priorities are set late."),
)
GAP: Final = "Known faults of the warehouse system are kept in a folder that the partner cannot open."
REQUEST: Final = {
    "title": "Give the night team access to the pager schedule",
    "problem": "Since the tool was changed, night agents cannot see who of ours is on call and ring the day queue.",
    "outcome": "Every night agent sees this week's on-call person and number in the pager tool.",
    "known": "The day desk has the right already; the role is called Responder.",
    "steps": "Add the five night agents to the role, then let one of them make a test call.",
    "verification": "A test call at 22:30 reaches the on-call person at the first attempt.",
}
ANSWERS: Final = {"Who is affected": "The whole night team", "System": "Pager tool"}
LATER: Final = {
    "title": "Merge the suppliers that exist twice since the takeover",
    "problem": "About 140 suppliers came twice with the takeover; invoices are booked on either of the two.",
    "outcome": "Each supplier exists once, with the older number kept and the open items moved.",
    "known": "A list of likely pairs was made by tax number.",
    "steps": "Clean twenty pairs first and have them looked at; then the rest in batches of thirty.",
    "verification": "A report by tax number shows no pair any more.",
}
LATER_ANSWERS: Final = {
    "System": "ERP, supplier records",
    "How many records": "280",
    "Fields that may be changed": "Name, address, bank details; nothing else",
}
