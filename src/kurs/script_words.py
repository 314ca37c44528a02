"""Words in scripts: t`…` in a module becomes the text in the site's language before anybody loads it.

    t`Noch nicht richtig.`                                   a text
    t`${right} von ${total} richtig`                         "{right} von {total} richtig" in the catalogue
    counted(lessons.length, t`Lektion`, t`Lektionen`)        one text for one and one for many; likewise plural(…)

A script thereby carries the words of its language and no catalogue. An expression in a text must only read, for a
translation may put it elsewhere or leave it out; its name in the catalogue is the last name in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from .words import PLACEHOLDER

Say = Callable[[int, str, str], tuple[str, ...]]
"""(offset in the source, text, text for many or "") → the forms to be written in their place."""

PLAIN = re.compile(r"[^`\\$]+|\$")  # of a template literal, what stands for itself
MARK = re.compile(r"(?<![\w$.`])(?:t`|(?:counted|plural)\()")
OPENING, CLOSING = "([{", ")]}"
UNTELLING = {"length", "format", "size", "value"}  # what a name says about anything
NAME = re.compile(r"[A-Za-z_$][\w$]*")


class ScriptError(Exception):
    """A text in a script is written so that it cannot be translated; the message is one German line."""


@dataclass(frozen=True)
class _Template:
    """What stands between two backticks: the text for the catalogue, and what its placeholders are."""

    text: str
    expressions: dict[str, str]
    end: int


def with_words(source: str, say: Say) -> str:
    """`source` with every marked text replaced by what `say` makes of it. Raises ScriptError."""
    done, parts = 0, []
    while mark := MARK.search(source, done):
        if mark[0] == "t`":
            template = _template(source, mark.end())
            (text,) = say(mark.start(), template.text, "")
            parts += [source[done : mark.start()], _written(text, template.expressions, say)]
            done = template.end
            continue
        parts.append(source[done : mark.end()])
        done = mark.end()
        arguments, end = _arguments(source, done)
        if len(arguments) != 3 or not all(one.startswith("t`") for one in arguments[1:]):
            continue  # the function itself, or forms that were chosen elsewhere
        one, many = (_template(text, 2) for text in arguments[1:])
        expressions = one.expressions | many.expressions
        forms = say(mark.start(), one.text, many.text)
        parts.append(", ".join([with_words(arguments[0], say), *(_written(text, expressions, say) for text in forms)]))
        done = end
    return "".join(parts) + source[done:]


def _template(source: str, start: int) -> _Template:
    """The template literal whose text begins at `start`."""
    at, text = start, ""
    expressions: dict[str, str] = {}
    while source[at : at + 1] != "`":
        if at >= len(source):
            raise ScriptError("Ein Text nach t` hat kein Ende.")
        if source[at] == "\\":
            if source[at + 1] not in "n`\\$":
                raise ScriptError(f"„\\{source[at + 1]}“ in einem Text nach t`: Schreiben Sie das Zeichen selbst.")
            text += "\n" if source[at + 1] == "n" else source[at + 1]
            at += 2
        elif source.startswith("${", at):
            end = _skip(source, at + 2, "}")
            expression = source[at + 2 : end]
            name = _name(expression, expressions)
            expressions[name] = expression
            text += f"{{{name}}}"
            at = end + 1
        else:
            plain = PLAIN.match(source, at)
            assert plain, source[at : at + 20]
            text += plain[0]
            at = plain.end()
    return _Template(text, expressions, at + 1)


def _name(expression: str, taken: dict[str, str]) -> str:
    """What the catalogue calls an expression; the same one the same, another one differently."""
    names = NAME.findall(re.sub(r't?`[^`]*`|"[^"]*"', "", expression))
    name = next((name for name in reversed(names) if name not in UNTELLING), "value")
    name, number = name.replace("$", "_"), 1
    while taken.get(name if number == 1 else f"{name}{number}", expression) != expression:
        number += 1
    return name if number == 1 else f"{name}{number}"


def _arguments(source: str, start: int) -> tuple[list[str], int]:
    """The arguments of the call whose bracket opens before `start`, and where it closes."""
    found, at = [], start
    while True:
        end = _skip(source, at, ",)")
        found.append(source[at:end].strip())
        if source[end] == ")":
            return [one for one in found if one], end
        at = end + 1


def _skip(source: str, at: int, wanted: str) -> int:
    """Where one of `wanted` stands outside of strings and inner brackets."""
    depth = 0
    while at < len(source):
        sign = source[at]
        if depth == 0 and sign in wanted:
            return at
        if sign == "`":
            at = _template(source, at + 1).end
            continue
        if sign in "\"'":
            at += 1
            while source[at] != sign:
                at += 2 if source[at] == "\\" else 1
        depth += (sign in OPENING) - (sign in CLOSING)
        at += 1
    raise ScriptError("Eine Klammer hat kein Ende.")


def _written(text: str, expressions: dict[str, str], say: Say) -> str:
    """`text` as JavaScript."""
    pieces, done = [], 0
    for slot in PLACEHOLDER.finditer(text):
        if slot[1] in expressions:
            expression = with_words(expressions[slot[1]], say)
            pieces += [_escaped(text[done : slot.start()]), f"${{{expression}}}"]
            done = slot.end()
    if not pieces:
        return json.dumps(text, ensure_ascii=False)
    return "`" + "".join([*pieces, _escaped(text[done:])]) + "`"


def _escaped(text: str) -> str:
    return re.sub(r"[\\`]|\$(?=\{)", r"\\\g<0>", text).replace("\n", "\\n")
