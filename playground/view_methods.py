"""The views.* and files.* methods. The caller holds the lock; errors are SlackError."""

from typing import Any

from playground.arguments import Arguments, read_blocks
from playground.chat_methods import MethodResult, require_active, require_bot_in
from playground.events import SlackEvent
from playground.posting import check_root, post
from playground.views import checked, open_modal, publish_home, push_modal, replace_view
from playground.workspace import SlackError, View, Workspace

MOST_ALT = 1_000
"""Characters of a picture's description."""


def _view(ws: Workspace, args: Arguments, kind: str, replacing: str | None = None) -> dict[str, Any]:
    given = args.json("view", "invalid_arguments")
    if given is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return checked(ws, given, kind, replacing)


def _trigger_name(args: Arguments) -> str:
    return args.text("trigger_id") or args.need("interactivity_pointer", "invalid_arguments")


def views_open(ws: Workspace, args: Arguments) -> MethodResult:
    """views.open: a modal, within the life of a trigger_id, which serves once."""
    name, view = _trigger_name(args), _view(ws, args, "modal")
    trigger = ws.use_trigger(name)
    return MethodResult({"view": open_modal(ws, trigger.user, view).data})


def views_push(ws: Workspace, args: Arguments) -> MethodResult:
    """views.push: a modal on top of the one the trigger came from."""
    name, view = _trigger_name(args), _view(ws, args, "modal")
    trigger = ws.use_trigger(name)
    return MethodResult({"view": push_modal(ws, trigger.user, view).data})


def _known(ws: Workspace, args: Arguments) -> View:
    name, external = args.text("view_id"), args.text("external_id")
    if name is None and external is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id or external_id"])
    for known in ws.views.values():
        if known.data["id"] == name or (external and known.data["external_id"] == external):
            return known
    raise SlackError("not_found")


def _same_hash(args: Arguments, known: View) -> None:
    if args.text("hash") not in (None, known.data["hash"]):
        raise SlackError("hash_conflict")


def views_update(ws: Workspace, args: Arguments) -> MethodResult:
    """views.update: by view_id or external_id; a ``hash`` that is no longer its own is refused."""
    known = _known(ws, args)
    view = _view(ws, args, known.data["type"], known.data["id"])
    _same_hash(args, known)
    return MethodResult({"view": replace_view(ws, known.data["id"], view).data})


def views_publish(ws: Workspace, args: Arguments) -> MethodResult:
    """views.publish: one person's App Home."""
    user = ws.person(args.need("user_id", "invalid_arguments")).id
    name = ws.homes.get(user)
    view = _view(ws, args, "home", name)
    if name is not None:
        _same_hash(args, ws.views[name])
    return MethodResult({"view": publish_home(ws, user, view).data})


def get_upload_url(ws: Workspace, args: Arguments) -> MethodResult:
    """files.getUploadURLExternal: the first of three steps."""
    name, length = args.need("filename"), args.need("length")
    if not length.isdigit() or int(length) < 1:
        raise SlackError("invalid_arguments", ["[ERROR] must be more than 0 [json-pointer:/length]"])
    alt = args.text("alt_txt")
    if alt and len(alt) > MOST_ALT:
        raise SlackError("alt_txt_too_large")
    file_id = ws.new_id("F")
    ws.files[file_id] = {
        "id": file_id,
        "created": int(ws.now().timestamp()),
        "name": name,
        "title": name,
        "mimetype": "",
        "filetype": name.rpartition(".")[2] if "." in name else "binary",
        "size": int(length),
        "user": ws.bot.id,
        "user_team": ws.team_id,
        "mode": "hosted",
        "is_external": False,
        "url_private": f"{ws.url}files/{file_id}",
        "url_private_download": f"{ws.url}files/{file_id}",
        **({"alt_txt": alt} if alt else {}),
    }
    return MethodResult({"file_id": file_id, "upload_url": f"{ws.url}upload/v1/{file_id}"})


def complete_upload(ws: Workspace, args: Arguments) -> MethodResult:
    """files.completeUploadExternal: the last step, which is the post itself and takes no metadata."""
    given = args.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    files = []
    for entry in given:
        found = ws.files.get(entry.get("id", "")) if isinstance(entry, dict) else None
        if found is None or found["id"] not in ws.contents:
            raise SlackError("file_not_found")
        if found["id"] in ws.shared:
            raise SlackError("file_already_completed")
        files.append((found, str(entry.get("title") or found["name"])))
    channel = args.text("channel_id") or args.text("channels")
    place = require_active(require_bot_in(ws, ws.conversation(channel))) if channel else None
    thread_ts = args.ts("thread_ts", "invalid_thread_ts")
    if place is not None and thread_ts:
        check_root(place, thread_ts)
    blocks = read_blocks(ws, args.json("blocks", "invalid_blocks_format"))
    for found, title in files:
        found["title"] = title
        if place is not None:
            ws.shared.add(found["id"])
    shown = [found for found, _ in files]
    events: list[SlackEvent] = []
    if place is not None:
        text = args.text("initial_comment") or ""
        more: dict[str, Any] = {"blocks": blocks, "files": shown, "by_bot": True}
        _, events = post(ws, place, ws.bot.id, text, thread_ts=thread_ts, **more)
    return MethodResult({"files": shown}, events)


def files_info(ws: Workspace, args: Arguments) -> MethodResult:
    """files.info: a file that some message carries."""
    found = ws.files.get(args.need("file", "file_not_found"))
    if found is None:
        raise SlackError("file_not_found")
    return MethodResult({"file": found, "comments": [], "response_metadata": {"next_cursor": ""}})
