"""The exports of programs."""

from tests.papers.bodies import Body, day

JIRA = Body(
    "an export of Jira's",
    day("2023-02-01"),
    [
        (
            *(
                "Summary",
                "Issue key",
                "Issue id",
                "Issue Type",
                "Status",
                "Priority",
                "Assignee",
                "Reporter",
                "Created",
            ),
            *("Updated", "Due date", "Description", "Comment", "Comment"),
        ),
        (
            *(
                "Move the forms to the new site",
                "WEB-12",
                "10412",
                "Task",
                "In Progress",
                "High",
                "jfield",
                "shill",
            ),
            *(
                "04/Jan/23 9:00 AM",
                "30/Jan/23 5:12 PM",
                "31/Mar/23 12:00 AM",
                "All eleven forms.",
                "Three are moved.",
                "Two more.",
            ),
        ),
        (
            *("Switch the old site off", "WEB-13", "10413", "Task", "To Do", "Medium", "", "shill"),
            *("04/Jan/23 9:05 AM", "04/Jan/23 9:05 AM", "28/Apr/23 12:00 AM", "", "", ""),
        ),
    ],
    [
        {
            "ref": "WEB-12",
            "defined": "Move the forms",
            "deadline": day("2023-03-31"),
            "delivered": "Three are moved.\nTwo more.",
        },
        {"ref": "WEB-13", "deadline": day("2023-04-28"), "status": "not started", "officers": ""},
    ],
    kinds=("csv", "xlsx", "html"),
)

PLANNER = Body(
    "an export of Planner's",
    day("2023-02-01"),
    [
        ("Plan name", "Town hall move"),
        ("Plan ID", "tJk2fXq0jkK9bQ1n0sQq2ZYAB7Xl"),
        ("Date of export", "02/01/2023"),
        (
            *(
                "Task ID",
                "Task Name",
                "Bucket Name",
                "Progress",
                "Priority",
                "Assigned To",
                "Created Date",
                "Due date",
            ),
            *("Completed Date", "Labels", "Description"),
        ),
        (
            *(
                "AAjq3VZrP0eKWnO0CkM6KpYAKZqE",
                "Book the vans",
                "Before",
                "Completed",
                "Medium",
                "Jo Field",
                "12/05/2022",
            ),
            *("01/20/2023", "01/18/2023", "", ""),
        ),
        (
            *(
                "BBkr4WAsQ1fLXoP1DlN7LqZBLArF",
                "Pack the library",
                "On the day",
                "In progress",
                "Urgent",
                "Sam Hill",
            ),
            *("12/05/2022", "02/28/2023", "", "Books", "Four rooms"),
        ),
    ],
    [
        {
            "defined": "Book the vans",
            "deadline": day("2023-01-20"),
            "status": "implemented",
            "section": "Before",
        },
        {
            "defined": "Pack the library",
            "deadline": day("2023-02-28"),
            "section": "On the day",
            "Labels": "Books",
            "Description": "Four rooms",
        },
    ],
    kinds=("csv", "xlsx", "html"),
)

SMARTSHEET = Body(
    "an export of Smartsheet's",
    day("2023-02-01"),
    [
        (
            "Task Name",
            "Duration",
            "Start",
            "Finish",
            "Predecessors",
            "Assigned To",
            "% Complete",
            "Status",
            "Comments",
        ),
        ("Write the brief", "5d", "2023-01-09", "2023-01-13", "", "Jo Field", "100%", "Complete", ""),
        (
            "Find a builder",
            "20d",
            "2023-01-16",
            "2023-02-10",
            "1",
            "Sam Hill",
            "50%",
            "In Progress",
            "Four have asked.",
        ),
        ("Build it", "60d", "2023-02-13", "2023-05-05", "2", "Sam Hill", "0%", "Not Started", ""),
    ],
    [
        {"ref": "1", "defined": "Write the brief", "deadline": day("2023-01-13"), "raised": "2023-01-09"},
        {"ref": "2", "deadline": day("2023-02-10"), "percent": "50%", "delivered": "Four have asked."},
        {"ref": "3", "deadline": day("2023-05-05"), "status": "not started", "Duration": "60d"},
    ],
    kinds=("csv", "xlsx", "txt", "html"),
)

BODIES = (JIRA, PLANNER, SMARTSHEET)
