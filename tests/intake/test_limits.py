from __future__ import annotations

from studytool.intake.limits import Limits


def test_a_bomb_within_the_cap_on_ratio_is_still_capped_in_size():
    limits = Limits()
    assert limits.file_bytes * limits.ratio > limits.unpacked_bytes
    assert limits.unpacked_bytes < limits.memory_bytes
