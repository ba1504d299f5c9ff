"""A JUnit report: a test case for each finding, in a suite for each file."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from mlprodest_lint.report.flake8 import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlprodest_lint.findings import Finding
    from mlprodest_lint.report.view import View

_NAME = "mlprodest-lint"
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(findings: Sequence[Finding], view: View) -> str:
    """Return the report; without a finding it holds one test case that passed."""
    root = ET.Element("testsuites", name=_NAME, tests=str(max(len(findings), 1)), failures=str(len(findings)))
    for path, group in groupby(findings, key=lambda finding: finding.place.path):
        _add_suite(root, view.path(path), list(group), view)
    if not findings:
        suite = ET.SubElement(root, "testsuite", name=_NAME, tests="1", failures="0", errors="0")
        ET.SubElement(suite, "testcase", name=_NAME, classname=_NAME)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _add_suite(root: ET.Element, path: str, findings: Sequence[Finding], view: View) -> None:
    number = str(len(findings))
    suite = ET.SubElement(root, "testsuite", name=_text(path), tests=number, failures=number, errors="0")
    for finding in findings:
        span = finding.place.span
        name = f"{finding.rule.code} {finding.rule.name} {span.line}:{span.column}"
        case = ET.SubElement(suite, "testcase", name=name, classname=_text(path), file=_text(path), line=str(span.line))
        message = _text(finding.message(view.language))
        failure = ET.SubElement(case, "failure", type=finding.severity.value, message=message)
        failure.text = _text(f"{line_of(finding, view)}\n{finding.help(view.language)}\n{finding.rule.url()}")


def _text(text: str) -> str:
    """Return a text with an escape for each character that XML can't hold."""
    return _NOT_IN_XML.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode("ascii"), text)
