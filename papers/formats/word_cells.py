"""The words of a Word document as Word shows them: the runs, fields, content controls and symbols of a paragraph."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from typing import Any

from papers.formats.cell_marks import UNKNOWN_SIGN, colour_name, is_footnote, sign
from papers.formats.package import local, whole_number
from papers.formats.whitespace import BULLET_SIGN, clean_paragraphs, without_lone_bullet

_DOTS = frozenset("●■⬤•▲◆⚫")
_PICTURES = frozenset({"drawing", "pict", "object"})
NOT_SHOWN = frozenset({"del", "moveFrom", "Fallback"})
"""Elements with text deleted or moved away in tracked changes, or with a second copy for older programs."""
_PROPERTIES = frozenset({"pPr", "rPr", "tcPr", "trPr", "tblPr", "sdtPr", "sdtEndPr"})


@dataclass
class CellWords:
    """The text that a cell shows, and the words left out of it: struck out, hidden, raised marks, prompts of forms.

    ``colour`` is the name of the colour of a cell that shows only a dot; ``pictures``: it holds a picture.
    """

    text: str = ""
    struck: str = ""
    hidden: str = ""
    raised: str = ""
    prompts: str = ""
    colour: str = ""
    pictures: bool = False


@dataclass(frozen=True)
class RunLook:
    """How a style or a run shows its words; None where it does not set a property, "" for no colour."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    colour: str = ""


@dataclass
class WordDocument:
    """What the cells of a document share: the looks of its styles by id, and the list numbers of its paragraphs."""

    styles: Mapping[str, RunLook] = field(default_factory=dict)
    numbers: Mapping[Any, str] = field(default_factory=dict)


def value(element: Any, name: str = "val", default: str = "") -> str:
    """The attribute of an element by its name without namespace; ``default`` where it is missing."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)


def child(element: Any, *names: str) -> Any:
    """The element at a path of child names, the first of each name; None where one is missing."""
    for name in names:
        element = next((one for one in element if local(one) == name), None) if element is not None else None
    return element


def styles_of(root: Any) -> dict[str, RunLook]:
    """The look of each style by its id, with the properties that it inherits from the styles it is based on."""
    own_looks: dict[str, tuple[RunLook, str]] = {}
    for style in root if root is not None else ():
        if local(style) == "style":
            based = child(style, "basedOn")
            own_looks[value(style, "styleId")] = (
                _look(child(style, "rPr")),
                value(based) if based is not None else "",
            )
    found: dict[str, RunLook] = {}
    for name in own_looks:
        look, based, steps = own_looks[name][0], own_looks[name][1], 0
        while based in own_looks and steps < 20:
            look, based, steps = _merged(own_looks[based][0], look), own_looks[based][1], steps + 1
        found[name] = look
    return found


def _look(properties: Any) -> RunLook:
    """The look that the properties of a run or style (rPr) set."""
    if properties is None:
        return RunLook()
    named = {local(one): one for one in properties}

    def on(*names: str) -> bool | None:
        marks = [
            value(named[name], default="1") not in ("0", "false", "off") for name in names if name in named
        ]
        return any(marks) if marks else None

    raised = value(named["vertAlign"]) == "superscript" if "vertAlign" in named else None
    colour = colour_name(value(named["color"])) if "color" in named else ""
    return RunLook(on("vanish"), on("strike", "dstrike"), raised, colour)


def _merged(base: RunLook, override: RunLook) -> RunLook:
    """The look with the properties that ``override`` sets, and else those of ``base``."""

    def pick(name: str) -> Any:
        upper = getattr(override, name)
        return upper if upper is not None else getattr(base, name)

    return RunLook(pick("hidden"), pick("struck"), pick("raised"), override.colour or base.colour)


def words_of(cell: Any, document: WordDocument) -> CellWords:
    """The words of a cell, a line for each paragraph, with the numbers and bullets of list items.

    The cells of a row of a small table in it are one line: "North 19 of 24".
    """
    words, lines = CellWords(), []
    paragraphs = (one for one in cell.iter() if local(one) == "p" and not _is_left_out(one, cell))
    for row, group in groupby(paragraphs, lambda one: _nearest(one, "tr", cell)):
        of_row = list(group)
        cells = {_nearest(one, "tc", cell) for one in of_row}
        is_one_line = row is not None and len(cells) == len(of_row)
        own = [_line(one, document, words, bullets=not is_one_line) for one in of_row]
        lines += [" ".join(filter(None, own))] if is_one_line else own
    found = _finished(words, lines)
    found.text = without_lone_bullet(found.text)
    return found


def words_of_paragraphs(paragraphs: Iterable[Any], document: WordDocument) -> CellWords:
    """The words of paragraphs, a line for each, with the numbers of list items."""
    words = CellWords()
    return _finished(words, [_line(paragraph, document, words) for paragraph in paragraphs])


def _finished(words: CellWords, lines: Sequence[str]) -> CellWords:
    words.text = clean_paragraphs("\n".join(lines))
    if words.text and not set(words.text) - _DOTS and words.colour:
        words.text = ""
    else:
        words.colour = ""
    return words


def _within(cell: Any, paragraph: Any) -> Iterator[Any]:
    """The ancestors of a paragraph of a cell up to that cell, the nearest first."""
    return takewhile(lambda ancestor: ancestor is not cell, paragraph.iterancestors())


def _nearest(paragraph: Any, name: str, cell: Any) -> Any:
    """The nearest ancestor with that name within a cell; None for none."""
    return next((one for one in _within(cell, paragraph) if local(one) == name), None)


def _is_left_out(paragraph: Any, cell: Any) -> bool:
    return any(local(one) in NOT_SHOWN for one in _within(cell, paragraph))


def _line(paragraph: Any, document: WordDocument, words: CellWords, *, bullets: bool = False) -> str:
    """The words of a paragraph behind its number in a list, with ``bullets`` also behind the bullet of one."""
    style = child(paragraph, "pPr", "pStyle")
    look = document.styles.get(value(style), RunLook()) if style is not None else RunLook()
    line = "".join(_pieces(paragraph, look, document, words))
    number = document.numbers.get(paragraph, "")
    if number == BULLET_SIGN and not (bullets and line.strip()):
        return line
    return f"{number} {line}".strip() if number else line


def _pieces(element: Any, look: RunLook, document: WordDocument, words: CellWords) -> Iterator[str]:
    """The words that an element shows, piece by piece; words that are not shown are added to ``words``."""
    for child in element:
        kind = local(child)
        if kind in NOT_SHOWN or kind in _PROPERTIES or kind == "p":
            continue
        if kind == "r":
            yield _run(child, look, document, words)
        elif kind == "sdt":
            yield _content_control(child, look, document, words)
        else:
            yield from _pieces(child, look, document, words)


def _run(run: Any, look: RunLook, document: WordDocument, words: CellWords) -> str:
    properties = child(run, "rPr")
    style = child(run, "rPr", "rStyle")
    if style is not None:
        look = _merged(look, document.styles.get(value(style), RunLook()))
    look = _merged(look, _look(properties))
    shown = "".join(_run_parts(run, look, document, words))
    text_before = words.text
    if not shown:
        return ""
    if look.hidden:
        words.hidden += shown
        return ""
    if look.struck:
        words.struck = f"{words.struck} {shown}".strip()
        return ""
    if look.raised and is_footnote(shown, text_before):
        words.raised += shown.strip()
        return ""
    words.colour = words.colour or look.colour
    words.text = text_before + shown
    return shown


def _run_parts(run: Any, look: RunLook, document: WordDocument, words: CellWords) -> Iterator[str]:
    for element in run:
        kind = local(element)
        if kind == "t":
            yield element.text or ""
        elif kind in ("tab", "ptab"):
            yield " "
        elif kind == "noBreakHyphen":
            yield "-"
        elif kind in ("br", "cr"):
            yield "\n"
        elif kind == "sym":
            code = value(element, "char")
            yield sign(value(element, "font"), int(code, 16) if _is_hex(code) else ord(UNKNOWN_SIGN))
        elif kind == "fldChar":
            yield _form_field(child(element, "ffData"))
        elif kind in _PICTURES:
            words.pictures = True
            yield "".join(_pieces(element, look, document, words))
        elif (
            kind not in _PROPERTIES
        ):  # the words of a field's code and of deleted text are in no run of their own
            yield "".join(_pieces(element, look, document, words))


def _is_hex(code: str) -> bool:
    """Whether it is the hexadecimal code of a letter."""
    digits = 0 < len(code) <= 6 and all(letter in "0123456789abcdefABCDEF" for letter in code)
    return digits and int(code, 16) <= sys.maxunicode


def _form_field(data: Any) -> str:
    """The text of a legacy form field: the chosen entry of a list, or a ticked or empty box; "" for others."""
    choices, box = child(data, "ddList"), child(data, "checkBox")
    if choices is not None:
        entries = [value(one) for one in choices if local(one) == "listEntry"]
        chosen = child(choices, "result")
        chosen = child(choices, "default") if chosen is None else chosen
        at = whole_number(value(chosen, default="0")) if chosen is not None else 0
        return entries[at] if at is not None and at < len(entries) else ""
    if box is not None:
        state = child(box, "checked")
        state = child(box, "default") if state is None else state
        return "☒" if state is not None and value(state, default="1") not in ("0", "false") else "☐"
    return ""


def _content_control(control: Any, look: RunLook, document: WordDocument, words: CellWords) -> str:
    """The words of a content control; a prompt that nobody has replaced is added to ``words.prompts`` instead."""
    content = child(control, "sdtContent")
    if content is None:
        return ""
    if child(control, "sdtPr", "showingPlcHdr") is not None:
        prompt = CellWords()
        words.prompts += " ".join("".join(_pieces(content, RunLook(), document, prompt)).split())
        return ""
    return "".join(_pieces(content, look, document, words))
