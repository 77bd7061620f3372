"""What a web page's own style sheet hides, strikes out and colours is read as the page shows it."""

from papers.read import Reading, read_bytes
from tests.papers.table_files import refs, reported

HEADINGS = "<tr><th>Ref<th>Action<th>Who<th>Due<th>RAG"


def page(sheet: str, *rows: str) -> Reading:
    text = f"<!DOCTYPE html><html><head><style>{sheet}</style></head><body><table>{HEADINGS}{''.join(rows)}</table>"
    return read_bytes("log.html", f"{text}</body></html>".encode())


def row(ref: str, task: str, rag: str = "<td>Open", marks: str = "") -> str:
    return f"<tr {marks}><td>{ref}<td>{task}<td>Clerk<td>31/1/27{rag}"


def test_a_row_that_a_class_hides_is_no_action_and_reported() -> None:
    """It had been read as an action, without a word."""
    sheet = "/* old */ tr.gone, .other:hover { display: none } @media print { tr { display: none } }"
    found = page(sheet, row("1", "Mend"), row("2", "Sell", marks='class="x gone"'), row("3", "Paint"))
    assert refs(found) == ["1", "3"]
    assert reported(found, "hidden words were left out", "2 Sell")


def test_words_that_a_class_strikes_out_are_left_out() -> None:
    found = page(
        ".old { text-decoration: line-through }", row("1", '<span class="old">Sell</span> Lease the depot')
    )
    assert [line.defined for line in found.lines] == ["Lease the depot"]
    assert reported(found, "struck out and left out", "Sell")


def test_colours_of_classes_and_of_what_is_in_a_cell_are_asked_about() -> None:
    sheet = "td.r { background: #ff0000 } .g span { background-color: #00b050 } table td.r.ok { background: #00b050 }"
    found = page(
        sheet,
        row("1", "Mend", '<td class="r">'),
        row("2", "Paint", '<td class="g"><span>&nbsp;</span>'),
        row("3", "Lease", '<td><span style="background:#ffbf00">&nbsp;</span>'),
        row("4", "Sell", '<td class="r ok">'),
        row("5", "Buy", '<td class="r" style="background:#ffbf00">'),
    )
    assert [doubt.printed for doubt in found.doubts] == ["(red)", "(green)", "(amber)", "(green)", "(amber)"]


def test_a_table_in_a_part_that_is_opened_by_a_press_is_read() -> None:
    text = (
        f"<style>.tab {{display:none}}</style><div class=tab><table>{HEADINGS}{row('1', 'Mend')}</table></div>"
    )
    assert refs(read_bytes("log.html", text.encode())) == ["1"]


def test_a_style_sheet_that_closes_nothing_is_passed_over() -> None:
    """A damaged page is read at once: to look again and again for what closes took minutes."""
    damaged = "td { color: red } " + "@media x { .gone " * 5_000 + "/* " * 5_000
    assert refs(page(damaged, row("1", "Mend"), row("2", "Sell"))) == ["1", "2"]


def test_rules_are_read_beside_instructions_and_comments_within_comments() -> None:
    sheet = "@import url(x.css); /* a /* b */ @media print { tr { display: none } tr.x {} } tr.gone { display: none }"
    found = page(sheet, row("1", "Mend"), row("2", "Sell", marks="class=gone"))
    assert refs(found) == ["1"]
