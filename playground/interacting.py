"""What people do with the app itself: commands, buttons, modals, App Home. Any thread may call."""

import json
from typing import Any

from playground import events as payloads
from playground import views
from playground.blocks import elements
from playground.conversing import Conversing
from playground.events import SlackEvent
from playground.message_objects import in_interaction
from playground.messages import PlaygroundMessage
from playground.outbound import AppResponse
from playground.responding import reply_events
from playground.server_parts import InteractionResult
from playground.text import escape
from playground.view_state import action, choose, initial
from playground.views import Values
from playground.workspace import SlackError, View

TROUBLE = "We had some trouble connecting. Try again?"


def failure(reply: AppResponse) -> str:
    """Slack's error code for a request that the app did not answer in time or with success."""
    return "operation_timeout" if reply.reason in ("http_timeout", "timeout") else "dispatch_failed"


class Interacting(Conversing):
    """Commands, buttons, modals, App Home. Each waits until the bot has answered or 3 s passed."""

    def command(self, user: str, channel: str, typed: str, thread_ts: str | None = None) -> InteractionResult:
        """Use a slash command as typed ("/htst status 10"). In a thread it is refused, as Slack refuses it."""
        ws = self.workspace
        word, _, text = typed.strip().partition(" ")
        if thread_ts is not None:
            return InteractionResult(False, error=f"{word} is not supported in threads. Sorry!")
        if word not in ws.commands:
            return InteractionResult(False, error=f"{word} is not a valid command.")
        with ws.lock:
            command, place = ws.commands[word], self._in(user, channel)
            sent = text.strip()
            sent = self._typed(sent, in_command=True) if command.should_escape else escape(sent)
            form = payloads.command_form(ws, ws.person(user), place, command, sent)
        reply = self.outbound.form(form)
        if not reply.ok:
            return InteractionResult(False, error=failure(reply))
        return self._acked(reply, user, channel)

    def _acked(self, reply: AppResponse, user: str, channel: str) -> InteractionResult:
        """The result of a command's ack: the message that its body becomes, or Slack's error when it is invalid."""
        body = reply.body.decode("utf-8", "replace")
        if not body.strip():
            return InteractionResult(True)
        given: Any = {"text": body}
        if reply.headers.get("content-type", "").startswith("application/json"):
            try:
                given = json.loads(body)
            except ValueError:
                return InteractionResult(False, error="invalid_json_response")
            given = {"text": given} if isinstance(given, str) else given
            if not isinstance(given, dict):
                return InteractionResult(False, error="invalid_json_response")
            if not given:
                return InteractionResult(True)
        try:
            with self.workspace.lock:
                message, events = reply_events(self.workspace, given, channel, user)
        except SlackError as error:
            return InteractionResult(False, error=": ".join([error.error, *error.messages[:3]]))
        self.outbound.send(events)
        return InteractionResult(True, message.text, message.blocks, ts=message.ts)

    def press(
        self, user: str, channel: str, ts: str, action_id: str, block_id: str | None = None, value: Any = None
    ) -> InteractionResult:
        """Press a button of a message, or choose ``value`` in a select, menu or picker. ValueError if it is not
        there.
        """
        ws = self.workspace
        with ws.lock:
            message = ws.message(channel, ts)
            if message.only_for not in (None, user):
                raise SlackError("message_not_found")
            where, element = _find(message.blocks or [], action_id, block_id)
            _store_state(message, where, element, value)
            pressed = [action(element, where, value, ws.next_ts())]
            payload = payloads.message_actions(ws, ws.person(user), message, pressed)
        return _answer(self.outbound.payload(payload))

    def press_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        block_id: str | None = None,
        value: Any = None,
        values: Values | None = None,
    ) -> InteractionResult:
        """The same in a modal or App Home. ``values``, as for ``submit``, is what was entered there so far."""
        ws = self.workspace
        with ws.lock:
            view = self._view_of(user, view_id)
            views.fill(view, values or {})
            where, element = _find(view.data["blocks"], action_id, block_id)
            if initial(element) is not None:
                view.data["state"]["values"].setdefault(where, {})[action_id] = choose(element, value)
            pressed = [action(element, where, value, ws.next_ts())]
            payload = _frozen(payloads.view_actions(ws, ws.person(user), view, pressed))
        return _answer(self.outbound.payload(payload))

    def submit(self, user: str, view_id: str, values: Values) -> dict[str, str]:
        """Submit a modal; ``values`` by block and action, as plain values or Slack's states.

        Gives what is shown as wrong, by block_id: from Slack's client (a required field left empty, too long),
        from the app, or under "" if the app did not answer as it should. Empty: submitted.
        """
        ws = self.workspace
        with ws.lock:
            view = self._view_of(user, view_id)
            views.fill(view, values)
            wrong = views.refused_by_client(view)
            if wrong:
                return wrong
            payload = _frozen(payloads.view_submission(ws, ws.person(user), view))
        reply = self.outbound.payload(payload)
        if not reply.ok:
            return {"": TROUBLE}
        try:
            given = json.loads(reply.body) if reply.body.strip() else {}
        except ValueError:
            return {"": TROUBLE}
        with ws.lock:
            return self._after_submission(
                user, view, given if isinstance(given, dict) else {"response_action": ""}
            )

    def _after_submission(self, user: str, view: View, given: dict[str, Any]) -> dict[str, str]:
        """Do what the app said to do with a submitted view."""
        ws = self.workspace
        kind = given.get("response_action")
        if kind is None:
            if view.data["clear_on_close"]:
                views.close_all(ws, user)
            elif views.top(ws, user) is view:
                views.close_top(ws, user)
            return {}
        if kind == "errors":
            return _errors(view, given.get("errors"))
        if kind == "clear":
            views.close_all(ws, user)
            return {}
        try:
            if kind == "update":
                views.replace_view(
                    ws, view.data["id"], views.checked(ws, given.get("view"), "modal", view.data["id"])
                )
                return {}
            if kind == "push":
                views.push_modal(ws, user, views.checked(ws, given.get("view"), "modal"))
                return {}
        except SlackError as error:
            return {"": ": ".join([TROUBLE, error.error, *error.messages[:3]])}
        return {"": TROUBLE}

    def close(self, user: str, view_id: str) -> None:
        """Close the modal on top; the app is told if the view asked for it."""
        ws = self.workspace
        payload = None
        with ws.lock:
            view = self._view_of(user, view_id)
            if view.data["notify_on_close"]:
                payload = _frozen(payloads.view_closed(ws, ws.person(user), view))
            if view.data["clear_on_close"]:
                views.close_all(ws, user)
            else:
                views.close_top(ws, user)
        if payload is not None:
            self.outbound.payload(payload)

    def shortcut(
        self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None
    ) -> InteractionResult:
        """Use a shortcut: a global one, or with ``channel`` and ``ts`` one on that message."""
        ws = self.workspace
        with ws.lock:
            person, trigger = ws.person(user), ws.new_trigger(user)
            kind = "message_action" if channel else "shortcut"
            payload = {**payloads.interaction(ws, kind, person, trigger), "callback_id": callback_id}
            del payload["api_app_id"], payload["user"]["username"]
            payload["action_ts"] = ws.next_ts()
            if channel is not None and ts is not None:
                place, message = ws.conversation(channel), ws.message(channel, ts)
                payload |= {
                    "channel": {"id": place.id, "name": payloads.name_in_payload(place)},
                    "message_ts": ts,
                    "message": in_interaction(ws, message),
                    "response_url": ws.new_response_url(place.id, user, ts),
                }
        return _answer(self.outbound.payload(payload))

    def open_home(self, user: str) -> dict[str, Any] | None:
        """Open App Home: the app gets its event first; returns the view that is published after that."""
        with self.workspace.lock:
            events: list[SlackEvent] = payloads.home_opened(self.workspace, user)
        self._send(events)
        return self.home(user)

    def view(self, user: str) -> dict[str, Any] | None:
        """The modal this person sees, as Slack's view object."""
        with self.workspace.lock:
            found = views.top(self.workspace, user)
            return _frozen(found.data) if found else None

    def home(self, user: str) -> dict[str, Any] | None:
        """This person's App Home, as it was last published."""
        with self.workspace.lock:
            found = self.workspace.views.get(self.workspace.homes.get(user, ""))
            return _frozen(found.data) if found else None

    def _view_of(self, user: str, view_id: str) -> View:
        found = self.workspace.views.get(view_id)
        if found is None or found.user != user:
            raise SlackError("not_found")
        return found


def _frozen(data: dict[str, Any]) -> dict[str, Any]:
    """A copy, which does not change with the workspace."""
    copied: dict[str, Any] = json.loads(json.dumps(data))
    return copied


def _answer(reply: AppResponse) -> InteractionResult:
    return InteractionResult(True) if reply.ok else InteractionResult(False, error=failure(reply))


def _find(blocks: list[dict[str, Any]], action_id: str, block_id: str | None) -> tuple[str, dict[str, Any]]:
    """The block_id and the element of this action. Raises ValueError, saying what there is."""
    known = [(block["block_id"], element) for block in blocks for element in elements(block)]
    for where, element in known:
        if element["action_id"] == action_id and block_id in (None, where):
            return where, element
    there = ", ".join(element["action_id"] for _, element in known) or "none"
    raise ValueError(f"there is no {action_id} to press; there are: {there}")


def _store_state(message: PlaygroundMessage, block_id: str, element: dict[str, Any], value: Any) -> None:
    if initial(element) is not None:
        message.state.setdefault(block_id, {})[element["action_id"]] = choose(element, value)


def _errors(view: View, given: Any) -> dict[str, str]:
    """The app's errors, if each belongs to an input of the view; Slack's client fails on others."""
    inputs = {block["block_id"] for block in view.data["blocks"] if block["type"] == "input"}
    if not isinstance(given, dict) or not given or set(given) - inputs:
        return {"": TROUBLE}
    return {str(name): str(reason) for name, reason in given.items()}
