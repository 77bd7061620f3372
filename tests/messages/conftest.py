"""What tests of messages share."""

import pytest

pytest.register_assert_rewrite("tests.messages.wording")
