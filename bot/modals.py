"""What sending a form does."""

import json
from collections.abc import Mapping
from typing import Any

from bot.capture import Desk, Request, record_progress
from bot.words import storable
from register.progress import Status
from register.refused import Refused


def update_sent(desk: Desk, body: Mapping[str, Any]) -> dict[str, str]:
    """Save what the *Update* form says; give the complaint for each field, by its block, or nothing."""
    view = body["view"]
    about = json.loads(view["private_metadata"])
    values = view["state"]["values"]
    words = storable((values.get("words") or {}).get("words", {}).get("value") or "")
    chosen = ((values.get("progress") or {}).get("progress", {}).get("selected_option") or {}).get("value")
    if chosen == about["status"]:
        chosen = None  # left as the form showed it: what somebody else has set since then stands
    request = Request(
        key=f"view:{view['id']}:{view.get('hash', '')}",
        user=body["user"]["id"],
        channel=about["channel"],
        at=desk.now(),
        source="form",
        channel_name=about.get("channel_name", ""),
    )
    try:
        record_progress(
            desk, request, about["register"], about["ref"], words, Status(chosen) if chosen else None
        )
    except Refused as refused:
        return {"words": str(refused)}
    return {}
