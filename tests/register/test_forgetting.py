"""A pseudonym in place of an id, and of nothing else."""

import pytest

from register.forgetting import Forgetting
from register.people import is_person
from register.register import is_user_id

AMY = Forgetting.of("U0AMY", ("D0AMY",), "4F9A2C")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("U0AMY", "Former colleague 4F9A2C"),
        ("<@U0AMY> has it", "Former colleague 4F9A2C has it"),
        ("<@U0AMY|amy.carter>, please", "Former colleague 4F9A2C, please"),
        ("@U0AMY: sent", "Former colleague 4F9A2C: sent"),
        ("named:kent:3:CYPE:U0AMY", "named:kent:3:CYPE:Former colleague 4F9A2C"),
        ("admin U0AMY", "admin Former colleague 4F9A2C"),
        ("U0AMY2 and XU0AMY are others", "U0AMY2 and XU0AMY are others"),
        ("message:D0AMY:1.2", "message:Former colleague 4F9A2C, conversation 1:1.2"),
        ("5 > 3, says U0AMY", "5 > 3, says Former colleague 4F9A2C"),
    ],
)
def test_the_id_alone_gives_way(words: str, expected: str) -> None:
    assert AMY.text(words) == expected


def test_so_it_does_throughout_what_is_written_down() -> None:
    written = {"officers": {"CYPE": "U0AMY"}, "admin U0AMY": ["U0AMY", 3, None, True]}
    name = "Former colleague 4F9A2C"
    assert AMY.value(written) == {"officers": {"CYPE": name}, f"admin {name}": [name, 3, None, True]}


def test_folded_words_stay_folded() -> None:
    assert AMY.folded_text("@u0amy sent it") == "former colleague 4f9a2c sent it"


def test_a_pseudonym_is_a_person_whom_slack_does_not_know() -> None:
    assert is_person(AMY.pseudonym)
    assert not is_user_id(AMY.pseudonym)
    assert not is_person("Former colleague paper")
