"""The fonts of what we draw ourselves: they come with wheels, so that the same words are the same picture
everywhere.
"""

from importlib.util import find_spec
from pathlib import Path

FAMILIES = ("Source Sans Pro", "DejaVu Sans")
"""The first is the face of our papers; the second has the letters that it lacks."""

_PLACES = (("font_source_sans_pro", "files"), ("matplotlib", "mpl-data/fonts/ttf"))
_FILES = (
    ("SourceSansPro-Regular.otf", "SourceSansPro-Bold.otf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
)


def folders() -> tuple[Path, ...]:
    """The folders that hold the fonts. Raises FileNotFoundError when a font is not installed: typst would leave
    its letters out without a word.
    """
    found = []
    for (package, folder), files in zip(_PLACES, _FILES, strict=True):
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(f"the package {package}, which brings a font, is not installed")
        place = Path(spec.submodule_search_locations[0]) / folder
        for file in files:
            if not (place / file).is_file():
                raise FileNotFoundError(f"the font {file} is not in the package {package}")
        found.append(place)
    return tuple(found)


def files() -> tuple[tuple[Path, ...], ...]:
    """The font files of each family, regular and bold."""
    return tuple(tuple(place / name for name in names) for place, names in zip(folders(), _FILES, strict=True))
