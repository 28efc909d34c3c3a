"""Ctrl-C and a polite kill as an event."""

import os
import signal

import pytest

from vtoonify_rt.stop_signals import StopSignal, stop_on_signals


@pytest.fixture(autouse=True)
def usual_handler():
    """Ctrl-C as in a terminal: a shell that starts us in the background has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_ctrl_c_sets_the_event_and_interrupts_when_asked():
    with stop_on_signals() as stop:
        os.kill(os.getpid(), signal.SIGINT)

        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            stop.raise_if_signalled()


def test_a_second_ctrl_c_interrupts_at_once():
    with stop_on_signals():
        os.kill(os.getpid(), signal.SIGINT)

        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_a_polite_kill_exits_with_its_number():
    stop = StopSignal()
    stop.receive(signal.SIGTERM)

    with pytest.raises(SystemExit) as exited:
        stop.raise_if_signalled()
    assert exited.value.code == 128 + signal.SIGTERM


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="a signal that Windows lacks")
def test_the_end_of_the_terminal_exits_with_its_number():
    with stop_on_signals() as stop:
        os.kill(os.getpid(), signal.SIGHUP)

        with pytest.raises(SystemExit) as exited:
            stop.raise_if_signalled()
    assert exited.value.code == 128 + signal.SIGHUP


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="a signal that Windows lacks")
def test_nohup_goes_on_after_the_end_of_the_terminal():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stop_on_signals() as stop:
            os.kill(os.getpid(), signal.SIGHUP)

            assert not stop.is_set()
    finally:
        signal.signal(signal.SIGHUP, before)


def test_an_end_without_a_signal_raises_nothing():
    stop = StopSignal()
    stop.set()

    stop.raise_if_signalled()


def test_handlers_are_restored():
    before = signal.getsignal(signal.SIGINT)
    with stop_on_signals():
        assert signal.getsignal(signal.SIGINT) is not before

    assert signal.getsignal(signal.SIGINT) is before
