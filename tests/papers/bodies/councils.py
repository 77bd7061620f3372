"""Councils: audit and scrutiny trackers, governance statements, a parish."""

from tests.papers.bodies import Body, day

SCRUTINY = Body(
    "a scrutiny committee's tracker",
    day("2026-03-02"),
    [
        (
            "Reference",
            "Origin",
            "Date",
            "Area",
            "Recommendation",
            "Exec Date",
            "Lead Officer/EM",
            "Action taken",
            "Status",
        ),
        (
            *(
                "SR (25/26) 01",
                "CRP",
                "12/01/26",
                "Finance",
                "That the reserves policy be brought to Members each year.",
            ),
            *("13/02/26", "DM/PL", "The policy went to the Executive.", "Complete"),
        ),
        (
            *("SR (25/26) 02", "CRP", "12/01/26", "Finance", "That a list of grants be published."),
            *("13/02/26", "DM/KL", "A first list is being put together.", "Ongoing"),
        ),
        (
            *("SR (25/26) 03", "PPL", "16/02/26", "ASC", "That waiting times be reported by area."),
            *("17/03/26", "SS/LSW", "", "In progress"),
        ),
        (
            *("SR (25/26) 04", "PLC", "16/02/26", "Health", "That the leaflet be sent to every surgery."),
            *("17/03/26", "PR/LSW", "Sent to all of them in February.", "Complete"),
        ),
        (
            *(
                "SR (23/24) 19",
                "CSMC",
                "15/04/24",
                "Governance",
                "That the petition scheme be looked at again.",
            ),
            *("16/05/24", "JP/CD", "No capacity until the new team is in post.", "Paused"),
        ),
    ],
    [
        {
            "ref": "SR (25/26) 01",
            "defined": "That the reserves policy",
            "raised": "12/01/26",
            "progress": "Complete",
        },
        {
            "ref": "SR (25/26) 02",
            "officers": "DM/KL",
            "section": "Finance",
            "progress": "Ongoing",
            "deadline": None,
        },
        {"ref": "SR (25/26) 03", "Origin": "PPL", "progress": "In progress", "deadline": None, "delivered": ""},
        {
            "ref": "SR (25/26) 04",
            "delivered": "Sent to all of them",
            "officers": "PR/LSW",
            "status": "implemented",
        },
        {"ref": "SR (23/24) 19", "progress": "Paused", "raised": "15/04/24", "Exec Date": "16/05/24"},
    ],
)

AUDIT = Body(
    "a district's audit recommendations",
    day("2024-01-09"),
    [
        (
            *("Audit Title", "Ref", "Recommendation", "Priority", "Management Response", "Responsible Officer"),
            *("Original Implementation Date", "Extension requested to", "% complete", "Comments"),
        ),
        (
            *(
                "Business continuity",
                "21 BCFU 07",
                "Test each plan once a year.",
                "High",
                "Agreed. A rota will be made.",
            ),
            *(
                "Head of Place",
                "31 March 2023",
                "31 March 2024",
                "90%",
                "Eight of nine plans have been tested.",
            ),
        ),
        (
            *(
                "Mayor's office",
                "22 MAS 04",
                "Keep a list of gifts.",
                "Medium",
                "Agreed.",
                "Democratic Services Manager",
            ),
            *("30 June 2023", "", "100%", "The list is on the website."),
        ),
        (
            *(
                "Cemeteries",
                "24 CEM 02",
                "Check the plans of plots against the books.",
                "Low",
                "Partially agreed: by sample.",
            ),
            *("Parks Manager", "31/12/2023", "30/09/2024", "25%", "Begun with the oldest ground."),
        ),
        (
            *(
                "Cemeteries",
                "24 CEM 03",
                "Write down who may sign for refunds.",
                "High",
                "Not agreed.",
                "Head of Finance",
            ),
            *("31/03/2024", "", "0%", ""),
        ),
    ],
    [
        {"ref": "21 BCFU 07", "deadline": day("2024-03-31"), "original": day("2023-03-31"), "priority": "High"},
        {"ref": "22 MAS 04", "deadline": day("2023-06-30"), "percent": "100%", "response": "Agreed."},
        {
            "ref": "24 CEM 02",
            "deadline": day("2024-09-30"),
            "original": day("2023-12-31"),
            "delivered": "Begun with",
        },
        {
            "ref": "24 CEM 03",
            "deadline": day("2024-03-31"),
            "response": "Not agreed.",
            "delivered": "",
            "section": "Cemeteries",
        },
    ],
    widths=(70, 65, 110, 50, 90, 85, 90, 80, 50, 92),
    kinds=("csv", "txt", "pipes", "xlsx", "docx", "pdf", "spaces", "html"),
)

GOVERNANCE = Body(
    "a borough's governance statement",
    day("2022-09-20"),
    [
        (
            "Governance Issue",
            "Action to be taken",
            "Lead Officer/EM",
            "Target Date",
            "Progress update / status",
        ),
        (
            *("The plan has no clear story", "Hold a workshop and agree the plan's aims.", "Head of Policy"),
            *("By July 2022", "Complete – the aims were agreed in June."),
        ),
        (
            *("Weak debts audit", "Carry out what the audit asked for.", "Director of Finance", "Q3 2022/23"),
            "In progress – two of three are done.",
        ),
        (
            "Stress among staff",
            "Train every manager.",
            "Head of People",
            "Autumn 2022",
            "Training was booked for October.",
        ),
        ("Data protection", "Check all contracts.", "Head of Legal", "March to June 2023", "Not started"),
        ("Homelessness", "Work with private landlords.", "Head of Housing", "Ongoing", ""),
    ],
    [
        {
            "ref": "1",
            "title": "The plan has no clear story",
            "deadline": day("2022-07-31"),
            "status": "implemented",
        },
        {"ref": "2", "deadline": day("2022-12-31"), "officers": "Director of Finance", "status": "in progress"},
        {"ref": "3", "deadline": day("2022-11-30"), "delivered": "Training was booked", "progress": ""},
        {"ref": "4", "deadline": day("2023-06-30"), "progress": "Not started"},
        {"ref": "5", "deadline": None, "title": "Homelessness", "defined": "Work with private landlords."},
    ],
)

TRACKER = Body(
    "a unitary council's tracker by percent",
    day("2023-01-24"),
    [
        ("Appendix 1: implementation of recommendations", "", "", "", "", "", ""),
        ("No.", "Finding / Recommendation", "Agreed date", "Revised date", "Owner", "% complete", "RAG"),
        ("1.1", "Reconcile the bank each month.", "30/06/2022", "31/03/2023", "DOR", "60%", "Amber"),
        ("1.2", "Lock down old accounts.", "30/09/2022", "", "DOR", "100%", "Green"),
        ("2.1", "Publish the register of contracts.", "31/12/2022", "TBC", "ECS", "10%", "Red"),
        ("2.2", "Review the waivers.", "30/04/2023", "n/a", "ECS", "0%", "Red"),
    ],
    [
        {
            "ref": "1.1",
            "deadline": day("2023-03-31"),
            "original": day("2022-06-30"),
            "owners": ("DOR",),
            "percent": "60%",
        },
        {"ref": "1.2", "deadline": day("2022-09-30"), "progress": "Green", "owners": ("DOR",)},
        {"ref": "2.1", "deadline": day("2022-12-31"), "revised": "TBC", "progress": "Red"},
        {"ref": "2.2", "deadline": day("2023-04-30"), "defined": "Review the waivers."},
    ],
    spans=(0,),
)

PARISH = Body(
    "a parish council's actions",
    day("2023-11-20"),
    [
        ("Minute No.", "Decision or Action", "By Whom", "By When", "Update"),
        ("23/165", "Ask the county for a new bin.", "Clerk", "December 2023", "Asked on 2 November."),
        ("23/167 (a)", "Paint the bus shelter.", "Cllr Brown", "Spring 2024", ""),
        ("23/168", "Write to the chip shop.", "Chair", "asap", "Done"),
        ("23/170", "Mend the gate of the field.", "Cllr Green & Clerk", "Before winter", ""),
    ],
    [
        {"ref": "23/165", "deadline": day("2023-12-31"), "delivered": "Asked on 2 November."},
        {"ref": "23/167 (a)", "deadline": day("2024-05-31"), "owners": ("Cllr Brown",)},
        {"ref": "23/168", "deadline": None, "status": "implemented"},
        {"ref": "23/170", "deadline": None, "defined": "Mend the gate"},
    ],
)

BODIES = (SCRUTINY, AUDIT, GOVERNANCE, TRACKER, PARISH)
