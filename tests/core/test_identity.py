from __future__ import annotations

import hashlib
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from studytool.core.identity import derived_seed, file_digest, text_digest


def test_a_text_digest_is_the_published_sha_256():
    # FIPS 180-2, appendix B.1
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert text_digest("abc") == expected
    assert text_digest("é") == hashlib.sha256(b"\xc3\xa9").hexdigest()


def test_a_file_digest_covers_every_byte_across_blocks(tmp_path):
    path = tmp_path / "large"
    content = bytes(range(256)) * 8_193  # two blocks of a mebibyte and a bit
    path.write_bytes(content)
    assert file_digest(path) == hashlib.sha256(content).hexdigest()
    path.write_bytes(content[:-1] + b"\x00")
    assert file_digest(path) != hashlib.sha256(content).hexdigest()


def test_a_seed_is_the_same_on_every_machine_and_under_every_hash_seed():
    program = "from studytool.core.identity import derived_seed; print(derived_seed(7, 'a', 'b'))"
    for hash_seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": hash_seed},
        )
        assert int(done.stdout) == derived_seed(7, "a", "b")


@given(st.integers(0, 2**63), st.lists(st.text(max_size=5), max_size=3))
def test_a_seed_fits_sixty_three_bits(seed, names):
    assert 0 <= derived_seed(seed, *names) < 2**63


def test_other_uses_have_other_seeds():
    seeds = {
        derived_seed(1, "a", "b"),
        derived_seed(1, "ab"),
        derived_seed(1, "b", "a"),
        derived_seed(2, "a", "b"),
        derived_seed(1),
    }
    assert len(seeds) == 5
