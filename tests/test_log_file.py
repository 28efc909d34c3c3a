"""The log: tracebacks in the file, sentences in the terminal."""

import logging

import platformdirs

from vtoonify_rt.log_file import log_path, log_to_file


def test_a_traceback_goes_to_the_file_and_not_to_the_terminal(tmp_path, capfd):
    with log_to_file(tmp_path / "new" / "app.log") as path:
        try:
            raise RuntimeError("a bug")
        except RuntimeError:
            logging.getLogger("vtoonify_rt.part").exception("it crashed")

    assert "RuntimeError: a bug" in path.read_text()
    assert capfd.readouterr().err == ""


def test_our_warning_is_one_sentence_in_the_terminal(tmp_path, capfd):
    with log_to_file(tmp_path / "app.log"):
        for _ in range(3):
            logging.getLogger("checkpoint.store").warning("model left out: %s", "x")

    assert capfd.readouterr().err == "Warning: model left out: x\n"


def test_warnings_of_libraries_stay_in_the_file(tmp_path, capfd):
    with log_to_file(tmp_path / "app.log") as path:
        logging.getLogger("libav").warning("something about packets")

    assert "something about packets" in path.read_text()
    assert capfd.readouterr().err == ""


def test_a_folder_that_cannot_be_made_means_no_log(tmp_path):
    (tmp_path / "file").touch()

    with log_to_file(tmp_path / "file" / "app.log") as path:
        logging.getLogger("vtoonify_rt").info("nobody hears this")

    assert path is None


def test_the_log_lies_in_the_users_log_folder():
    assert log_path().parent == platformdirs.user_log_path("vtoonify-rt")
