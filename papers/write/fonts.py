"""The fonts for PDFs and charts: they come with Python packages, so that the same words give the same picture
everywhere.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path


@dataclass(frozen=True)
class Family:
    """A font family: its name, and its files (regular and bold, or one with every weight) in a ``folder`` of a package.

    ``number`` is its index in a file that holds several fonts, -1 in others.
    """

    name: str
    package: str
    files: tuple[str, ...]
    folder: str = ""
    number: int = -1

    def paths(self) -> tuple[Path, ...]:
        """The paths of its files. Raises FileNotFoundError when one is missing, as typst would only omit letters."""
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(f"the package {self.package}, which brings a font, is not installed")
        place = Path(spec.submodule_search_locations[0]) / self.folder
        for file in self.files:
            if not (place / file).is_file():
                raise FileNotFoundError(f"the font {file} is not in the package {self.package}")
        return tuple(place / file for file in self.files)


def _noto(script: str = "", family: str = "Sans") -> Family:
    name = f"Noto {family} {script}".strip()
    return Family(name, "manimgx_fonts", (f"{name.replace(' ', '')}[wght].ttf",))


_SCRIPTS = (
    "Arabic Hebrew Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Thai Lao Khmer "
    "Myanmar Ethiopic Armenian Georgian Symbols"
).split()
FAMILIES = (
    Family(
        "Source Sans Pro",
        "font_source_sans_pro",
        ("SourceSansPro-Regular.otf", "SourceSansPro-Bold.otf"),
        "files",
    ),
    Family("DejaVu Sans", "matplotlib", ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"), "mpl-data/fonts/ttf"),
    _noto(),
    *map(_noto, _SCRIPTS),
    _noto("", "Emoji"),
    Family("Noto Sans CJK SC", "manimgx_fonts_cjk", ("NotoSansCJK-VF.otf.ttc",), number=2),
)
"""The first is the font of the papers; each of the others has letters that those before it lack. DejaVu comes before
the Noto fonts because programs that read a PDF extract its Arabic letters as they were written.
"""


def names() -> list[str]:
    """The names of the families, the first choice first."""
    return [one.name for one in FAMILIES]


def folders() -> tuple[Path, ...]:
    """The folders that hold the fonts. Raises FileNotFoundError when a font is not installed."""
    return tuple(dict.fromkeys(path.parent for one in FAMILIES for path in one.paths()))
