"""Plans with remedies, dates beside initials, and several dates under one heading, as ombudsmen and assessors ask."""

from tests.papers.table_files import fields_of, read_csv


def test_an_ombudsmans_remedies_are_what_is_to_be_done() -> None:
    found = read_csv(
        "Case ref,Summary of fault,Agreed remedy,Remedy due,Date remedy completed,Officer",
        "23 004 512,Delay in assessment,Pay £500,14/06/2024,12/06/24 JC,Head of Care",
        "23 009 118,Damp in a flat,Publish a policy,30/11/2024,,Director of Housing",
    )
    fields = fields_of(found)
    assert [
        fields[name] for name in ("Summary of fault", "Agreed remedy", "Remedy due", "Date remedy completed")
    ] == [
        "title",
        "defined",
        "target",
        "completed",
    ]
    assert [(one.defined, one.progress) for one in found.lines] == [
        ("Pay £500", "Completed"),
        ("Publish a policy", ""),
    ]


def test_a_date_with_the_initials_of_who_did_it_is_a_date_of_completion() -> None:
    found = read_csv(
        "Item,Remedial action,Owner,Timescale,Completed (date & initials)",
        "1,Fit a closer,HOU,30 November 2024,22/10/24 JC",
        "2,Clear the stairs,HOU,30 November 2024,",
    )
    assert fields_of(found)["Completed (date & initials)"] == "completed"
    assert [one.progress for one in found.lines] == ["Completed", ""]


def test_the_revised_dates_under_a_heading_of_dates_are_no_first_dates() -> None:
    found = read_csv(
        "Ref,Recommendation,Owner,Dates Original due,Dates Revised due",
        "1,Mend it,CYPE,31/03/2024,31/12/2024",
        "2,Paint it,CYPE,30/06/2024,",
    )
    fields = fields_of(found)
    assert (fields["Dates Original due"], fields["Dates Revised due"]) == ("original", "revised")
    assert [(one.target, one.more["revised"]) for one in found.lines] == [
        ("31/12/2024", "31/12/2024"),
        ("30/06/2024", ""),
    ]


def test_a_line_that_says_more_of_its_day_is_the_date_below_who_it_is_for() -> None:
    found = read_csv(
        "Ref,Recommendation,Lead officer and timescale",
        '1,Pilot it,"Head of Care\nPilot from January 2025; review by 30 June 2025"',
        '2,Report it,"Head of Care\nApril 2025"',
        '3,Write it,"Jane Moss\nHead of Care by May 2025"',
    )
    assert [(one.more["officers"], one.target) for one in found.lines] == [
        ("Head of Care", "Pilot from January 2025; review by 30 June 2025"),
        ("Head of Care", "April 2025"),
        ("Jane Moss\nHead of Care", "by May 2025"),
    ]
