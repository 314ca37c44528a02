"""The question bank: every file in quizzes/, the course's and the house's, loaded once, with all that is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from . import yamltext
from .findings import FILE, SCHEMA, Finding, shorten
from .model import QUESTION_TYPES, AnyQuestion, Placed, QuestionFile, text_fields, validate


@dataclass(frozen=True)
class Bank:
    """All questions in the order of the files; `findings` is what kept others out."""

    questions: tuple[Placed[AnyQuestion], ...] = ()
    findings: tuple[Finding, ...] = field(default=())

    def active(self, lesson: str | None = None, use: str | None = None) -> list[Placed[AnyQuestion]]:
        return list(self._active.get((lesson, use), ()))

    @cached_property
    def _active(self) -> dict[tuple[str | None, str | None], list[Placed[AnyQuestion]]]:
        """Every answer of `active`: rules and pages ask thousands of times."""
        found: dict[tuple[str | None, str | None], list[Placed[AnyQuestion]]] = {}
        for placed in self.questions:
            if placed.item.status == "active":
                for lesson in (None, placed.item.lesson):
                    for use in (None, placed.item.use):
                        found.setdefault((lesson, use), []).append(placed)
        return found


def load_bank(folders: Iterable[Path], root: Path) -> Bank:
    """Read *.yml in each of `folders`; file names in messages are relative to `root`."""
    questions: list[Placed[AnyQuestion]] = []
    findings: list[Finding] = []
    for path in (path for folder in folders for path in sorted(folder.glob("*.y*ml"))):
        found, wrong = read_questions(path, path.relative_to(root).as_posix())
        questions.extend(found)
        findings.extend(wrong)
    return Bank(tuple(questions), tuple(findings))


def read_questions(path: Path, name: str) -> tuple[list[Placed[AnyQuestion]], list[Finding]]:
    """The questions of one file, and what is wrong in it."""
    text, wrong = read_text(path, name)
    if text is None:
        return [], wrong
    found, problems = _parse(text, name)
    return list(found), list(problems)


@lru_cache(maxsize=500)  # a preview reads the whole bank again after every change of one file
def _parse(text: str, name: str) -> tuple[tuple[Placed[AnyQuestion], ...], tuple[Finding, ...]]:
    questions, findings = parse_questions(yamltext.read(text, name, prose=text_fields(QuestionFile), questions=True))
    return tuple(questions), tuple(findings)


def read_text(path: Path, name: str) -> tuple[str | None, list[Finding]]:
    """A UTF-8 file's text, its lines ended by \\n whatever the file has, or None and the reason."""
    try:
        if path.stat().st_size > yamltext.MAX_BYTES:
            limit = yamltext.MAX_BYTES // 1000
            return None, [FILE.says(name, 0, f"Die Datei ist größer als {limit} KB.", "Teilen Sie sie auf.")]
        return yamltext.LINE_BREAK.sub("\n", path.read_bytes().decode("utf-8-sig")), []
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return None, [
            FILE.says(name, line, "Die Datei ist nicht in UTF-8 gespeichert.", "Speichern Sie sie im Editor als UTF-8.")
        ]
    except FileNotFoundError:
        return None, [FILE.says(name, 0, "Die Datei gibt es nicht.", "Legen Sie sie an, oder prüfen Sie den Namen.")]
    except OSError as error:
        return None, [
            FILE.says(name, 0, f"Die Datei lässt sich nicht lesen ({error.strerror}).", "Prüfen Sie Name und Rechte.")
        ]


def parse_questions(document: yamltext.Document) -> tuple[list[Placed[AnyQuestion]], list[Finding]]:
    """Questions of a parsed file; each broken one is told by its id (or its place) and line."""
    findings = list(document.findings)
    questions: list[Placed[AnyQuestion]] = []
    data = document.data
    if data is None:
        if not findings:
            findings.append(SCHEMA.says(document.file, 0, "Die Datei ist leer.", "Beginnen Sie mit „questions:“."))
        return questions, findings
    if not isinstance(data, dict) or not isinstance(data.get("questions"), list):
        findings.append(
            SCHEMA.says(
                document.file,
                1,
                "Die Datei beginnt nicht mit einer Liste unter „questions:“.",
                "Siehe quizzes/kundenwert.yml.",
            )
        )
        return questions, findings
    for key in list(data)[: yamltext.MAX_FINDINGS]:
        if key != "questions":
            findings.append(
                document.says(
                    (key,),
                    f"Neben „questions“ steht „{shorten(key)}“.",
                    "Rücken Sie die Zeile ein oder löschen Sie sie.",
                )
            )
    for index, raw in enumerate(data["questions"]):
        if len(findings) >= yamltext.MAX_FINDINGS:
            findings.append(yamltext.too_many(document.file))
            break
        placed, wrong = _question(document, index, raw)
        findings.extend(wrong)
        if placed:
            questions.append(placed)
    return questions, findings


def _question(document: yamltext.Document, index: int, raw: Any) -> tuple[Placed[AnyQuestion] | None, list[Finding]]:
    path = ("questions", index)
    if not isinstance(raw, dict):
        return None, [
            document.says(path, "Hier stehen keine Felder.", "Beginnen Sie mit „- id: …“.", f"Frage Nr. {index + 1}")
        ]
    subject = f"Frage {shorten(raw['id'])}" if isinstance(raw.get("id"), str) else f"Frage Nr. {index + 1}"
    kind = raw.get("type")
    model = QUESTION_TYPES.get(kind) if isinstance(kind, str) else None
    if model is None:
        allowed = ", ".join(QUESTION_TYPES)
        problem = "Das Feld „type“ fehlt." if kind is None else f"Den Fragetyp „{shorten(str(kind))}“ gibt es nicht."
        return None, [document.says((*path, "type"), problem, f"Möglich sind: {allowed}.", subject)]
    return validate(model, document, path, subject)
