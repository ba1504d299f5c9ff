"""The page that `report` writes: what it says, that nothing from outside gets into it, and how a browser shows it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import sys
import unicodedata
from collections import Counter
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from conftest import EXAMPLES, write
from playwright.sync_api import sync_playwright

from mlprodest_lint.config import Choice, Configuration, Overrides
from mlprodest_lint.engine import Notice, lint
from mlprodest_lint.page import Report, render
from mlprodest_lint.report import View
from mlprodest_lint.rules import RULES
from mlprodest_lint.rules.base import DOCS_URL
from mlprodest_lint.texts import LANGUAGES, Text
from mlprodest_lint.verify.model import Artifact, Entry, Guard, State, Step, Verification

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from conftest import Linter
    from playwright.sync_api import Browser, Page

    from mlprodest_lint.texts import Language

MADE = datetime(2026, 3, 4, 15, 6, tzinfo=timezone.utc)
EPOCH = str(int(MADE.timestamp()))
VERDICTS = {
    "refused": {"en": "Would be refused", "pt-BR": "Seria recusado"},
    "warned": {"en": "No errors, but warnings", "pt-BR": "Sem erros, mas com avisos"},
    "clean": {"en": "Nothing found", "pt-BR": "Nada encontrado"},
}
EVIL = "</style></script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&amp;"
BIDI, NUL, LONE = "\u202e\u2066", "\0", "\udcff"
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
MANY = 300


# What a page is


def parsed(page: str) -> Element:
    """Return the root of a page that has no error of syntax: every element closed, every reference known."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)  # type: ignore[no-any-return]


def texts(page: Element, tag: str, class_: str = "") -> list[str]:
    return [" ".join("".join(each.itertext()).split()) for each in page.iter(tag) if class_ in each.get("class", "")]


def heading(page: str) -> str:
    (only,) = texts(parsed(page), "h1")
    return only


def check_page(page: str, language: str) -> None:
    """Check what holds for every page, whatever it tells."""
    root = parsed(page)
    assert root.get("lang") == language
    (style,) = root.iter("style")
    digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
    policies = [
        each.get("content") for each in root.iter("meta") if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies == [f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"]
    assert not re.search(r"url\(|@import|</", style.text or "")

    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    assert not {each.tag for each in elements} & {"script", "img", "link", "iframe", "object", "form", "base"}
    names = {name for each in elements for name in each.attrib}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "srcset", "action"}}
    identifiers = [each.get("id") for each in elements if each.get("id")]
    assert len(identifiers) == len(set(identifiers))
    targets = {each.get("href") for each in elements if each.get("href")}
    assert {target[1:] for target in targets if target and target.startswith("#")} <= set(identifiers)
    suffix = ".pt-BR.md" if language == "pt-BR" else ".md"
    pages = {f"{DOCS_URL}/{rule.name}{suffix}" for rule in RULES.values()}
    assert {target for target in targets if target and not target.startswith("#")} <= pages

    levels = [int(each.tag[1]) for each in elements if re.fullmatch(r"h\d", each.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    # What a file holds can neither reorder nor hide what is shown.
    assert not {each for each in page if each != "\n" and unicodedata.category(each) in UNSAFE}


# The command


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_tells_every_finding_that_lint_tells(linter: Linter, tmp_path: Path, language: Language) -> None:
    arguments = (EXAMPLES / "mistakes", "--language", language)
    run = linter("report", *arguments, "--output", tmp_path / "página.html", folder=EXAMPLES)
    assert (run.returncode, run.stdout) == (1, "")
    page = (tmp_path / "página.html").read_text(encoding="utf-8")
    check_page(page, language)
    assert heading(page) == VERDICTS["refused"][language]
    findings = json.loads(linter("lint", "--output-format=json", *arguments, folder=EXAMPLES).stdout)
    root = parsed(page)
    places = [each for each in root.iter("li") if each.get("class") == "place"]
    shown = Counter(tuple("".join(part.itertext()) for part in place.findall("p")) for place in places)
    assert shown == Counter((_address(finding), finding["message"].replace("`", "")) for finding in findings)
    assert set(texts(root, "p", "help")) >= {
        f"{'O que fazer' if language == 'pt-BR' else 'What to do'}: {finding['help'].replace('`', '')}"
        for finding in findings
    }


def _address(finding: dict[str, Any]) -> str:
    span = [finding[key] for key in ("line", "column", "end_line", "end_column")]
    return str(finding["path"]) + ("" if span == [1, 1, 1, 1] else f":{span[0]}:{span[1]}")


def test_the_source_is_shown_around_what_is_marked(linter: Linter) -> None:
    page = parsed(linter("report", "mistakes", "--output", "-", "--language", "en", folder=EXAMPLES).stdout)
    (place,) = (each for each in page.iter("li") if "mistakes/worker_pub/pub.py:24:23" in "".join(each.itertext()))
    source = place.find("div[@class='source']")
    assert source is not None
    lines = (EXAMPLES / "mistakes" / "worker_pub" / "pub.py").read_text(encoding="utf-8").splitlines()
    shown = [("".join(line[0].itertext()), "".join(line[1].itertext())) for line in source]
    assert shown == [(str(number), lines[number - 1]) for number in range(22, 27)]
    assert ["".join(mark.itertext()) for mark in source.iter("mark")] == ["fotos"]


def test_errors_come_first_and_each_folder_is_counted(linter: Linter) -> None:
    page = parsed(linter("report", "mistakes", "--output", "-", "--language", "pt-BR", folder=EXAMPLES).stdout)
    tags = [tag for facts in page.iter("p") if facts.get("class") == "facts" for tag in texts(facts, "span", "tag")]
    assert tags == sorted(tags, key=["erro", "aviso"].index)
    assert len(set(tags)) == 2
    (table,) = (each for each in page.iter("table") if each.get("class") == "folders")
    rows = [[" ".join(cell.itertext()) for cell in row] for row in list(table)[2]]
    assert [[int(number) for number in row[1:]] for row in rows] == [[13, 2], [7, 1], [3, 0]]
    assert [re.sub(r" */ *", "/", row[0]) for row in rows] == [
        "mistakes/worker_pub contrato 1.5, 5 arquivos",
        "mistakes/worker_retrain contrato 1.5, 5 arquivos",
        "mistakes/treino código de treino, 2 arquivos",
    ]


@pytest.mark.parametrize("example", ["classifier-1.5", "classifier-1.8"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_clean_project(linter: Linter, example: str, language: Language) -> None:
    run = linter("report", example, "--output", "-", "--language", language, folder=EXAMPLES)
    assert (run.returncode, run.stderr) == (0, "")
    check_page(run.stdout, language)
    assert heading(run.stdout) == VERDICTS["clean"][language]
    assert not texts(parsed(run.stdout), "li", "place")
    # A page about what was read alone says so.
    assert {"en": "not done", "pt-BR": "não foi feita"}[language] in "".join(parsed(run.stdout).itertext())


def test_warnings_alone_end_with_0(linter: Linter, project: Path) -> None:
    shutil.rmtree(project / "worker_pub" / "temp_area")
    run = linter("report", "--language", "en", folder=project)
    assert (run.returncode, run.stderr) == (0, "Written: report.html\n")
    page = (project / "report.html").read_text(encoding="utf-8")
    assert heading(page) == VERDICTS["warned"]["en"]
    assert texts(parsed(page), "p", "subject") == ["projeto"]


def test_the_same_content_gives_the_same_bytes(linter: Linter, project: Path) -> None:
    write(project / "worker_pub" / "utils.py", "import cv2\n")
    for name in ("um.html", "outro.html"):
        linter("report", "--output", name, folder=project, SOURCE_DATE_EPOCH=EPOCH)
    assert (project / "um.html").read_bytes() == (project / "outro.html").read_bytes()
    assert "2026-03-04 15:06 (UTC+00:00)" in (project / "um.html").read_text(encoding="utf-8")


def test_the_language_is_that_of_the_configuration(linter: Linter, project: Path) -> None:
    write(project / "mlprodest-lint.toml", 'language = "pt-BR"\n')
    assert parsed(linter("report", project, "--output=-", folder=project.parent).stdout).get("lang") == "pt-BR"


def test_options_say_what_is_reported(linter: Linter, project: Path) -> None:
    write(project / "worker_pub" / "imagem.py", "import cv2  # noqa: MLP303\n")
    write(project.parent / "gate.toml", 'severity = { MLP303 = "warning" }\n')
    verdicts = [
        heading(linter("report", "--output=-", "--language=en", *options, folder=project).stdout)
        for options in ([], ["--no-noqa"], ["--no-noqa", "--config", "../gate.toml"])
    ]
    assert verdicts == [VERDICTS[kind]["en"] for kind in ("clean", "refused", "warned")]


@pytest.mark.parametrize(
    ("arguments", "variables", "said"),
    [
        (["--output", "missing/report.html"], {}, "--output"),
        (["--output", " "], {}, "--output report.html"),
        (["--config", ""], {}, "--config mlprodest-lint.toml"),
        (["missing"], {}, "missing"),
        ([], {"SOURCE_DATE_EPOCH": "ontem"}, "SOURCE_DATE_EPOCH is 'ontem'"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(
    linter: Linter, project: Path, arguments: list[str], variables: dict[str, str], said: str
) -> None:
    write(project / "report.html", "the old one")
    before = sorted(project.rglob("*"))
    run = linter("report", *arguments, "--language", "en", folder=project, **variables)
    assert run.returncode == 2
    assert said in run.stderr
    assert len(run.stderr.splitlines()) == 1
    assert sorted(project.rglob("*")) == before
    assert (project / "report.html").read_text(encoding="utf-8") == "the old one"


# What nobody should have to trust


@pytest.fixture
def hostile(project: Path) -> Path:
    """Return a project whose files would break out of a page that let them."""
    folder = project / "worker_pub"
    calls = "".join(f"open('saida-{number}{EVIL.replace(chr(39), '')}.csv', 'w')\n" for number in range(MANY))
    write(folder / "muitos.py", calls)
    write(folder / "longo.py", f"dados = '{'x' * 200_000}'; open('depois.csv', 'w'); outros = '{'y' * 200_000}'\n")
    write(folder / "direcao.py", f"open('{BIDI}{EVIL.replace(chr(39), '')}.csv', 'w')  # {BIDI}\n")
    write(folder / "nulo.py", f"x = 1{NUL}\n")
    write(folder / "sem_utf8.py", b"x = '\xff\xfe'\n")
    names = [f"{BIDI}.py"]
    if sys.platform != "win32":
        names.append(EVIL.replace("/", "") + ".py")
    if sys.platform == "linux":
        names += [f"quebra\n\r{LONE}.py", f"{'n' * 240}.py"]
    for name in names:
        write(folder / name, "open('fora.csv', 'w')\n")
    return project


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_of_a_file_becomes_part_of_the_page(linter: Linter, hostile: Path, language: Language) -> None:
    run = linter("report", "--language", language, folder=hostile, SOURCE_DATE_EPOCH=EPOCH)
    assert run.returncode == 1
    page = (hostile / "report.html").read_text(encoding="utf-8")
    check_page(page, language)
    findings = json.loads(linter("lint", "--output-format=json", folder=hostile).stdout)
    assert len(findings) > MANY
    root = parsed(page)
    assert len(texts(root, "li", "place")) == len(findings)
    text = "".join(root.itertext())
    assert "saida-0</style></script><script>alert(1)</script>" in text
    assert r"\u202e\u2066" in text
    # Of a line with hundreds of thousands of characters, what is meant and its surroundings are shown.
    assert max(map(len, texts(root, "code"))) < 300
    assert any("open('depois.csv', 'w')" in mark for mark in texts(root, "mark"))


# The dynamic check


def _report(
    project: Path, language: Language, verification: Verification | None = None, notices: tuple[Notice, ...] = ()
) -> Report:
    outcome = lint([project], Configuration(Overrides(None, Choice(), language)))
    view = View(language, project.parent)
    if notices:
        outcome = type(outcome)(outcome.findings, outcome.files, outcome.workers, outcome.trainings, notices)
    return Report(outcome, view, [project], MADE, verification)


def _verification(project: Path, *states: State) -> Verification:
    worker, other = project / "worker_pub", project / "worker_retrain"
    title = Text(en="Import {name}", pt="Importar {name}")
    steps = tuple(Step(worker, title, state, 0.256, {"name": f"{state.value} {EVIL}"}) for state in states)
    nested = Entry("fundo", "int", "1")
    for level in range(100):
        nested = Entry(f"nivel-{level}", "dict", "1 item", (nested,))
    contents = Entry(
        "",
        "dict",
        "",
        (
            Entry(EVIL, "float", "0.91"),
            Entry("matriz", "numpy.ndarray", f"(3, 4) int64 {BIDI}{NUL}{LONE}"),
            Entry("partes", "list", "1000 itens", tuple(Entry(str(n), "str", f"'p{n}'") for n in range(20)), 980),
            nested,
        ),
    )
    artifacts = (
        Artifact(worker, EVIL, "7", "BaselineMetrics.pkl", 48_213, contents),
        Artifact(other, "modelo", "7", "TrainingParams.pkl", 1_234_567_890, None),
        Artifact(other, "modelo", "7", "TrainingDatasetsNames.pkl", 6, Entry("", "dict", "")),
    )
    guards = (
        Guard(Text(en="Time limit", pt="Limite de tempo"), is_active=True),
        Guard(Text(en="No writing outside", pt="Nada gravado fora"), is_active=False),
    )
    return Verification((), steps, artifacts, {worker: guards, other: guards[:1]})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dynamic_check_is_told(project: Path, language: Language) -> None:
    page = render(_report(project, language, _verification(project, *State)))
    check_page(page, language)
    root = parsed(page)
    text = "".join(root.itertext())
    states = {"en": ["passed", "failed", "skipped"], "pt-BR": ["passou", "falhou", "não foi feito"]}[language]
    (steps,) = (each for each in root.iter("table") if each.get("class") == "steps")
    assert texts(steps, "span", "tag") == states
    assert {"en": "0.26 s", "pt-BR": "0,26 s"}[language] in text
    guards = [texts(each, "li") for each in root.iter("ul") if each.get("class") == "guards"]
    assert (
        guards
        == {
            "en": [["activeTime limit", "not activeNo writing outside"], ["activeTime limit"]],
            "pt-BR": [["ativoLimite de tempo", "inativoNada gravado fora"], ["ativoLimite de tempo"]],
        }[language]
    )
    assert len(texts(root, "p", "refusal")) + len(texts(root, "span", "refusal")) == 1
    assert {"en": "1.2 GB", "pt-BR": "1,2 GB"}[language] in text
    assert {"en": "980 more aren't shown", "pt-BR": "Mais 980 não mostrados"}[language] in text
    rows = texts(root, "tr")
    assert "matriz (3, 4) int64 \\u202e\\u2066\\x00\\udcff numpy.ndarray".replace("matriz ", "matriz") in rows


@pytest.mark.parametrize(
    ("states", "verdict"),
    [
        ([State.PASSED, State.FAILED], "Would be refused"),
        ([State.PASSED, State.SKIPPED], "Not everything could be checked"),
        ([State.PASSED], "Nothing found"),
        ([], "Nothing found"),
    ],
)
def test_the_verdict_counts_the_steps(project: Path, states: list[State], verdict: str) -> None:
    assert heading(render(_report(project, "en", _verification(project, *states)))) == verdict


def test_findings_of_both_checkers_are_told(project: Path) -> None:
    shutil.rmtree(project / "worker_pub" / "temp_area")
    found = lint([project], Configuration(Overrides(None, Choice(), "en"))).findings
    (project / "worker_pub" / "temp_area").mkdir()
    page = render(_report(project, "en", Verification(found, (), (), {})))
    check_page(page, "en")
    assert heading(page) == VERDICTS["warned"]["en"]
    assert len(texts(parsed(page), "li", "place")) == 1


def test_what_could_not_be_judged_is_no_clean_page(project: Path) -> None:
    notice = Notice(Text(en="{path}: not judged", pt="{path}: não avaliado"), project / "worker_pub" / "pub.py")
    page = render(_report(project, "en", notices=(notice,)))
    check_page(page, "en")
    assert heading(page) == "Not everything could be checked"
    assert "projeto/worker_pub/pub.py: not judged" in texts(parsed(page), "li")


# In a browser

WIDTHS = (320, 375, 768, 1280)
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# The lowest contrast of a text that is shown with what is behind it, as WCAG 2 computes it.
LOWEST_CONTRAST = """() => {
  const channels = colour => colour.match(/[\\d.]+/g).map(Number);
  const luminance = colour => {
    const [r, g, b] = channels(colour)
      .map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    throw new Error("nothing is behind");
  };
  const seen = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim()) continue;
    const [one, other] = [getComputedStyle(element).color, behind(element)];
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    seen.set(`${one} on ${other}`, (light + 0.05) / (dark + 0.05));
  }
  return Object.fromEntries(seen);
}"""
SEEN_IN_FOLDED = """() => [...document.querySelectorAll("details:not([open]) > :not(summary)")]
  .filter(element => element.checkVisibility() && element.getBoundingClientRect().height > 0).length"""
BETWEEN_COUNTS = """() => {
  const [errors, warnings] = [...document.querySelectorAll(".folders thead .figure")].map(heading => {
    const text = document.createRange();
    text.selectNodeContents(heading);
    return text.getBoundingClientRect();
  });
  return warnings.left - errors.right;
}"""
OVERFLOWING = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return Chromium, without a window."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("the program chromium is not installed")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


def opened(browser: Browser, file: Path, complaints: list[str], **options: Any) -> Page:
    """Open a file in a new window; what the browser complains about is noted."""
    page = browser.new_context(java_script_enabled=False, **options).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
    page.goto(file.as_uri())
    return page


@pytest.fixture
def pages(hostile: Path) -> dict[str, Path]:
    """Return the files of two pages: one of a refused project, hostile in all that it holds, and a clean one."""
    everything = _verification(hostile, *State)
    clean = Path(shutil.copytree(EXAMPLES / "classifier-1.8", hostile.parent / "limpo"))
    made = {"refused": _report(hostile, "pt-BR", everything), "clean": _report(clean, "en")}
    return {name: write(hostile.parent / f"{name}.html", render(report)) for name, report in made.items()}


def test_a_browser_shows_the_page(browser: Browser, pages: dict[str, Path]) -> None:
    complaints: list[str] = []
    backgrounds = set()
    for file in pages.values():
        for scheme in ("light", "dark"):
            page = opened(browser, file, complaints, color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                assert page.evaluate(OVERFLOWING) <= 0, (file.name, width)
            contrasts = page.evaluate(LOWEST_CONTRAST)
            assert len(contrasts) > 2
            assert min(contrasts.values()) >= 4.5, contrasts
            backgrounds.add((scheme, page.evaluate("() => getComputedStyle(document.body).backgroundColor")))
            page.context.close()
    assert not complaints
    assert len({colour for _, colour in backgrounds}) == len(backgrounds) == 2


def test_what_is_folded_opens_by_keyboard_and_on_paper(browser: Browser, pages: dict[str, Path]) -> None:
    complaints: list[str] = []
    page = opened(browser, pages["refused"], complaints, color_scheme="dark")
    folded = page.locator("details:not([open])")
    number = folded.count()
    assert number >= 2
    assert not page.evaluate(SEEN_IN_FOLDED)
    page.locator("details:not([open]) > summary").first.press("Enter")
    assert folded.count() == number - 1
    page.emulate_media(media="print")
    assert page.evaluate(SEEN_IN_FOLDED) == number - 1
    assert min(page.evaluate(LOWEST_CONTRAST).values()) >= 4.5
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not complaints
    page.context.close()


def test_headings_of_counts_keep_apart_on_a_phone(browser: Browser, pages: dict[str, Path]) -> None:
    for file in pages.values():
        page = opened(browser, file, [], viewport={"width": 375, "height": 667})
        assert page.evaluate(BETWEEN_COUNTS) >= 12, file.name
        page.context.close()


def test_the_first_screen_of_a_phone_holds_the_verdict(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["refused"], [], viewport={"width": 375, "height": 667})
    box = page.locator("h1").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 667 / 2
    page.context.close()


def test_the_page_does_not_take_the_place_of_what_it_is_about(faulty: Path, linter: Linter) -> None:
    archive = write(faulty / "publicar.zip", b"PK")
    done = linter("report", "publicar.zip", "--output", "../projeto/publicar.zip", folder=faulty)
    assert (done.returncode, done.stdout) == (2, "")
    assert "report.html" in done.stderr
    assert archive.read_bytes() == b"PK"
