"""The physical limit: the same lesson as one page written by hand, its style and script in it, nothing else."""

from __future__ import annotations

from html import escape
from pathlib import Path

from courses import Choice, Text

STYLE = """\
body{max-width:42rem;margin:0 auto;padding:1rem;font:1.05rem/1.6 system-ui,sans-serif;color:#1d222b;background:#fffdf8}
a{color:#0b6b63}table{border-collapse:collapse}td,th{padding:.4em;border:1px solid #d9d2c3;text-align:left}
fieldset{border:1px solid #d9d2c3;padding:1rem}label{display:block;padding:.3em 0}svg{max-width:100%;height:auto}
.aus{padding:.5em;background:#f3eee3}"""
SCRIPT = """\
for (const form of document.forms) form.onsubmit = (event) => {
  event.preventDefault();
  const chosen = [...form.querySelectorAll("input:checked")];
  if (!chosen.length) return;
  const all = [...form.querySelectorAll("input")];
  const right = all.every((one) => one.checked === (one.value === "1"));
  const out = form.querySelector("output");
  out.textContent = (right ? "Richtig. " : "Noch nicht. ") + chosen.map((one) => one.dataset.why).join(" ");
  out.className = "aus";
};"""


def page(text: Text) -> str:
    """HTML of the lesson."""
    parts = [f"<h1>{escape(text.title)}</h1>", f"<p>{escape(text.case)}</p>"]
    for title, anchor, paragraphs in text.sections:
        parts.append(f'<h2 id="{anchor}">{escape(title)}</h2>')
        parts += [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
        if anchor == "worum":
            parts.append(f"<figure>{text.figure}</figure>")
        if anchor == "folgen":
            rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in text.table)
            parts.append(f"<table><tr><th>Anlass</th><th>Was man sieht</th><th>Was hilft</th></tr>{rows}</table>")
    parts += ["<h2>Quiz</h2>", *(_question(question, i) for i, question in enumerate(text.questions))]
    parts.append("<ul>" + "".join(f"<li>{escape(point)}</li>" for point in text.points) + "</ul>")
    return (
        f'<!doctype html><html lang="de"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'<title>{escape(text.title)}</title><meta name="description" content="{escape(text.description)}">'
        f'<link rel="icon" href="data:,"><style>{STYLE}</style><main>{"".join(parts)}</main><script>{SCRIPT}</script></html>'
    )


def _question(question: Choice, number: int) -> str:
    kind = "radio" if sum(correct for _, correct, _ in question.options) == 1 else "checkbox"
    options = "".join(
        f'<label><input type="{kind}" name="a" value="{int(correct)}" data-why="{escape(feedback)}"> {escape(option)}</label>'
        for option, correct, feedback in question.options
    )
    return (
        f'<form id="f{number}"><fieldset><legend>{escape(question.stem)}</legend>{options}<button>Prüfen</button>'
        f"<p><output></output></p><details><summary>Erklärung</summary>{escape(question.explanation)}</details></fieldset></form>"
    )


def write(folder: Path, texts: list[Text]) -> None:
    """A page for each of `texts`, at the address that it has in the course."""
    for text in texts:
        path = folder / text.slug / "index.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(text), "utf-8")
