"""Plans and logs of actions as panels, partnerships and authorities publish them."""

from tests.papers.bodies import Body, day, rows_of

PENSION_BOARD_LOG = Body(
    "a pension board's log",
    day("2024-01-18"),
    rows_of(
        """
    Pension Board Action Log
    Ref | Raised | Action | Owner | Due | RAG | Comments
    PB/23/01 | Apr-23 | Report breaches to the Regulator each quarter | Pensions Manager | Q4 2023/24
       | G | Reporting in place from January
    PB/23/02 | Jul-23 | Write a policy on cyber risk | ICT Lead | Mar-24 | A | Draft with legal
    PB/23/03 | Jul-23 | Fill the vacant member's seat | Democratic Services | TBC | R | Advertised twice
    PB/23/04 | Oct-23 | Send benefit statements on time | Administrator | 31 Aug 24 | G |
    PB/23/05 | Oct-23 | Review the conflicts register | Chair | Ongoing | G | Each meeting
        """
    ),
    [
        {
            "ref": "PB/23/01",
            "deadline": day("2024-03-31"),
            "owners": ("Pensions Manager",),
            "delivered": "Reporting in place",
        },
        {"ref": "PB/23/02", "deadline": day("2024-03-31"), "owners": ("ICT Lead",)},
        {"ref": "PB/23/03", "deadline": None, "delivered": "Advertised twice"},
        {"ref": "PB/23/04", "deadline": day("2024-08-31"), "delivered": ""},
        {"ref": "PB/23/05", "deadline": None},
    ],
    kinds=("xlsx", "txt", "spaces", "html"),
    spans=(0,),
)

POLICE_AND_CRIME_PANEL_LOG = Body(
    "a police and crime panel's log",
    day("2023-06-14"),
    rows_of(
        """
    Date of meeting | Minute no. | Action | Responsibility | Response | Status
    1 February 2023 | 17/22 | Send figures of 101 calls by district | OPCC
       | Figures were circulated on 12 April | Complete
    1 February 2023 | 18/22 | Confirm how many officers left | Chief Finance Officer, OPCC | Awaited
       | Outstanding
    15 March 2023 | 25/22 | Arrange a visit to the control room | Panel Support Officer
       | Dates offered in July | In hand
    15 March 2023 | 27/22 (ii) | Report on rural crime | OPCC | On the work programme for September 2023
       | Deferred
    15 March 2023 | 28/22 | Publish the precept letter | Panel Support Officer | Published 16 March | Closed
        """
    ),
    [
        {"ref": "17/22", "deadline": None, "owners": ("OPCC",), "status": "implemented"},
        {"ref": "18/22", "deadline": None},
        {"ref": "25/22", "deadline": None, "owners": ("Panel Support Officer",)},
        {"ref": "27/22 (ii)", "deadline": None, "owners": ("OPCC",)},
        {"ref": "28/22", "deadline": None, "status": "closed"},
    ],
    kinds=("docx", "csv", "pdf", "html"),
)

LOCAL_AREA_STATEMENT_OF_ACTION = Body(
    "a local area's statement of action",
    day("2022-01-31"),
    rows_of(
        """
    Priority 1: Joint commissioning
    Ref | What we will do | Lead | Start date | End date | How we will know | BRAG | Progress
    1.1a | Map what is commissioned now | DCO | Sept 2021 | Dec 2021 | Map is published | B
       | Map published in December
    1.1b | Agree a joint strategy | AD Commissioning | January 2022 | July 2022 | Strategy signed | A
       | First draft out
    Priority 2: Quality of plans
    2.1a | Audit forty plans a term | SEND Service Manager | Autumn 2021 | End of summer term 2022
       | Grades improve | G |
    2.1b | Train every case officer | Principal EP | Spring term 2022 | Autumn term 2022 | All trained
       | R | Trainer left
    2.2 | Annual reviews are in time | SEND Service Manager | 2021/22 | Academic year 2022/23
       | 90% in time | A |
        """
    ),
    [
        {"ref": "1.1a", "deadline": day("2021-12-31"), "owners": ("DCO",), "delivered": "Map published"},
        {"ref": "1.1b", "deadline": day("2022-07-31"), "owners": ("AD Commissioning",)},
        {"ref": "2.1a", "deadline": day("2022-07-31"), "delivered": ""},
        {"ref": "2.1b", "deadline": day("2022-12-31"), "delivered": "Trainer left"},
        {"ref": "2.2", "deadline": day("2023-08-31")},
    ],
    kinds=("xlsx", "docx", "pdf unruled", "html"),
    spans=(0, 4),
)

JOINT_BOARD_ROLLING_LIST = Body(
    "a joint board's rolling list",
    day("2023-05-03"),
    rows_of(
        """
    No | Subject | Outcome | Owner | Timescale | Status / Comments
    1 | Financial plan | Circulate a note on reserves | Chief Finance Officer | 2 weeks
       | Complete: sent 20 April
    2 | Carers strategy | Bring a report to the June meeting | Chief Officer | June 2023 | On track
    3 | Risk register | Add a risk on recruitment | Chief Officer | August 2023 (was May 2023) | Delayed
    4 | Locality plans | Consult the four localities | Heads of Service | Spring 2024 | Not started
    5 | Climate duties | Write to the Scottish Government | Chair | Immediate | Complete
        """
    ),
    [
        {
            "ref": "1",
            "defined": "Circulate a note",
            "status": "implemented",
            "owners": ("Chief Finance Officer",),
        },
        {"ref": "2", "deadline": day("2023-06-30"), "owners": ("Chief Officer",)},
        {"ref": "3", "deadline": day("2023-08-31"), "original": day("2023-05-31")},
        {"ref": "4", "deadline": day("2024-05-31"), "status": "not started"},
        {"ref": "5", "status": "implemented"},
    ],
    kinds=("pipes", "pdf", "txt", "html"),
)

FIRE_AUTHORITY_PLAN = Body(
    "a fire authority's plan",
    day("2023-04-20"),
    rows_of(
        """
    AFI ref | Area for improvement | Task | Task owner | Planned start | Planned finish
       | Forecast finish | % complete | Latest position
    AFI 1.1 | Protection visits | Recruit two inspectors | Area Manager Protection | 01-Nov-22
       | 31-Mar-23 | 30-Jun-23 | 60% | One in post
    AFI 1.2 | Protection visits | Buy a visits system | Head of ICT | 01-Jan-23 | 30-Sep-23 | 30-Sep-23
       | 25% | Specification written
    AFI 2.1 | Values | Hold a culture survey | Head of People | 01-Dec-22 | 28-Feb-23 | 28-Feb-23 | 100%
       | Survey closed
    AFI 2.2 | Values | Publish the survey's results | Head of People | 01-Mar-23 | 31-May-23 | 31-May-23
       | 0% |
    AFI 3.1 | Absence | Review occupational health | Head of People | 01-Apr-23 | 31-Mar-24 | 31-Mar-24
       | 10% | Scoping
        """
    ),
    [
        {
            "ref": "AFI 1.1",
            "defined": "Recruit two",
            "owners": ("Area Manager Protection",),
            "deadline": day("2023-06-30"),
            "original": day("2023-03-31"),
            "status": "in progress",
        },
        {"ref": "AFI 1.2", "deadline": day("2023-09-30"), "status": "in progress"},
        {"ref": "AFI 2.1", "deadline": day("2023-02-28"), "status": "implemented"},
        {"ref": "AFI 2.2", "deadline": day("2023-05-31"), "status": "not started"},
        {"ref": "AFI 3.1", "deadline": day("2024-03-31"), "status": "in progress"},
    ],
    kinds=("csv", "xlsx", "spaces", "html"),
)

COMBINED_AUTHORITY_LOG = Body(
    "a combined authority's log",
    day("2024-07-10"),
    rows_of(
        """
    Action No | Date agreed | What was agreed? | Who will do it? | When will it be done? | Where are we now?
    CA-101 | 13/03/2024 | Write a guide to the fund for applicants | Director of Growth
       | Before the end of September 2024 | Draft shared
    CA-102 | 13/03/2024 | Agree a pay policy | Head of HR | 31/05/2024 - extended to 31/08/2024
       | With unions
    CA-103 | 15/05/2024 | Close the old bank account | Section 73 Officer | Done 02/07/2024 | Done
    CA-104 | 15/05/2024 | Review the bus contract | Director of Transport | Q2 2025 | Not due
    CA-105 | 15/05/2024 | Meet with Network Rail | Director of Transport | tbc | Awaiting a date
        """
    ),
    [
        {
            "ref": "CA-101",
            "defined": "Write a guide",
            "owners": ("Director of Growth",),
            "deadline": day("2024-09-30"),
            "delivered": "Draft shared",
        },
        {"ref": "CA-102", "deadline": day("2024-08-31"), "original": day("2024-05-31")},
        {"ref": "CA-103", "status": "implemented"},
        {"ref": "CA-104"},
        {"ref": "CA-105", "deadline": None, "owners": ("Director of Transport",)},
    ],
    kinds=("docx", "txt", "pdf unruled", "html"),
)

BODIES = (
    PENSION_BOARD_LOG,
    POLICE_AND_CRIME_PANEL_LOG,
    LOCAL_AREA_STATEMENT_OF_ACTION,
    JOINT_BOARD_ROLLING_LIST,
    FIRE_AUTHORITY_PLAN,
    COMBINED_AUTHORITY_LOG,
)
