"""Process templates: work that others have handed over, described well enough to begin with. Pure: no Django, no I/O.

Volumes are left to whoever adopts one; minutes are a first guess to be timed. Texts are translated when
saved.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple


def _(text: str) -> str:
    """Marks a text for translation."""
    return text


class StarterProcess(NamedTuple):
    """A process of the library, in values of ``models.processes``. ``key`` names it in addresses and never changes.

    ``minutes`` is a first guess of the handling time of one; ``repetition`` and ``strategic`` are 0 to 3.
    """

    key: str
    name: str
    service: str
    area: str
    description: str
    trigger: str
    inputs: str
    outputs: str
    quality_bar: str
    acceptance_criteria: str
    frequency: str
    minutes: Decimal
    repetition: int
    strategic: int
    needs_presence: bool = False


_IT = _("IT")
_FINANCE = _("Finance")
_DATA = _("Data")
_MARKETING = _("Marketing")
_SALES = _("Sales")
_SUPPLY = _("Supply chain")
_OFFICE = _("Administration")
_CUSTOMERS = _("Customer care")
_FIELD = _("Field")
_OPERATIONS = _("Operations")

STARTER_PROCESSES: Final = (
    StarterProcess(
        "after-hours-it-support",
        _("After-hours IT support"),
        "it_support",
        _IT,
        _("Somebody answers and fixes common faults while your own desk sleeps, and wakes you for the rest."),
        _("A ticket, call or alert outside the desk's hours."),
        _("The ticket with user and device, the known-fault list, remote access under the agreed limits."),
        _("A resolved ticket, or one handed over at opening time with what was tried."),
        _("No fix without a note of what was done; nothing beyond the agreed access."),
        _("The user confirms it works, the ticket says cause and fix, and the escalation rule was kept."),
        "daily",
        Decimal(25),
        2,
        1,
    ),
    StarterProcess(
        "ticket-triage",
        _("Ticket triage"),
        "it_support",
        _IT,
        _("Each new ticket gets type, priority and queue, and what is missing is asked for."),
        _("A new ticket in the inbox."),
        _("The ticket, the triage rubric, the list of queues and their owners."),
        _("A ticket with type, priority, queue and everything the solver needs."),
        _("At most 3 of 100 tickets are sent back or moved to another queue."),
        _("Type, priority and queue follow the rubric; the description names problem and desired outcome."),
        "daily",
        Decimal(4),
        3,
        0,
    ),
    StarterProcess(
        "invoice-matching",
        _("Invoice matching"),
        "operations",
        _FINANCE,
        _("Supplier invoices are matched with order and receipt; differences go to whoever can settle them."),
        _("A supplier's invoice arrives."),
        _("Invoice, purchase order, goods receipt, tolerance limits."),
        _("A matched invoice ready for approval, or a difference with its reason and owner."),
        _("No invoice posted twice; amounts, tax and supplier agree to the cent within the tolerance."),
        _("Order, receipt and invoice are linked; every difference has a reason code and an owner."),
        "daily",
        Decimal(8),
        3,
        0,
    ),
    StarterProcess(
        "data-hygiene",
        _("Data hygiene"),
        "operations",
        _DATA,
        _("Records are deduplicated, completed and brought into one form, by rules that are written down."),
        _("The weekly list of records that break a rule."),
        _("The list, the rules, read and write access to the affected fields alone."),
        _("Corrected records, and a list of those that need a decision."),
        _("99 of 100 sampled records obey every rule; nothing is deleted without a copy."),
        _("Each record passes the rules; each merge names the record that was kept and why."),
        "weekly",
        Decimal(3),
        3,
        0,
    ),
    StarterProcess(
        "content-formatting",
        _("Content formatting"),
        "operations",
        _MARKETING,
        _("Finished texts and pictures are put into the house's templates and published."),
        _("An approved text with its pictures."),
        _("Text, pictures, template, style guide, target page or document."),
        _("A page or document ready to publish, with links and pictures checked."),
        _("The style guide is kept; no broken link; pictures have a description."),
        _("Preview approved by the author, links checked, headings and picture texts in place."),
        "weekly",
        Decimal(35),
        3,
        0,
    ),
    StarterProcess(
        "order-tracking",
        _("Order tracking"),
        "operations",
        _SUPPLY,
        _("Open orders are followed from confirmation to delivery; delays are known before the customer asks."),
        _("Every morning, for all open orders."),
        _("List of open orders, carriers' and suppliers' pages, promised dates."),
        _("A status and an expected date for each order; delays told to the owner the same day."),
        _("No order without a status of today; a delay is reported within two hours of being seen."),
        _("Status, date and source are filled for every open order; each delay has a message to its owner."),
        "daily",
        Decimal(3),
        3,
        0,
    ),
    StarterProcess(
        "inventory-reporting",
        _("Inventory reporting"),
        "operations",
        _SUPPLY,
        _("Stock levels are collected, checked against the count and reported with what is running out."),
        _("The weekly cut-off."),
        _("Stock lists, count sheets, minimum levels."),
        _("One report: stock, differences, items below their minimum."),
        _("Figures agree with the source; every difference above the limit has a comment."),
        _("All sites are in, totals foot, items below the minimum are listed with days of cover."),
        "weekly",
        Decimal(120),
        3,
        1,
    ),
    StarterProcess(
        "purchase-orders",
        _("Purchase orders"),
        "operations",
        _SUPPLY,
        _("Approved requests become purchase orders and are followed until the supplier confirms."),
        _("An approved purchase request."),
        _("Request, supplier record, price list, approval limits."),
        _("An order sent and confirmed, or a question to the requester."),
        _("Price, quantity and supplier as approved; nothing ordered above the limit."),
        _("The order equals the approved request; the confirmation is filed; deviations were approved."),
        "daily",
        Decimal(12),
        3,
        1,
    ),
    StarterProcess(
        "inquiry-routing",
        _("Inquiry routing"),
        "customer_service",
        _CUSTOMERS,
        _("Incoming questions are understood, sorted and brought to who can answer, with a first reply."),
        _("A mail, form or call of a customer."),
        _("The inquiry, the routing table, reply templates."),
        _("An inquiry with the right owner, and a first reply to the customer."),
        _("At most 2 of 100 reach the wrong owner; the tone follows the guide."),
        _("Owner and topic follow the table; the customer knows when the answer comes."),
        "daily",
        Decimal(5),
        3,
        0,
    ),
    StarterProcess(
        "operations-reporting",
        _("Operations reporting"),
        "operations",
        _OPERATIONS,
        _("The weekly figures are collected, checked and put on one page."),
        _("The week's cut-off."),
        _("Exports of the systems, last week's report, definitions of the figures."),
        _("The report, and a list of what looked odd."),
        _("Every figure can be traced to its source; changes above the limit carry a comment."),
        _("All figures are in, totals foot, each odd one has a comment, sent before the deadline."),
        "weekly",
        Decimal(150),
        3,
        1,
    ),
    StarterProcess(
        "inbox-triage",
        _("Inbox triage"),
        "virtual_assistance",
        _OFFICE,
        _("A shared or personal inbox is sorted: answered, delegated, filed, or put before its owner."),
        _("Two fixed times a day."),
        _("The inbox, rules of what may be answered, templates, the owner's priorities."),
        _("An inbox without unread mail, and a short list of what only the owner can answer."),
        _("Nothing urgent is overlooked; nothing is answered that the rules keep for the owner."),
        _("Every mail is answered, delegated, filed or on the owner's list; the list has at most ten lines."),
        "daily",
        Decimal(40),
        3,
        1,
    ),
    StarterProcess(
        "scheduling",
        _("Scheduling"),
        "virtual_assistance",
        _OFFICE,
        _("Meetings are arranged across calendars and time zones, with room, link and papers."),
        _("A request for a meeting."),
        _("Participants, duration, deadline, calendars, preferences."),
        _("A confirmed meeting with link, place and papers."),
        _("No double booking; times are shown in every participant's zone."),
        _("All needed people accepted, the invitation holds agenda and link, travel time is kept free."),
        "daily",
        Decimal(12),
        3,
        0,
    ),
    StarterProcess(
        "crm-updates",
        _("CRM updates"),
        "virtual_assistance",
        _SALES,
        _("Contacts, notes and next steps are kept up to date after each conversation."),
        _("A call or meeting ended, or a mail was marked."),
        _("Notes, recordings or mails; the list of required fields."),
        _("A record with contact, note, stage and next step."),
        _("Required fields complete; no duplicate contact."),
        _("Contact, company, stage, note and dated next step are filled on the same day."),
        "daily",
        Decimal(6),
        3,
        0,
    ),
    StarterProcess(
        "sop-writing",
        _("SOP writing"),
        "operations",
        _OPERATIONS,
        _("Work that is only in people's heads becomes a procedure that a newcomer can follow."),
        _("A process without a written procedure, or one that changed."),
        _("A recording or interview, the template, examples, who to ask."),
        _("A draft procedure: roles, purpose, steps, wording, objective."),
        _("A newcomer does the work with it without asking."),
        _("Every step has an actor and a result; the process owner and a newcomer have tried it."),
        "monthly",
        Decimal(240),
        1,
        1,
    ),
    StarterProcess(
        "customer-service-desk",
        _("Customer service desk"),
        "customer_service",
        _CUSTOMERS,
        _("Customers get an answer by phone, chat and mail; what is difficult goes to your own people."),
        _("A customer writes, calls or opens a chat."),
        _("Order and customer data, knowledge base, limits for goodwill."),
        _("An answered request, or an escalation with everything known."),
        _("The answer is right, complete and friendly, at the first contact where that is possible."),
        _("The question is answered, the case has a reason code, promises are noted with a date."),
        "daily",
        Decimal(9),
        2,
        1,
    ),
    StarterProcess(
        "field-dispatch",
        _("Field dispatch"),
        "field_service",
        _FIELD,
        _("Technicians are sent to the right place with the right parts, and the customer knows when."),
        _("An order for a visit."),
        _("Order, address, skills and parts needed, technicians' calendars."),
        _("A visit with technician, time window and parts; a report afterwards."),
        _("The window is kept; the first visit solves it."),
        _("Technician, window and parts are confirmed; the customer was told; the report has pictures and signature."),
        "daily",
        Decimal(15),
        2,
        1,
        needs_presence=True,
    ),
    StarterProcess(
        "data-entry",
        _("Data entry"),
        "operations",
        _DATA,
        _("Forms, papers or pictures become records in your system."),
        _("A batch of documents."),
        _("Documents, the target form, rules for doubtful cases."),
        _("Records, and the list of documents that could not be read."),
        _("At least 99.5 of 100 fields right on a double-checked sample."),
        _("Every document is entered or listed with a reason; the sample passes."),
        "daily",
        Decimal(4),
        3,
        0,
    ),
    StarterProcess(
        "supply-chain-follow-ups",
        _("Supply-chain follow-ups"),
        "operations",
        _SUPPLY,
        _("Late confirmations and shipments are chased until there is a date."),
        _("A confirmation or shipment is late."),
        _("Open orders, contacts at suppliers and carriers, wording of reminders."),
        _("A new date with its source, or an escalation."),
        _("Each late line is chased every second working day; nobody is chased twice on one day."),
        _("Each late line has a dated answer or an escalation; the buyer was told."),
        "daily",
        Decimal(6),
        3,
        0,
    ),
    StarterProcess(
        "vendor-follow-ups",
        _("Vendor follow-ups"),
        "operations",
        _SUPPLY,
        _("Open questions, certificates and papers of suppliers are collected and kept current."),
        _("Something is missing or about to lapse."),
        _("The list of what is needed, contacts, wording, due dates."),
        _("The paper filed with its dates, or an escalation."),
        _("Nothing lapses unseen; each reminder is on file."),
        _("The paper is there, its dates are entered and it was checked for the right company."),
        "weekly",
        Decimal(10),
        3,
        0,
    ),
    StarterProcess(
        "admin-support",
        _("Admin support"),
        "virtual_assistance",
        _OFFICE,
        _(
            "An assistant keeps calendar and inbox, books travel, writes meeting notes, researches prospects, keeps the"
            " CRM clean and hands in expenses. Agree the hours of coverage, the channels and how fast each is answered,"
            " and a list of open tasks that both sides see."
        ),
        _("A request on the shared task list, or a standing task of the day."),
        _("The task list, access to calendar, inbox and CRM under a delegate's rights, preferences, spending limits."),
        _("Finished tasks with a note, a daily summary of what is done, open and waiting."),
        _("Nothing confidential leaves the agreed tools; spending stays within the limit."),
        _("The task's outcome is as described, the note says what was done, the requester ticked it off."),
        "daily",
        Decimal(20),
        2,
        1,
    ),
)


def starter_process(key: str) -> StarterProcess | None:
    """The library's process of that key."""
    return next((process for process in STARTER_PROCESSES if process.key == key), None)
