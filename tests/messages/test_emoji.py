"""The signs that messages name, as the local workspace's page shows them."""

import re

from tests.conftest import ROOT


def test_every_sign_that_we_name_is_drawn_on_the_local_page() -> None:
    """An unknown name stays as it was written there, and so in the pictures of the guides."""
    words = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "messages").glob("*.py"))
    named = set(re.findall(r"[\"' ]:([a-z]\w+):", words))
    drawn = (ROOT / "playground" / "page" / "emoji.js").read_text(encoding="utf-8")
    assert {"white_check_mark", "leftwards_arrow_with_hook"} <= named
    assert {name for name in named if not re.search(rf"^  {name}: ", drawn, re.MULTILINE)} == set()
