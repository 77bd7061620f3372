"""Hospitals, partnerships, schools, charities."""

from tests.papers.bodies import Body, day

HOSPITAL = Body(
    "a hospital board's action list",
    day("2012-07-04"),
    [
        ("NO", "PAPER", "ACTION", "LEAD", "TARGET DATE", "NEW DATE", "STATUS/ COMMENT"),
        ("May 2012", "", "", "", "", "", ""),
        (
            "01.05",
            "Tracker",
            "Train the Board at its time out.",
            "MW",
            "June",
            "14 Aug",
            "Moved for lack of time",
        ),
        (
            "02.05",
            "Patients",
            "Say where patients can keep what they bring.",
            "MW",
            "30 Sep",
            "",
            "Not yet due",
        ),
        ("05.05", "Plans", "Meet to settle who does what.", "JB", "17.7.12", "", "To be told at the meeting"),
        ("06.05", "Staffing", "Give figures of nurses for each bed.", "MW", "14.8.12", "", "Not yet due"),
        ("April 2012", "", "", "", "", "", ""),
        ("4.01", "Figures", "Write how patients come back.", "MW/YO", "13 Nov", "", "Complete"),
        ("4.02", "Injuries", "Tell the Board again.", "AP", "17 July", "11 Sep", "Not yet due"),
    ],
    [
        {"ref": "01.05", "section": "May 2012", "deadline": day("2012-08-14"), "original": day("2012-06-30")},
        {"ref": "02.05", "title": "Patients", "deadline": day("2012-09-30"), "owners": ("MW",)},
        {"ref": "05.05", "deadline": day("2012-07-17"), "delivered": "To be told at the meeting"},
        {"ref": "06.05", "deadline": day("2012-08-14"), "owners": ("MW",)},
        {"ref": "4.01", "section": "April 2012", "owners": ("MW", "YO"), "status": "implemented"},
        {"ref": "4.02", "deadline": day("2012-09-11"), "original": day("2012-07-17")},
    ],
    spans=(1, 6),
)

AMBULANCE = Body(
    "an ambulance trust's tracker",
    day("2023-05-10"),
    [
        ("Ref", "Source", "Action", "Lead", "Due Date", "Status", "Proposed to Open/ Close"),
        (
            "85.6",
            "Board, 15.03.2023",
            "Share which groups can help with languages.",
            "NED-WT/DoN",
            "",
            "To be told at the meeting.",
            "O",
        ),
        (
            "90.13",
            "Board, 15.03.2023",
            "Give the timeline of the new report.",
            "DoCAP",
            "10.05.2023",
            "New figures are being agreed.",
            "C",
        ),
        (
            "92.5",
            "Board, 15.03.2023",
            "Think of the line of leaders.",
            "DoSCE",
            "10.05.2023",
            "A training plan is being made.",
            "C",
        ),
        (
            "68.4",
            "Board, 18.01.2022",
            "Name the key contracts.",
            "DoF",
            "10.05.2023",
            "Procurement will say which they are.",
            "O",
        ),
    ],
    [
        {
            "ref": "85.6",
            "defined": "Share which groups",
            "deadline": None,
            "delivered": "To be told at the meeting.",
        },
        {"ref": "90.13", "deadline": day("2023-05-10"), "owners": ("DoCAP",), "delivered": "New figures"},
        {"ref": "92.5", "deadline": day("2023-05-10"), "owners": ("DoSCE",)},
        {"ref": "68.4", "deadline": day("2023-05-10"), "delivered": "Procurement will say"},
    ],
)

SAFEGUARDING = Body(
    "a safeguarding partnership's plan",
    day("2023-02-01"),
    [
        ("No.", "What will we do?", "Lead Agency", "When will it be done by?", "RAG", "Evidence of impact"),
        ("Recommendation 1: Hear the adult's own words", "", "", "", "", ""),
        (
            "1",
            "Change the form so that it asks.",
            "Adult Social Care",
            "End of March 2023",
            "Green",
            "Audit of 20 files",
        ),
        ("2", "Train all who use it.", "All agencies", "from April 2023", "Amber", "List of those trained"),
        ("Recommendation 2: Share what is known", "", "", "", "", ""),
        (
            "1",
            "Sign an agreement to share.",
            "Police; Health",
            "1. March 2023\n2. June 2023",
            "Red",
            "Signed copy",
        ),
        ("2", "Check each quarter that it works.", "Partnership", "Quarterly", "", "Minutes"),
    ],
    [
        {
            "ref": "Recommendation 1 1",
            "section": "Recommendation 1: Hear the adult's own words",
            "deadline": day("2023-03-31"),
        },
        {"ref": "Recommendation 1 2", "deadline": None, "owners": ("All agencies",)},
        {
            "ref": "Recommendation 2 1",
            "deadlines": (day("2023-03-31"), day("2023-06-30")),
            "owners": ("Police", "Health"),
        },
        {"ref": "Recommendation 2 2", "deadline": None, "evidence": "Minutes", "progress": ""},
    ],
    spans=(1, 4),
)

SCHOOLS = Body(
    "a school trust's matters arising",
    day("2023-10-16"),
    [
        ("Minute", "Action", "Who", "When", "Done?"),
        ("7 (i)", "Send the budget to all governors.", "CFO", "Autumn term 2023", "✓"),
        ("7 (ii)", "Look again at the pupil premium.", "Headteacher", "Spring term 2023/24", ""),
        ("14.i", "Visit each school once.", "Trustees", "AY 2023/24", ""),
        ("14.ii", "Agree the calendar.", "Clerk", "Semester 1 2023/24", "No"),
        ("9", "Publish the policy.", "Clerk", "Completed September 2023", ""),
    ],
    [
        {"ref": "7 (i)", "deadline": day("2023-12-31"), "status": "implemented", "owners": ("CFO",)},
        {"ref": "7 (ii)", "deadline": day("2024-03-31"), "status": "not started"},
        {"ref": "14.i", "deadline": day("2024-08-31"), "defined": "Visit each school once."},
        {"ref": "14.ii", "deadline": day("2024-01-31"), "status": "not started"},
        {"ref": "9", "deadline": None, "status": "implemented"},
    ],
    kinds=("csv", "txt", "pipes", "xlsx", "docx", "html"),
)

FIRE = Body(
    "a fire authority's improvement plan",
    day("2023-06-01"),
    [
        ("Ref", "Area for improvement", "Action", "Lead / Timescale", "Progress to date", "Status"),
        (
            "R1.1",
            "Risk",
            "Visit each tall building.",
            "Area Manager\n31 December 2023",
            "Twelve of thirty visited.",
            "On track",
        ),
        (
            "R1.2",
            "Risk",
            "Put the plans on the tablets.",
            "Head of ICT\nCompleted May 2023",
            "All are there.",
            "Complete",
        ),
        ("R2.1", "People", "Ask staff once a year.", "Head of People\nSeptember 2023", "", "Not started"),
        (
            "R2.2",
            "People",
            "Offer mentors to all who want one.",
            "Head of People\n30/09/2023 (was 30/06/2023)",
            "Ten are trained.",
            "Delayed",
        ),
    ],
    [
        {
            "ref": "R1.1",
            "deadline": day("2023-12-31"),
            "title": "Risk",
            "status": "in progress",
            "owners": ("Area Manager",),
        },
        {"ref": "R1.2", "status": "implemented", "delivered": "All are there.", "owners": ("Head of ICT",)},
        {"ref": "R2.1", "deadline": day("2023-09-30"), "status": "not started"},
        {"ref": "R2.2", "deadline": day("2023-09-30"), "original": day("2023-06-30"), "progress": "Delayed"},
    ],
    kinds=("csv", "xlsx", "docx", "pdf", "html"),
)

LIST = Body(
    "a list of SharePoint's",
    day("2023-02-01"),
    [
        ("ID", "Title", "Assigned To", "Priority", "Status", "Due Date", "Created"),
        ("14", "Order the new signs", "Jo Field", "(2) Normal", "Not Started", "3/31/2023", "1/4/2023"),
        ("15", "Put up the new signs", "Sam Hill;Jo Field", "(1) High", "In Progress", "4/5/2023", "1/4/2023"),
        ("16", "Tell the shops", "Sam Hill", "(2) Normal", "Completed", "2/10/2023", "1/4/2023"),
    ],
    [
        {"ref": "14", "defined": "Order the new signs", "deadline": day("2023-03-31"), "status": "not started"},
        {"ref": "15", "deadline": day("2023-04-05"), "status": "in progress"},
        {"ref": "16", "deadline": day("2023-02-10"), "status": "implemented"},
    ],
    kinds=("csv", "xlsx", "html"),
)

LOG = Body(
    "a care board's action log",
    day("2024-05-16"),
    [
        ("Agenda Ref", "Action", "By whom", "By when", "Progress"),
        ("OPEN ACTIONS", "", "", "", ""),
        ("ICB/24/031", "Bring back the winter plan.", "Chief Nurse", "18 July 2024", "On the agenda"),
        ("ICB/24/035", "Say how beds are counted.", "Director of Finance", "March 2024 May 2024", ""),
        ("CLOSED ACTIONS", "", "", "", ""),
        ("ICB/24/018", "Send the slides.", "Clerk", "21 March 2024", ""),
        ("ICB/24/022", "Thank the volunteers.", "Chair", "21 March 2024", "Letter sent in April"),
    ],
    [
        {"ref": "ICB/24/031", "deadline": day("2024-07-18"), "owners": ("Chief Nurse",)},
        {"ref": "ICB/24/035", "deadline": day("2024-05-31"), "section": "OPEN ACTIONS"},
        {"ref": "ICB/24/018", "deadline": day("2024-03-21"), "status": "closed"},
        {"ref": "ICB/24/022", "status": "closed", "delivered": "Letter sent in April"},
    ],
    spans=(1, 4),
)

COLLEGE = Body(
    "a college's quality plan, its references in the words",
    day("2023-09-12"),
    [
        ("Action", "Responsible", "Date", "Outcome"),
        ("R1 – Watch a lesson of each new teacher.", "Head of Quality", "by 20/12/2023", "Better lessons"),
        ("R2 – Ask students twice a year.", "Head of Quality", "04/05/2024", "More who stay"),
        ("R3 – Share what works.", "All heads", "05/06/2024", "One list"),
    ],
    [
        {"ref": "R1", "deadline": day("2023-12-20"), "defined": "Watch a lesson"},
        {"ref": "R2", "deadline": day("2024-05-04"), "evidence": "More who stay"},
        {"ref": "R3", "deadline": day("2024-06-05"), "owners": ("All heads",)},
    ],
)

CHARITY = Body(
    "a charity's risk actions, whose dates nobody can tell",
    day("2023-02-01"),
    [
        ("Ref", "Mitigating action", "Owner", "Target", "Revised target", "State"),
        ("A1", "Lock the shed.", "OPS", "03/04/2023", "", "Open"),
        ("A2", "Count the keys.", "OPS", "05/06/2023", "07/08/2023", "Open"),
        ("A3", "Ask the insurer.", "FIN", "31 March 2019", "", "In progress"),
        ("A4", "Write to members.", "FIN", "Overdue", "", "Closed"),
    ],
    [
        {"ref": "A1", "deadline": day("2023-04-03"), "defined": "Lock the shed."},
        {"ref": "A2", "deadline": day("2023-08-07"), "original": day("2023-06-05")},
        {"ref": "A3", "deadline": day("2019-03-31"), "owners": ("FIN",)},
        {"ref": "A4", "deadline": None, "status": "closed"},
    ],
)

BODIES = (
    HOSPITAL,
    AMBULANCE,
    SAFEGUARDING,
    SCHOOLS,
    FIRE,
    LIST,
    LOG,
    COLLEGE,
    CHARITY,
)
