"""Web pages: tables with merged, coloured and struck-out cells; what they do not show is left out and reported."""

import pytest

from papers.read import Reading, read_bytes
from register.refused import Refused
from tests.papers.table_files import refs, reported

HEADINGS = "<tr><th>Ref<th>Action<th>Who<th>Due<th>Status"
TAP = "<tr><td>1<td>Mend the <b>tap</b><br>in the hall<td>Clerk<td>1&nbsp;December 2026<td>In progress"
GATE = "<tr><td>2<td>Paint the gate &amp; the posts<td>Cllr Hay<td>31/1/27<td>Open"


def page(table: str, before: str = "", after: str = "") -> Reading:
    text = f"<!DOCTYPE html><html><head><title>Log</title><style>td {{}}</style></head><body>{before}"
    return read_bytes("log.html", f"{text}<table>{table}</table>{after}</body></html>".encode())


def test_the_rows_of_a_table_are_read_to_the_letter() -> None:
    """Cells and rows need no end tags."""
    found = page(HEADINGS + TAP + GATE, "<script>no()</script><nav>Home News</nav><h1>Action log</h1>")
    assert [(line.ref, line.defined, line.owners, line.target, line.progress) for line in found.lines] == [
        ("1", "Mend the tap\nin the hall", ("Clerk",), "1 December 2026", "In progress"),
        ("2", "Paint the gate & the posts", ("Cllr Hay",), "31/1/27", "Open"),
    ]
    assert found.warnings == ()


def test_a_cell_that_is_merged_down_is_above_the_rows_below() -> None:
    first = '<tr><td rowspan=2>3<td>Order grit<td rowspan="2">Clerk<td>30/11/26<td>Closed'
    found = page(f"{HEADINGS}{first}<tr><td>Fill the bins<td>15/12/26<td>Open{GATE}")
    assert [(line.ref, line.defined, line.owners, line.target) for line in found.lines] == [
        ("3", "Order grit", ("Clerk",), "30/11/26"),
        ("3 (2)", "Fill the bins", ("Clerk",), "15/12/26"),
        ("2", "Paint the gate & the posts", ("Cllr Hay",), "31/1/27"),
    ]


def test_a_row_that_is_merged_over_all_columns_heads_a_section() -> None:
    found = page(f"{HEADINGS}<tr><td colspan=5>Buildings{TAP}<tr><td colspan=5>Land{GATE}")
    assert [line.more["section"] for line in found.lines] == ["Buildings", "Land"]


def test_colours_are_ratings_where_the_page_explains_them() -> None:
    def rated(row: str, colour: str) -> str:
        return f"{row.rpartition('<td>')[0]}<td {colour}>&nbsp;"

    rows = rated(TAP, "style='background: #FFC000'") + rated(GATE, "bgcolor=green")
    found = page(
        HEADINGS.replace("Status", "RAG") + rows, after="<p>Key: green = complete, amber = in progress</p>"
    )
    assert [line.progress for line in found.lines] == ["in progress", "complete"]


def test_what_is_struck_out_or_hidden_is_left_out_and_reported() -> None:
    moved = GATE.replace("31/1/27", "<s>31/12/26</s> 31/1/27")
    gone = "<tr><td><del>9</del><td><del>Sell the bus</del><td><td><td>"
    hidden = "<tr style='display:none'><td>8<td>Secret<td>x<td>1/1/27<td>Open"
    found = page(f"{HEADINGS}{moved}{gone}{hidden}{TAP}{hidden}", after="<p>The end</p>")
    assert refs(found) == ["2", "1"]
    assert (found.lines[0].target, found.lines[0].more["original"]) == ("31/1/27", "31/12/26")
    assert reported(found, "struck out", "31/12/26")
    assert reported(found, "struck out", "9 Sell the bus")
    assert reported(found, "hidden", "Secret")


def test_a_table_for_layout_gives_way_to_the_one_within_it() -> None:
    found = page(f"<tr><td>Health Board<tr><td><h2>Log</h2><table>{HEADINGS}{TAP}{GATE}</table>")
    assert refs(found) == ["1", "2"]
    assert found.lines[0].place == "table 2, row 2"


def test_a_table_within_a_cell_of_another_is_words_of_that_cell() -> None:
    within = "Mend the tap:<table><tr><td>hall<td>by May<tr><td>kitchen<td>by June</table>"
    found = page(HEADINGS + TAP.replace("Mend the <b>tap</b><br>in the hall", within) + GATE)
    assert found.lines[0].defined == "Mend the tap:\nhall by May\nkitchen by June"


def test_pictures_are_read_by_what_they_are_called() -> None:
    """Ratings on web pages are often pictures, with their names for screen readers."""
    rows = (TAP + GATE).replace("In progress", "<img src=a.png alt='Amber'>").replace("Open", "<img alt=Green>")
    found = page(HEADINGS.replace("Status", "RAG") + rows)
    assert [line.progress or line.more["rating"] for line in found.lines] == ["Amber", "Green"]


def test_words_between_cells_and_struck_out_paragraphs_are_reported() -> None:
    found = page(
        HEADINGS + TAP + "<tr>see below<td>2<td>Paint<td>Clerk<td>1/2/27<td>Open", after="<p><s>Ends</s>"
    )
    assert refs(found) == ["1", "2"]
    assert reported(found, "words between its cells", "see below")
    assert reported(found, "struck out", "Ends")


def test_the_letters_of_an_older_page_are_read_as_they_are_shown() -> None:
    table = f"<meta charset=windows-1252><table>{HEADINGS}{TAP}{GATE}</table>".replace(
        "Cllr Hay", "Cllr Müller–Hay"
    )
    found = read_bytes("log.html", table.encode("cp1252"))
    assert found.lines[1].owners == ("Cllr Müller–Hay",)


def test_actions_without_a_table_are_read_as_in_other_texts() -> None:
    text = "<p>1. Mend the tap (Clerk, 3 May 2027)<p>2. Paint the gate (Cllr Hay, 4 May 2027)"
    found = read_bytes("log.htm", text.encode())
    assert [line.defined for line in found.lines] == ["Mend the tap", "Paint the gate"]


@pytest.mark.parametrize(
    "text", ["<p>Nothing here</p>", "<table><tr><td>a", "</td></table></s>", "<<<>>> &&&; <td"]
)
def test_a_page_without_actions_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(Refused, match="No table of actions was found"):
        read_bytes("log.html", text.encode())


def test_a_page_of_too_many_columns_is_refused() -> None:
    with pytest.raises(Refused, match="columns"):
        page("<tr>" + "<td colspan=64>x" * 40)


def test_a_page_that_is_nested_too_deeply_is_refused() -> None:
    """It would be cut off there, without a word."""
    with pytest.raises(Refused, match="nested too deeply"):
        page(HEADINGS + TAP, before="<div>" * 300)


def with_status(*cells: str) -> list[str]:
    """The progress that is read from these cells of the column with the status."""
    rows = [
        f"<tr><td>{number}<td>Mend tap {number}<td>Clerk<td>1/12/26<td>{cell}"
        for number, cell in enumerate(cells, 1)
    ]
    return [line.progress for line in page(HEADINGS + "".join(rows)).lines]


def test_a_box_that_is_not_ticked_says_nothing_is_complete() -> None:
    assert with_status("<input type=checkbox> Complete", "<input type=RADIO checked> Complete") == [
        "☐ Complete",
        "☑ Complete",
    ]
    rows = (TAP + GATE).replace("In progress", "<input type=checkbox>")
    found = page(
        HEADINGS.replace("Status", "Complete?") + rows.replace("Open", "<input type=checkbox checked>")
    )
    assert [line.progress for line in found.lines] == ["", "Complete"]


def test_the_fields_of_a_form_are_read_by_what_is_entered_in_them() -> None:
    options = "<select><option>Not started<option{}>In progress<option>Complete</select>"
    hidden = "<input type=hidden value=a1b2><input type=submit value=Save>"
    assert with_status(
        options.format(" selected"),
        options.format(""),
        f"{hidden}<input value='In progress'>",
        "<select></select>",
    ) == ["In progress", "Not started", "In progress", ""]


def test_an_icon_in_an_otherwise_empty_cell_is_read_by_its_title() -> None:
    title = "<i class=check title=Complete></i>"
    drawn = "<svg><title>In progress</title><text>x</text></svg>"
    assert with_status(title, drawn, f"Open {title}", "<s>Open</s>" + title) == [
        "Complete",
        "In progress",
        "Open",
        "",
    ]


def test_a_colour_of_three_digits_is_the_same_as_one_of_six() -> None:
    rows = TAP.replace("<td>In progress", "<td style='background:#fb0 !important'>")
    rows += GATE.replace("<td>Open", "<td bgcolor=#0a0>")
    found = page(
        HEADINGS.replace("Status", "RAG") + rows, after="<p>Key: green = complete, amber = in progress</p>"
    )
    assert [line.progress for line in found.lines] == ["in progress", "complete"]


def test_a_line_struck_through_by_its_style_does_not_count() -> None:
    moved = GATE.replace("31/1/27", "<span style='text-decoration: line-through red'>31/12/26</span> 31/1/27")
    found = page(HEADINGS + TAP + moved)
    assert (found.lines[1].target, found.lines[1].more["original"]) == ("31/1/27", "31/12/26")
    assert reported(found, "struck out", "31/12/26")


def test_a_cell_that_is_merged_to_the_end_is_above_all_rows_below_it_in_its_part_of_the_table() -> None:
    first = "<tbody><tr><td rowspan=0>3<td>Order grit<td>Clerk<td>30/11/26<td>Closed"
    second = "<tr><td>Fill the bins<td>Clerk<td>15/12/26<td>Open"
    assert refs(page(f"{HEADINGS}{first}{second}<tbody>{GATE}")) == ["3", "3 (2)", "2"]


def test_a_summary_an_address_and_the_words_below_a_picture_are_lines_of_their_own() -> None:
    found = page(
        HEADINGS
        + TAP.replace("Mend the <b>tap</b><br>in the hall", "<details><summary>Mend</summary>the tap</details>")
        + GATE.replace(
            "Paint the gate &amp; the posts", "<figure>Paint<figcaption>the gate</figcaption></figure>now"
        )
    )
    assert [line.defined for line in found.lines] == ["Mend\nthe tap", "Paint\nthe gate\nnow"]


def test_hidden_words_are_reported_apart() -> None:
    hidden = "<tr hidden><td>8<td>Secret<td>Clerk<td>1/1/27<td>Open"
    assert reported(page(HEADINGS + TAP + hidden + GATE), "hidden", "“8 Secret Clerk 1/1/27 Open”")
