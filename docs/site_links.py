"""On the site, links from the pages to files of the repository become the files' names: the site has only the pages."""

import re
from typing import Any

_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+([^)#]+)(?:#[^)]*)?\)")


def on_page_markdown(markdown: str, **_given: Any) -> str:
    """Called by MkDocs with each page before it is turned into HTML."""
    return _OUTSIDE.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} (`{link[2]}`)", markdown)
