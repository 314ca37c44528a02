"""YAML as authors of German prose need it: no type guessing, line numbers, messages that help.

Every scalar stays the text that was typed (17:30, 0049, Nein), so nothing turns into a number, a date
or a truth value behind the author's back; the models decide what a field must be. Anchors, aliases,
tags and deep nesting are refused: prose that starts with & * or ! meets them by accident, and a file
built to explode meets the same wall.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from .findings import SCHEMA, Finding, Rule, shorten

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_ITEMS = 2000  # questions that are tried one by one when their file does not parse as a whole
MAX_FINDINGS = 100  # in one file; what follows them is rarely news

LINE_BREAK = re.compile(r"\r\n|[\r\n]")  # what editors count; splitlines knows eight more
HIDDEN_BREAK = re.compile("[\x85\u2028\u2029]")  # YAML takes them for line breaks, nobody sees them
# Neither XML nor Markdown can carry them; in double quotes YAML makes them from escapes like \\0.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Path = tuple[str | int, ...]
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CONTROL_CHARACTER = ("Hier steht ein unsichtbares Steuerzeichen.", "Löschen Sie es und tippen Sie die Stelle neu.")
YAML = Rule("yaml", "YAML gibt manchen Zeichen eine eigene Bedeutung; ohne Prüfung verschwände Text.")
TOO_DEEP = ("Die Datei ist zu tief verschachtelt.", "Prüfen Sie die Einrückung.")


@dataclass
class Document:
    """`text`, parsed: `data` of dict, list, str and None (an empty value); `lines`: path to 1-based line."""

    file: str
    text: str = field(default="", repr=False)
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    _below: dict[int, dict[Path, dict[Path, int]]] = field(default_factory=dict, repr=False)

    def line(self, *path: str | int) -> int:
        """The line of the nearest known ancestor of `path`; 0 if there is none."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def depth(self, path: Path) -> int:
        """How many parts of `path`, from its first, stand in the file."""
        while path and path not in self.lines:
            path = path[:-1]
        return len(path)

    def says(self, path: Path, problem: str, remedy: str, subject: str = "", rule: Rule = SCHEMA) -> Finding:
        """What is wrong with the form of the field `path`."""
        return rule.says(self.file, self.line(*path), problem, remedy, subject)

    def lines_below(self, path: Path) -> dict[Path, int]:
        """`lines` of what is at and below `path`, as seen from there. Sorted once for all paths of one length."""
        depth = len(path)
        if depth not in self._below:
            groups = self._below[depth] = {}
            for here, line in self.lines.items():
                groups.setdefault(here[:depth], {})[here[depth:]] = line
        return self._below[depth].get(path, {})


def too_many(file: str) -> Finding:
    """What stands for the rest of a file's findings."""
    return YAML.says(
        file, 0, f"Hier ist noch mehr falsch; genannt sind die ersten {MAX_FINDINGS} Fehler.", "Beginnen Sie oben."
    )


class _SyntaxError(Exception):
    def __init__(self, line: int, problem: str, remedy: str):
        super().__init__(problem)
        self.line, self.problem, self.remedy = line, problem, remedy


def read(
    text: str, file: str, *, first_line: int = 1, prose: frozenset[str] = frozenset(), questions: bool = False
) -> Document:
    """Parse `text`; what is wrong ends up in `findings`, never in an exception.

    `first_line` is the line of the file on which `text` starts. Keys in `prose` hold sentences: a
    comment sign behind one of them is taken for lost text and reported.
    `questions` says that the text is a list of questions: when it does not parse as a whole, its items
    are tried one by one, so that every broken question is reported at once and the sound ones are kept.
    """
    document = Document(file, text)
    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        document.findings.append(
            YAML.says(file, 0, f"Die Datei ist größer als {MAX_BYTES // 1000} KB.", "Teilen Sie sie auf.")
        )
        return document
    try:
        document.data, document.lines = _parse(text, first_line, prose, document)
    except _SyntaxError as problem:
        items = _list_items(text) if questions else []
        if not 2 <= len(items) <= MAX_ITEMS:
            document.findings.append(YAML.says(file, problem.line, problem.problem, problem.remedy))
            return document
        document.findings.clear()
        _parse_items(document, items, first_line, prose)
        if not document.findings:
            document.findings.append(YAML.says(file, problem.line, problem.problem, problem.remedy))
    return document


def _list_items(text: str) -> list[tuple[int, str]]:
    """Top list items as (0-based first line, text); [] if there is no list."""
    lines = LINE_BREAK.split(text)
    starts = [(i, len(line) - len(line.lstrip(" "))) for i, line in enumerate(lines) if re.match(r" *- ", line)]
    if not starts:
        return []
    indent = min(depth for _, depth in starts)
    heads = [i for i, depth in starts if depth == indent]
    ends = [*heads[1:], len(lines)]
    return [(start, "\n".join(lines[start:end])) for start, end in zip(heads, ends, strict=True)]


def _parse_items(document: Document, items: list[tuple[int, str]], first_line: int, prose: frozenset[str]) -> None:
    data: list[Any] = []
    for start, item in items:
        if len(document.findings) >= MAX_FINDINGS:
            document.findings.append(too_many(document.file))
            break
        try:
            parsed, lines = _parse(item, first_line + start, prose, document)
        except _SyntaxError as problem:
            document.findings.append(YAML.says(document.file, problem.line, problem.problem, problem.remedy))
            continue
        for path, line in lines.items():
            if path:
                document.lines[("questions", len(data), *path[1:])] = line
        data.extend(parsed if isinstance(parsed, list) else [])
    document.data = {"questions": data}


def _parse(text: str, first_line: int, prose: frozenset[str], document: Document) -> tuple[Any, dict[Path, int]]:
    source = LINE_BREAK.split(text)
    hidden = HIDDEN_BREAK.search(text)
    if hidden:
        line = first_line + len(LINE_BREAK.findall(text[: hidden.start()]))
        raise _SyntaxError(line, *CONTROL_CHARACTER)

    def line_of(mark: Any) -> int:
        return first_line + (mark.line if mark else 0)

    root: list[Any] = []
    lines: dict[Path, int] = {}
    stack: list[tuple[Any, Path]] = [(root, ())]
    keys: list[str | None] = [None]  # the key that waits for its value, per open container
    documents = 0

    def place(value: Any, mark: Any) -> Path:
        container, path = stack[-1]
        if isinstance(container, dict):
            key = keys[-1]
            if key is None:
                raise _SyntaxError(
                    line_of(mark), "Ein Schlüssel muss ein einfaches Wort sein.", "Prüfen Sie die Einrückung."
                )
            here = (*path, key)
            container[key] = value
            keys[-1] = None
        else:
            here = () if container is root else (*path, len(container))
            container.append(value)
        lines[here] = line_of(mark)
        return here

    try:
        event: Any
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _SyntaxError(
                        line_of(event.start_mark), "Mitten in der Datei steht „---“.", "Löschen Sie die Zeile."
                    )
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise _SyntaxError(line_of(event.start_mark), *_special_character(source, event.start_mark))
            if getattr(event, "tag", None):
                raise _SyntaxError(line_of(event.start_mark), *_special_character(source, event.start_mark))
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(stack) > MAX_DEPTH:
                    raise _SyntaxError(line_of(event.start_mark), *TOO_DEEP)
                container: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                stack.append((container, place(container, event.start_mark)))
                keys.append(None)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
                keys.pop()
            elif isinstance(event, yaml.ScalarEvent):
                if CONTROL.search(event.value):
                    raise _SyntaxError(line_of(event.start_mark), *CONTROL_CHARACTER)
                container, path = stack[-1]
                if isinstance(container, dict) and keys[-1] is None:
                    if event.value in container:
                        raise _SyntaxError(
                            line_of(event.start_mark),
                            f"„{shorten(event.value)}“ steht zweimal.",
                            "Löschen oder benennen Sie eine der beiden Zeilen.",
                        )
                    keys[-1] = event.value
                    continue
                plain = event.style in (None, "")  # the C parser says "", the Python one None
                names = [part for part in (*path, keys[-1]) if isinstance(part, str)] or ["text"]
                key = names[-1]
                if plain and not prose.isdisjoint(names):
                    _report_lost_text(document, source, event, key, line_of(event.end_mark))
                place(None if plain and event.value == "" else event.value, event.start_mark)
    except yaml.YAMLError as error:
        raise _syntax_problem(error, source, first_line) from None
    return (root[0] if root else None), lines


def _report_lost_text(document: Document, source: list[str], event: Any, key: str, line: int) -> None:
    if event.end_mark.line >= len(source):
        return
    rest = source[event.end_mark.line][event.end_mark.column :]
    if rest.lstrip().startswith("#"):
        document.findings.append(
            YAML.says(
                document.file,
                line,
                f"Der Text bricht bei „{shorten(rest.strip(), 30)}“ ab, weil YAML nach „ #“ einen Kommentar liest.",
                _block_advice(key),
            )
        )


def without_comment(text: str) -> str:
    """A plain value as it stands on its line, without the comment that follows it: blank, #, blank."""
    return text if text[:1] in ("'", '"') else re.split(r"(?:^|\s)#(?=\s|$)", text, maxsplit=1)[0].rstrip()


def _block_advice(key: str) -> str:
    key = shorten(key, 40)
    return f"Schreiben Sie „{key}: >-“ und den Text in die nächste Zeile, zwei Zeichen weiter eingerückt."


def _key_at(line: str) -> str:
    match = re.match(r"\s*(?:- +)?([\w-]+):(?:\s|$)", line)
    return match[1] if match else "text"


def _special_character(source: list[str], mark: Any) -> tuple[str, str]:
    line = source[mark.line] if mark.line < len(source) else ""
    text = line[mark.column :]
    return (
        f"Der Text „{shorten(text, 40)}“ beginnt mit „{text[:1]}“, das in YAML eine eigene Bedeutung hat.",
        _block_advice(_key_at(line)),
    )


def _slip_above(error: yaml.YAMLError, source: list[str], index: int, column: int) -> tuple[int, str, str] | None:
    """The slip in a line before `index`, where the parser noticed it: 0-based line, problem and remedy; None if there is none."""
    problem, line = str(getattr(error, "problem", "")), source[index]
    if problem == "could not find expected ':'" and getattr(error, "context_mark", None):
        return _no_colon(source, error.context_mark.line)  # type: ignore[attr-defined]
    before = [i for i in range(index) if source[i].strip() and not source[i].lstrip().startswith("#")]
    begin = line[:column].rstrip()
    if problem == "did not find expected key" and begin[-1:] in ("'", '"') and begin:
        quoted = next((i for i in reversed(before) if begin[-1] in source[i]), 0)
        value = re.match(r"\s*(?:- +)?[\w-]+: +(.*)$", source[quoted])
        if value and value[1].startswith(begin[-1]) and value[1].count(begin[-1]) % 2 and quoted < index:
            remedy = f"Setzen Sie {begin[-1]} auch ans Ende."
            return quoted, f"Der Text „{shorten(value[1])}“ beginnt mit {begin[-1]} und hört damit nicht auf.", remedy
    is_key = problem.startswith("mapping values") and re.fullmatch(r"\s*(?:- +)?[\w-]+", begin)
    if not before or not (is_key or (problem == "did not find expected key" and not begin)):
        return None
    here = _indent(line)
    missing = _no_colon(source, next((i for i in reversed(before) if _indent(source[i]) <= here), before[0]))
    above = before[-1]
    if missing or _indent(source[above]) == here:
        return missing
    below = next((i for i in range(index + 1, len(source)) if source[i].strip()), before[-2] if before[1:] else above)
    odd, even = (above, index) if _indent(source[below]) == here else (index, above)
    remedy = f"Rücken Sie sie so weit ein wie „{shorten(source[even], 30)}“, wenn beide gleichrangig sind."
    key = _key_at(source[above])
    if is_key and _indent(source[above]) < here:
        remedy += f" Geht der Text von „{key}“ hier weiter: {_block_advice(key)}"
    where = "davor" if even < odd else "danach"
    return odd, f"Die Zeile „{shorten(source[odd])}“ ist anders eingerückt als die {where}.", remedy


def _no_colon(source: list[str], index: int) -> tuple[int, str, str] | None:
    """That a line lacks the colon, or the blank behind it, that makes a field of it; None if it has both or is an entry of a list."""
    field = re.match(r"\s*(?:- +)?(\w[\w-]*)(?!:\s|:$|[\w-])(:?) *(.*)$", source[index])
    if field is None:
        return None
    what = "das Leerzeichen" if field[2] else "der Doppelpunkt"
    written = f"{field[1]}: {shorten(field[3], 40)}".rstrip()
    remedy = f"Schreiben Sie „{written}“. Gehört die Zeile zum Text darüber, rücken Sie sie ein wie diesen."
    return index, f"In der Zeile „{shorten(source[index])}“ fehlt hinter „{field[1]}{field[2]}“ {what}.", remedy


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _syntax_problem(error: yaml.YAMLError, source: list[str], first_line: int) -> _SyntaxError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or str(error)
    if "quoted scalar" in (getattr(error, "context", None) or ""):
        mark = error.context_mark  # type: ignore[attr-defined]  # where the quote opens, not where the text ran out
    index = min(mark.line, max(len(source) - 1, 0)) if mark else 0
    line = source[index] if source else ""
    number = first_line + index
    advice = _block_advice(_key_at(line))
    if "nesting depth" in problem:  # libyaml's own limit
        return _SyntaxError(number, *TOO_DEEP)
    if mark is None or ("character" in problem and "allowed" in problem):
        bad = next(
            (i for i, text in enumerate(source) if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", text)), 0
        )
        return _SyntaxError(first_line + bad, *CONTROL_CHARACTER)
    if "\t" in line[: len(line) - len(line.lstrip())] or (mark.column < len(line) and line[mark.column] == "\t"):
        return _SyntaxError(
            number, "Die Zeile enthält einen Tabulator als Einrückung.", "Rücken Sie mit Leerzeichen ein."
        )
    above = _slip_above(error, source, index, mark.column)
    if above:
        return _SyntaxError(first_line + above[0], *above[1:])
    value = re.match(r"\s*(?:- +)?([\w-]+): +(.*)$", line)
    text = without_comment(value[2] if value else line.strip()) or " "
    if "mapping values" in problem:
        return _SyntaxError(
            number,
            f"Im Text „{shorten(text)}“ steht ein Doppelpunkt mit Leerzeichen; YAML liest ihn als neuen Schlüssel.",
            advice,
        )
    if text[0] in "\"'":
        return _SyntaxError(
            number,
            f"Der Text „{shorten(text)}“ beginnt mit {text[0]}; YAML erwartet dasselbe Zeichen am Ende und danach nichts mehr.",
            f"Nehmen Sie deutsche Anführungszeichen „…“ oder: {advice}",
        )
    if text[0] in "[{":
        return _SyntaxError(
            number, f"Der Text „{shorten(text)}“ beginnt mit „{text[0]}“; YAML liest eine Liste.", advice
        )
    if text[0] in "@`%|>?*&!":
        return _SyntaxError(
            number,
            f"Der Text „{shorten(text)}“ beginnt mit „{text[0]}“, das in YAML eine eigene Bedeutung hat.",
            advice,
        )
    if "end of stream" in problem:
        return _SyntaxError(
            number, "Ein Anführungszeichen oder eine Klammer wird nicht geschlossen.", "Schließen Sie sie."
        )
    previous = next((s for s in reversed(source[:index]) if s.strip()), "")
    return _SyntaxError(
        number,
        f"Die Zeile „{shorten(line)}“ passt in Einrückung oder Form nicht zu „{shorten(previous, 30)}“.",
        "Gleichrangige Zeilen brauchen dieselbe Einrückung; Schlüssel enden mit Doppelpunkt und Leerzeichen.",
    )
