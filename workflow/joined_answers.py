"""What one request tells a person about several actions is one message."""

from sqlalchemy import Connection

from messages.requests import in_one_message
from storage.queue import notices
from storage.queue.notices import Notice


def join_answers(tx: Connection, request_key: str) -> None:
    """Join the answers that a request has queued in this transaction, by recipient. Call it when all are queued."""
    by_recipient: dict[str, list[Notice]] = {}
    for answer in notices.answers_to_request(tx, request_key):
        by_recipient.setdefault(answer.to, []).append(answer)
    for several in by_recipient.values():
        for count, payload in in_one_message([one.payload for one in several]):
            if count > 1:
                notices.send_in_one(tx, several[:count], payload)
            del several[:count]
