"""Names from elsewhere: which may become files, and ids of models."""

import pytest

from checkpoint.errors import UsageError
from checkpoint.file_names import check_id, check_relative


@pytest.mark.parametrize(
    "name", ["frame.onnx", "thumbs/0.jpg", "模型/frame.onnx", "a b/c.d", "console.txt", "com.pt"]
)
def test_a_plain_name_gives_its_parts(name):
    assert "/".join(check_relative(name)) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", "/etc/passwd", "../outside", "a/../../outside", "a//b", "./a", "a/."),
        *("C:/Windows", "C:outside", "a\\..\\outside", "\\\\server\\share", "a:stream"),
        *("CON", "nul.txt", "a/COM1", "LPT9.onnx", "aux .txt", "CONIN$", "com¹", "PRN."),
        *("a.", "a ", "dir./a", "what?", "a*", 'a"b', "<a>", "a|b"),
        *("a\0b", "a\nb", "a\x7f", "a\x85b", "\ud800", "x" * 201, "字" * 67, "a/" * 16 + "a"),
    ],
)
def test_a_name_that_leads_elsewhere_or_that_some_system_cannot_have_is_refused(name):
    with pytest.raises(ValueError, match=r"."):
        check_relative(name)


@pytest.mark.parametrize(
    "model_id",
    [
        *("", "..", ".store", "../mine", "my/own", "a\\b", ".hidden", "a b", "Starter", "starter"),
        *("con", "NUL.1", "cartoon.", "x" * 101, "a\n", "模型"),
    ],
)
def test_an_id_that_is_no_folder_of_its_own_is_refused(model_id):
    with pytest.raises(UsageError):
        check_id(model_id)


@pytest.mark.parametrize("model_id", ["mine", "cartoon-s026-d0.5", "My_own.2"])
def test_an_id_of_letters_and_digits_is_taken(model_id):
    check_id(model_id)
