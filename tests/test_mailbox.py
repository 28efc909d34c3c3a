"""The mailbox: newest wins, and nobody waits for ever."""

from threading import Thread

from vtoonify_rt.mailbox import Mailbox


def test_a_newer_item_replaces_an_unread_one():
    mailbox = Mailbox()

    assert mailbox.put("old") is True
    assert mailbox.put("new") is False
    assert mailbox.take() == "new"
    assert mailbox.take() is None


def test_wait_returns_an_item_put_by_another_thread():
    mailbox = Mailbox()
    thread = Thread(target=mailbox.put, args=("item",))

    thread.start()

    assert mailbox.wait(10) == "item"
    thread.join()


def test_close_wakes_who_waits():
    mailbox = Mailbox()
    thread = Thread(target=mailbox.close)

    thread.start()

    assert mailbox.wait(10) is None
    assert mailbox.closed
    thread.join()


def test_the_last_item_can_be_taken_after_close():
    mailbox = Mailbox()
    mailbox.put("last")

    mailbox.close()

    assert mailbox.wait(10) == "last"


def test_it_is_drained_when_it_is_closed_and_the_last_item_was_taken():
    mailbox = Mailbox()
    mailbox.put("last")
    before = mailbox.drained
    mailbox.close()

    assert (before, mailbox.drained) == (False, False)
    mailbox.take()
    assert mailbox.drained


def test_wait_empty_tells_whether_the_item_was_taken():
    mailbox = Mailbox()
    mailbox.put("item")

    assert mailbox.wait_empty(0) is False
    mailbox.take()
    assert mailbox.wait_empty(0) is True
