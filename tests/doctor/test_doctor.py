"""How findings are gathered and told."""

import json

from vtoonify_rt.doctor import Finding, as_json, as_text, examine, is_well
from vtoonify_rt.errors import FaceError

OK = Finding(name="disk", status="ok", detail="plenty")
WARNING = Finding(name="cameras", status="warning", detail="none", remedy="Plug one in")
PROBLEM = Finding(name="model", status="problem", detail="gone", remedy="Install again")


def test_an_error_of_ours_is_a_problem_with_its_hint():
    def check():
        raise FaceError("The face model is damaged", "Install again")

    (finding,) = examine([("face model", check)])

    assert (finding.name, finding.status) == ("face model", "problem")
    assert (finding.detail, finding.remedy) == ("The face model is damaged", "Install again")


def test_a_check_that_breaks_does_not_hide_the_others():
    def broken():
        raise ImportError("libGL.so.1: cannot open shared object file")

    findings = examine([("face model", broken), ("disk", lambda: [OK])])

    assert "libGL.so.1" in findings[0].detail
    assert findings[0].remedy
    assert findings[1] is OK


def test_only_a_problem_is_a_failure():
    assert is_well([OK, WARNING])
    assert not is_well([OK, PROBLEM])


def test_text_puts_the_remedy_below_the_finding():
    lines = as_text([OK, WARNING]).splitlines()

    assert lines[:3] == [
        "ok       disk: plenty",
        "warning  cameras: none",
        "         -> Plug one in",
    ]
    assert lines[-1].startswith("Ready to stylize")


def test_json_has_every_finding():
    told = json.loads(json.dumps(as_json([WARNING, PROBLEM])))

    assert told["ok"] is False
    assert [finding["remedy"] for finding in told["findings"]] == ["Plug one in", "Install again"]
