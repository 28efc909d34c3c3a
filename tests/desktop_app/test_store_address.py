"""Where models are downloaded from: said, checked, and remembered."""

import pytest
from PySide6.QtTest import QSignalSpy, QTest

from desktop_app.address_row import AddressRow


def type_in(row: AddressRow, text: str) -> None:
    row.field.clear()
    QTest.keyClicks(row.field, text)
    row.field.editingFinished.emit()


@pytest.fixture
def row(show) -> AddressRow:
    return show(AddressRow("", {}))


@pytest.mark.parametrize("address", ["https://mirror.example", "http://127.0.0.1:8000"])
def test_an_address_that_can_be_used_is_taken(row, address):
    chosen = QSignalSpy(row.chosen)

    type_in(row, f"{address}/")

    assert chosen.at(0) == [address]


@pytest.mark.parametrize("address", ["http://mirror.example", "mirror", "https://", "https://["])
def test_an_address_that_cannot_be_used_is_refused(row, address):
    chosen = QSignalSpy(row.chosen)

    type_in(row, address)

    assert chosen.count() == 0
    assert "is no address that models can be fetched from" in row.note.text()


def test_the_environment_is_told_while_the_field_is_empty(show):
    row = show(AddressRow("", {"HF_ENDPOINT": "https://mirror.example"}))

    assert row.note.text() == (
        "In force is https://mirror.example, from the environment (HF_ENDPOINT)."
    )


def test_the_field_goes_before_the_environment(show):
    row = show(AddressRow("https://a.example", {"HF_ENDPOINT": "https://b.example"}))

    assert "b.example; the field goes before it" in row.note.text()
