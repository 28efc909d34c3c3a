"""While another try is waited for, whoever looks is told why."""

from threading import Event

import pytest
from fake_hub import Fault
from fetching import KEY

from checkpoint.retries import Retries


@pytest.mark.parametrize("asked", ["HEAD", "GET"])
def test_what_went_wrong_is_told_until_it_is_tried_again(bench, asked):
    bench.hub.fail(KEY, Fault(on=asked, status=503))
    troubles, told = [], Event()

    def report(progress):
        troubles.append(progress.trouble)
        if progress.trouble:
            told.set()

    bench.fetch(report=report, retries=Retries(pause=lambda stop, seconds: told.wait(10)))

    host = bench.hub.endpoint.removeprefix("http://")
    assert set(troubles) - {""} == {f"{host} cannot give some.pt at the moment (error 503)"}
    assert troubles[-1] == ""
