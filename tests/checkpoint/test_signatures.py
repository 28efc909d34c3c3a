"""Signatures are those of the minisign tool, and what does not fit is refused."""

import pytest
from minisign import KeyPair

from checkpoint.errors import ModelError, UsageError
from checkpoint.signatures import check_key, check_signature, signature_of, signing_time

# Made by the minisign tool, of the file "test" with the content b"test"; from its documentation.
KEY = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"
OF_THE_FILE = b"""\
untrusted comment: signature from minisign secret key
RWQf6LRCGA9i59SLOFxz6NxvASXDJeRtuZykwQepbDEGt87ig1BNpWaVWuNrm73YiIiJbq71Wi+dP9eKL8OC351vwIasSSbXxwA=
trusted comment: timestamp:1555779966\tfile:test
QtKMXWyYcwdpZAlPF7tE2ENJkRd1ujvKjlj1m9RtHTBnZPa5WKU5uWRs5GoP5M/VqE81QFuMKI5k/SfNQUaOAA==
"""
OF_ITS_HASH = b"""\
untrusted comment: signature from minisign secret key
RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=
trusted comment: timestamp:1556193335\tfile:test
y/rUw2y8/hOUYjZU71eHp/Wo1KZ40fGy2VJEDl34XMJM+TX48Ss/17u3IvIfbVR1FkZZSNCisQbuQY+bHwhEBg==
"""


@pytest.mark.parametrize("signature", [OF_THE_FILE, OF_ITS_HASH], ids=["file", "hash"])
def test_what_the_tool_signs_is_taken(signature):
    check_signature(b"test", signature, key=KEY, origin="test")


@pytest.mark.parametrize(
    ("content", "signature"),
    [
        (b"Test", OF_ITS_HASH),
        (b"", OF_ITS_HASH),
        (b"test", b""),
        (b"test", b"\xff\xfe" * 100),
        (b"test", OF_ITS_HASH[:-10]),
        (b"test", OF_ITS_HASH.replace(b"RUQf6", b"RWQf6")),  # as if of the file, not of its hash
        (b"test", OF_ITS_HASH.replace(b"file:test", b"file:other")),  # a comment nobody signed
        (b"test", OF_ITS_HASH.replace(b"y/rU", b"z/rU")),
    ],
)
def test_a_signature_that_does_not_fit_is_refused(content, signature):
    with pytest.raises(ModelError, match=r"The signature of .* is not one by the key RWQf6LRC"):
        check_signature(content, signature, key=KEY, origin="a.toml")


def test_another_ones_signature_is_refused():
    other = KeyPair.generate().secret_key

    with pytest.raises(ModelError, match="not one by the key"):
        check_signature(b"test", bytes(other.sign(b"test")), key=KEY, origin="a.toml")


@pytest.mark.parametrize(
    ("signature", "time"),
    [
        (OF_ITS_HASH.decode(), 1556193335),
        ("untrusted comment: timestamp:7\ntrusted comment: by hand\n", 0),
        ("", 0),
    ],
)
def test_the_time_of_signing_is_read_from_the_comment_that_is_signed(signature, time):
    assert signing_time(signature) == time


def test_a_key_is_told_without_blanks():
    assert check_key(f" {KEY}\n") == KEY


@pytest.mark.parametrize("key", ["", "RWQ", KEY[:-4], f"{KEY}AAAA", "RUQ" + KEY[3:], "é" * 56])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(UsageError, match="not a public key of minisign"):
        check_key(key)


@pytest.mark.parametrize(
    ("origin", "signature"),
    [
        ("/media/usb/a.toml", "/media/usb/a.toml.minisig"),
        ("https://example.org/a.toml", "https://example.org/a.toml.minisig"),
        ("https://example.org/a?b=c#d", "https://example.org/a.minisig?b=c"),
    ],
)
def test_a_signature_lies_beside_what_it_signs(origin, signature):
    assert signature_of(origin) == signature
