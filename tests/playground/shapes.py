"""What a bot shows people: a card with buttons, a modal, a Home page; each as small as can be."""

from typing import Any


def plain(text: str) -> dict[str, Any]:
    """A text object without markup."""
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain("In progress"), "value": "progress"}, {"text": plain("Implemented"), "value": "done"}]
CARD: list[dict[str, Any]] = [
    {"type": "section", "text": plain("Action 10")},
    {
        "type": "actions",
        "block_id": "buttons",
        "elements": [
            {"type": "button", "action_id": "update", "text": plain("Update"), "value": "10"},
            {"type": "static_select", "action_id": "progress", "options": OPTIONS},
            {"type": "overflow", "action_id": "more", "options": OPTIONS},
        ],
    },
]
MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "update",
    "private_metadata": "10",
    "title": plain("Update"),
    "submit": plain("Save"),
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": plain("What happened?"),
            "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "progress",
            "optional": True,
            "label": plain("Progress"),
            "element": {"type": "static_select", "action_id": "choice", "options": OPTIONS},
        },
    ],
}
HOME = {"type": "home", "blocks": CARD}
