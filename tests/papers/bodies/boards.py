"""Lists of actions as boards, parishes, committees, auditors and governors keep them."""

from tests.papers.bodies import Body, day, rows_of

HOSPITAL_BOARD_TRACKING_LIST = Body(
    "a hospital board's tracking list",
    day("2012-07-26"),
    rows_of(
        """
    Actions arising from Board meetings
    No | Paper | Action | Lead | Target date | New date | Status/comment
    May 2012
    01.05 | Action tracker | Put safeguarding training on the away day | MW | June | 14 Aug
       | Moved, for want of time
    02.05 | Inpatient survey | Agree where patients keep their things | MW | 30 Sept |  | Not yet due
    05.05 | Business delivery | Meet the executives about roles | JB | 17.7.12 |
       | Verbal update to be given
    April 2012
    4.01 | Corporate performance | Write a strategy on readmission | MW/YO | 13 Nov |  | Not yet due
    March 2012
    3.01 | Major trauma | Bring another update to the Board | AP | 17 July | 11 Sep | Not yet due
    3.02 | Accreditation | Prepare a business case | AP | 31 July |  | Complete - on this agenda
        """
    ),
    [
        {
            "ref": "01.05",
            "defined": "Put safeguarding training on the away day",
            "owners": ("MW",),
            "original": day("2012-06-30"),
            "deadline": day("2012-08-14"),
        },
        {
            "ref": "02.05",
            "defined": "Agree where patients keep",
            "owners": ("MW",),
            "deadline": day("2012-09-30"),
        },
        {"ref": "05.05", "owners": ("JB",), "deadline": day("2012-07-17")},
        {"ref": "4.01", "owners": ("MW", "YO"), "deadline": day("2012-11-13")},
        {"ref": "3.01", "original": day("2012-07-17"), "deadline": day("2012-09-11")},
        {"ref": "3.02", "deadline": day("2012-07-31"), "status": "implemented"},
    ],
    kinds=("csv", "docx", "pdf", "html"),
    spans=(0, 2, 6, 8),
)

PARISH_COUNCIL_LIST_OF_MEETINGS = Body(
    "a parish council's list of meetings",
    day("2022-05-09"),
    rows_of(
        """
    Minute | Meeting date | Action required | Who | Progress
    45.2/22 | 10/01/2022 | Ask the county for the price of a grit bin | Clerk | Chased 3/3/22, no reply
    51(c)/22 | 14/02/2022 | Mend the swing in the play area | Cllr Moss / Clerk | Done
    60/22 | 14/03/2022 | Write to the bus company | Cllr Reed | Ongoing
    61/22 | 14/03/2022 | Order a notice board | Clerk |
    72/22 | 11/04/2022 | Invite the PCSO to a meeting | Chair | Outstanding
        """
    ),
    [
        {"ref": "45.2/22", "defined": "Ask the county", "owners": ("Clerk",), "deadline": None},
        {"ref": "51(c)/22", "owners": ("Cllr Moss", "Clerk"), "deadline": None, "status": "implemented"},
        {"ref": "60/22", "owners": ("Cllr Reed",), "deadline": None, "status": "ongoing"},
        {"ref": "61/22", "deadline": None, "status": "not started"},
        {"ref": "72/22", "deadline": None, "owners": ("Chair",)},
    ],
    kinds=("txt", "xlsx", "pdf unruled", "html"),
)

SCRUTINY_COMMITTEE_ANSWERS = Body(
    "a scrutiny committee's answers",
    day("2023-09-20"),
    rows_of(
        """
    Rec No. | Scrutiny recommendation | Accepted / Partially Accepted / Rejected | Cabinet response
       | Responsible Officer | Implementation date | Update September 2023 | BRAG
    R1 | That a map of footpaths be published | Accepted | The map will be put on the website
       | Head of Highways | December 2023 | A draft map is being checked | Green
    R2 | That charges be the same in every market | Partially accepted
       | Charges will be reviewed in the budget | Head of Finance | By end of March 2024 |  | Amber
    R3 | That a second officer be appointed | Rejected | There is no money for another post
       | Head of Paid Service | N/A |  |
    R4 | That members be trained twice a year | Accepted | Training will be in the calendar
       | Monitoring Officer | July 2023 | Training was given in June and July | Blue
    R5 | That a report come back in 12 months | Accepted | Agreed | Scrutiny Manager | Sept 2024 |  | Green
        """
    ),
    [
        {
            "ref": "R1",
            "defined": "That a map of footpaths",
            "officers": "Head of Highways",
            "deadline": day("2023-12-31"),
            "delivered": "A draft map is being checked",
        },
        {"ref": "R2", "officers": "Head of Finance", "deadline": day("2024-03-31"), "delivered": ""},
        {"ref": "R3", "deadline": None, "delivered": ""},
        {"ref": "R4", "deadline": day("2023-07-31"), "delivered": "Training was given"},
        {"ref": "R5", "deadline": day("2024-09-30"), "delivered": "", "officers": "Scrutiny Manager"},
    ],
    kinds=("pipes", "docx", "spaces", "html"),
)

AUDIT_TEAM_FOLLOW_UP = Body(
    "an audit team's follow up",
    day("2023-11-30"),
    rows_of(
        """
    Audit | Rec | Finding | Agreed management action | Priority | Responsible officer
       | Original due date | 1st revised date | 2nd revised date | Current position
    Payroll 2022/23 | 1 | Leavers are paid twice | Run a weekly check of leavers | High
       | Payroll Manager | 31/03/2023 | 30/06/2023 | 31/12/2023 | System change ordered
    Payroll 2022/23 | 2 | No check of overtime | Managers to sign overtime | Medium | Head of HR
       | 30/06/2023 |  |  | Implemented
    Fleet 2023/24 | 1 | Fuel cards are shared | Give each vehicle its own card | High | Fleet Manager
       | 30/09/2023 | 31/01/2024 |  | Cards on order
    Fleet 2023/24 | 2 | Tyres are bought without a quote | Go out to tender | Low | Fleet Manager
       | 31/03/2024 |  |  | Not yet due
    Fleet 2023/24 | 3 | MOT dates are not kept | Keep a register of MOTs | Medium | Fleet Manager
       | 31/10/2023 |  |  | Partly implemented
        """
    ),
    [
        {
            "defined": "Run a weekly check",
            "officers": "Payroll Manager",
            "original": day("2023-03-31"),
            "deadline": day("2023-12-31"),
        },
        {
            "defined": "Managers to sign",
            "officers": "Head of HR",
            "deadline": day("2023-06-30"),
            "status": "implemented",
        },
        {"defined": "Give each vehicle", "original": day("2023-09-30"), "deadline": day("2024-01-31")},
        {"defined": "Go out to tender", "deadline": day("2024-03-31")},
        {"defined": "Keep a register", "deadline": day("2023-10-31")},
    ],
    kinds=("csv", "xlsx", "pdf unruled", "html"),
)

SAFETY_PARTNERSHIP_REVIEW = Body(
    "a safety partnership's review",
    day("2021-02-01"),
    rows_of(
        """
    Recommendation | Scope | Action to take | Lead agency
       | Key milestones achieved in enacting recommendation | Target date
       | Date of completion and outcome
    1. GPs ask about safety at home | Local | Write a prompt for the records system | CCG
       | Prompt drafted | 31st March 2021 |
    2. Housing staff know the signs | Local | Train all front-line housing staff
       | Borough Council Housing | Two sessions held | Summer 2021 |
    3. National guidance is reviewed | National | Write to the Home Office
       | Community Safety Partnership | Letter sent | January 2021
       | Completed 14 January 2021. Reply received.
    4. Police record repeat calls | Regional | Change the call handling system | Police |
       | Within six months |
    5. Schools share concerns | Local | Agree a form with head teachers | Education Safeguarding |
       | Ongoing |
        """
    ),
    [
        {"defined": "Write a prompt", "owners": ("CCG",), "deadline": day("2021-03-31")},
        {
            "defined": "Train all front-line",
            "owners": ("Borough Council Housing",),
            "deadline": day("2021-08-31"),
        },
        {"defined": "Write to the Home Office", "deadline": day("2021-01-31"), "status": "implemented"},
        {"defined": "Change the call handling", "owners": ("Police",), "deadline": day("2021-08-01")},
        {"defined": "Agree a form", "deadline": None},
    ],
    kinds=("docx", "pdf unruled", "spaces", "html"),
)

GOVERNING_BODY_LIST = Body(
    "a governing body's list",
    day("2022-10-12"),
    rows_of(
        """
    Item | Action | By whom | By when | Done
    4.1 | Send the link to the training | Clerk | Immediately | Yes
    6 | Review the attendance policy | Head | Spring term 2023 | No
    7a | Visit the nursery | LK | Before half term |
    9 | Bring three quotes for the roof | SBM | Next FGB |
    11 | Check the single central record | Chair and Head | Termly | In progress
    12 | Publish the PE premium report | Head | 31.7.23 |
        """
    ),
    [
        {"ref": "4.1", "owners": ("Clerk",), "status": "implemented"},
        {"ref": "6", "owners": ("Head",), "deadline": day("2023-03-31"), "status": "not started"},
        {"ref": "7a", "owners": ("LK",)},
        {"ref": "9", "deadline": None, "owners": ("SBM",)},
        {"ref": "11", "deadline": None, "status": "in progress"},
        {"ref": "12", "deadline": day("2023-07-31")},
    ],
    kinds=("csv", "pdf", "pipes", "html"),
)

BODIES = (
    HOSPITAL_BOARD_TRACKING_LIST,
    PARISH_COUNCIL_LIST_OF_MEETINGS,
    SCRUTINY_COMMITTEE_ANSWERS,
    AUDIT_TEAM_FOLLOW_UP,
    SAFETY_PARTNERSHIP_REVIEW,
    GOVERNING_BODY_LIST,
)
