"""Workbooks as Excel itself saves them: shared strings, and kinds of values and colours that no library writes."""

import zipfile
from pathlib import Path

import pytest

from papers.read import Reading, read
from register.refused import Refused
from tests.papers.table_files import refs, reported

_NAMES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.'
    'main+xml"/></Types>'
)
_WORKBOOK = (
    f"<workbook {_NAMES}><workbookPr{{settings}}/><sheets><sheet name='Actions' sheetId='1' r:id='rId1'/></sheets>"
    "</workbook>"
)
_STYLES = (
    f'<styleSheet {_NAMES}><numFmts><numFmt numFmtId="164" formatCode="mmm\\ yyyy"/>'
    '<numFmt numFmtId="165" formatCode="yyyy"/></numFmts><fills>'
    "<fill><patternFill patternType='none'/></fill>"
    "<fill><patternFill patternType='solid'><fgColor theme='5'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'><fgColor indexed='17'/></patternFill></fill>"
    "<fill><patternFill patternType='none'><fgColor rgb='FFFF0000'/></patternFill></fill>"
    "<fill><patternFill patternType='solid'/></fill></fills><cellXfs>"
    '<xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="0" fillId="1"/>'
    '<xf numFmtId="0" fillId="2"/><xf numFmtId="20"/><xf numFmtId="165"/>'
    '<xf numFmtId="0" fillId="3"/><xf numFmtId="0" fillId="4"/><xf numFmtId="0" fillId="99"/></cellXfs></styleSheet>'
)
_DAY, _MONTH, _OF_THEME, _INDEXED, _TIME, _YEAR = 1, 2, 3, 4, 5, 6
_NO_COLOURS = (7, 8, 9)
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:clrScheme>'
    + "".join(
        f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>'
        for name, colour in {
            **{"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"},
            **{"accent1": "4472C4", "accent2": "C00000"},
        }.items()
    )
    + "</a:clrScheme></a:themeElements></a:theme>"
)
_SHARED = {
    name: f"<si>{words}</si>"
    for name, words in {
        **{name: f"<t>{name}</t>" for name in ("Ref", "Action", "Update", "Target date", "Status", "GLD")},
        "plan": "<t>Write the plan</t><rPh sb='0' eb='5'><t>not shown</t></rPh>",
        "raised": (
            "<r><t>Agree the plan</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>2</t></r>"
            "<r><rPr><strike/></rPr><t> and the budget</t></r><r><rPr><strike val='0'/></rPr><t>.</t></r>"
        ),
        "ordinal": (
            "<r><t>Mow the field of 2</t></r><r><t>1</t></r>"
            "<r><rPr><vertAlign val='superscript'/></rPr><t>st</t></r><r><t> Street</t></r><r><t/></r>"
        ),
    }.items()
}


def shared(name: str) -> str:
    return f't="s"><v>{list(_SHARED).index(name)}</v>'


def number(value: float, style: int = 0) -> str:
    return f's="{style}"><v>{value}</v>'


def words(text: str) -> str:
    return f't="inlineStr"><is><t>{text}</t></is>'


HEADINGS = tuple(map(shared, ("Ref", "Action", "Update", "Target date", "Status")))


def saved(folder: Path, *rows: tuple[str, ...], settings: str = "", without: str = "") -> Reading:
    """Write rows of cells, each the end of a cell's XML ("" for a blank one), below headings, and read them."""
    cells = "".join(
        f'<row r="{at}">'
        + "".join(
            f'<c r="{letter}{at}" {cell}</c>' if cell else f'<c r="{letter}{at}"/>'
            for letter, cell in zip("ABCDE", row, strict=True)
        )
        + "</row>"
        for at, row in enumerate((HEADINGS, *rows), start=1)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "xl/workbook.xml": _WORKBOOK.format(settings=settings),
        "xl/sharedStrings.xml": f"<sst {_NAMES}>{''.join(_SHARED.values())}</sst>",
        "xl/styles.xml": _STYLES,
        "xl/theme/theme1.xml": _THEME,
        "xl/worksheets/sheet1.xml": f"<worksheet {_NAMES}><sheetData>{cells}</sheetData></worksheet>",
    }
    with zipfile.ZipFile(folder / "a.xlsx", "w") as packed:
        for name, content in parts.items():
            if name != without:
                packed.writestr(name, content)
    return read(folder / "a.xlsx")


def test_words_that_cells_share_are_read_without_their_marks(tmp_path: Path) -> None:
    found = saved(
        tmp_path,
        (number(1), shared("plan"), "", words("TBC"), ""),
        (number(2), shared("raised"), "", words("TBC"), ""),
        (number(3), words("Publish it"), 't="s"><v>999</v>', words("TBC"), ""),
        (number(12_345_678_901), shared("ordinal"), "", words("TBC"), ""),
    )
    assert [(line.ref, line.defined, line.delivered) for line in found.lines] == [
        ("1", "Write the plan", ""),
        ("2", "Agree the plan.", ""),
        ("3", "Publish it", ""),  # its update is none of the shared words
        ("12345678901", "Mow the field of 21st Street", ""),
    ]
    assert reported(found, "row 3", "the raised “2” after “Agree the plan.” is a footnote mark")
    assert reported(found, "row 3", "“and the budget” is struck out")


def test_days_are_read_as_they_are_shown(tmp_path: Path) -> None:
    """From 1900 or 1904, as a day or only a month, and as text of a day in Strict Open XML."""
    rows = (
        (number(1), words("Write it"), "", number(45_016, _DAY), ""),
        (number(2), words("Agree it"), "", number(45_016, _MONTH), ""),
        (number(5), words("Send it"), "", number(45_016, _YEAR), ""),
        (number(3), words("Publish it"), "", 's="1" t="d"><v>2023-03-31T00:00:00Z</v>', ""),
        (number(4), words("Print it"), "", 's="1" t="d"><v>end of March 2023</v>', ""),
    )
    shown = ["31 March 2023", "March 2023", "2023", "31 March 2023", "end of March 2023"]
    assert [line.target for line in saved(tmp_path, *rows).lines] == shown
    from_1904 = saved(tmp_path, *rows[:1], settings=' date1904="1"')
    assert [line.target for line in from_1904.lines] == ["1 April 2027"]


def test_values_that_are_no_words_or_numbers(tmp_path: Path) -> None:
    found = saved(
        tmp_path,
        (number(1), words("Write it"), 't="b"><v>1</v>', words("TBC"), ""),
        (number(2), words("Agree it"), 't="b"><v>0</v>', words("TBC"), ""),
        (number(3), words("Publish it"), 't="str"><f>A1</f><v>A draft_x000D_ is out</v>', words("TBC"), ""),
        (number(4), words("Print it"), 't="e"><f>1/0</f><v>#DIV/0!</v>', words("TBC"), ""),
        (number(5), words("Send it"), "><v>1E+308</v>", words("TBC"), ""),
        (number(6), words("File it"), "><v>no number</v>", words("TBC"), ""),
        (number(7), words("Open it"), number(0.4375, _TIME), words("TBC"), ""),
    )
    assert [line.delivered for line in found.lines] == [
        *("TRUE", "FALSE", "A draft\nis out", "", "", "no number", "10:30"),
    ]
    assert reported(found, "row 5", "a formula shows the error #DIV/0! and was read as blank")


def test_colours_by_the_number_that_a_theme_or_excel_gives_them(tmp_path: Path) -> None:
    found = saved(
        tmp_path,
        (number(1), words("Write it"), "", words("TBC"), f's="{_OF_THEME}">'),
        (number(2), words("Agree it"), "", words("TBC"), f's="{_INDEXED}">'),
        *((number(style), words("Print it"), "", words("TBC"), f's="{style}">') for style in _NO_COLOURS),
    )
    assert [(doubt.ref, doubt.printed) for doubt in found.doubts] == [("1", "(red)"), ("2", "(green)")]


@pytest.mark.parametrize("part", ["xl/styles.xml", "xl/theme/theme1.xml"])
def test_a_workbook_without_styles_or_a_theme_is_read(part: str, tmp_path: Path) -> None:
    row = (number(1), shared("plan"), "", words("TBC"), f's="{_OF_THEME}">')
    found = saved(tmp_path, row, without=part)
    assert (refs(found), found.doubts) == (["1"], ())


def test_prompts_of_forms_are_left_out_and_reported(tmp_path: Path) -> None:
    found = saved(tmp_path, (number(1), shared("plan"), words("Click here to enter text."), words("TBC"), ""))
    assert found.lines[0].delivered == ""
    assert reported(found, "row 2", "“Click here to enter text.” is a form's own prompt and was left out")


def test_cells_without_end_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papers.formats.sheet._MOST_CELLS", 8)
    with pytest.raises(Refused, match="The sheet Actions holds millions of cells; import it in parts"):
        saved(tmp_path, (number(1), shared("plan"), "", words("TBC"), ""))
