"""What sending a form does."""

import json
from collections.abc import Mapping
from typing import Any

from bot.slack_text import storable
from register.progress import Status
from register.refused import Refused
from workflow.capture import Context, Request, record_progress


def update_sent(context: Context, body: Mapping[str, Any]) -> dict[str, str]:
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
        at=context.now(),
        source="form",
        channel_name=about.get("channel_name", ""),
    )
    try:
        record_progress(
            context, request, about["register"], about["ref"], words, Status(chosen) if chosen else None
        )
    except Refused as refused:
        return {"words": str(refused)}
    return {}
