"""`make bench`: this project beside the stock set-up (MkDocs, Material, mkdocs-quiz as installed), in one run.

Both are built from the same generated lessons, served by the same nginx, and measured in turn (A B A B), so that a
machine whose speed drifts spoils neither the figures nor their ratio. It is no test: it prints a table with the
budgets and writes everything it measured to bench/out/ergebnis.json.

    make bench                       everything, 10, 100 and 1,000 lessons (a good half hour)
    make bench N=100                 one size
    make bench N=100 TEILE=bau,seiten
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import platform
import statistics
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import courses
import limit
import processes

import browser
from kurs.content.course import load_course

OUT = Path(__file__).parent / "out"
PARTS = ("bau", "vorschau", "seiten", "lighthouse", "quiz", "suche")
SYSTEMS = ("stock", "kurs")
ALL = (*SYSTEMS, "limit")
Found = dict[str, list[Any]]  # system → what was found, in order
QUIZ = {
    "stock": browser.Quiz(".quiz:not(.quiz-fill-blank)", "button[type=submit]", ".quiz-feedback:not(.hidden)"),
    "kurs": browser.Quiz("form.question", "button[type=submit]", ".feedback", ".dots button"),
    "limit": browser.Quiz("form", "button", "output"),
}
SEARCH = {
    "stock": browser.Search("lektion/", "/", ".md-search__input", ".md-search-result__item a"),
    "kurs": browser.Search("suche/", "", "#suchwort", ".hits li a"),
}
WORDS = ("Telefon", "Rechnung", "Termin", "Kasse", "Beschwerde")


def median(values: list[float]) -> float:
    return round(statistics.median(values), 4)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Bench:
    """The measurements for one number of lessons; `found` is system → part → figures."""

    def __init__(self, lessons: int, quick: bool):
        self.lessons = lessons
        self.folder = OUT / str(lessons)
        self.found: dict[str, dict[str, Any]] = {name: {} for name in ALL}
        self.runs = 1 if quick else 5
        say(f"\n{lessons} Lektionen: schreiben")
        ours, stock = courses.write_both(self.folder, lessons)
        self.project = {"kurs": ours, "stock": stock}
        generator = courses.Generator(load_course(courses.ROOT))
        shown = {number + step for number in (self.middle, *self.places) for step in (0, 1)}
        limit.write(self.folder / "limit", [generator.lesson(number) for number in sorted(shown)])

    @property
    def middle(self) -> int:
        """Number of the lesson that is looked at; the one after it is the next."""
        return min(self.lessons // 2, self.lessons - 2)

    @property
    def places(self) -> list[int]:
        """Numbers of the lessons whose weight is taken, from the beginning of the course to its end."""
        steps = [0.5] if self.runs == 1 else [0.1, 0.3, 0.5, 0.7, 0.9]
        return [min(int(self.lessons * step), self.lessons - 2) for step in steps]

    def address(self, system: str, number: int) -> str:
        module = f"modul-{number // courses.PER_MODULE + 1}/" if system == "stock" else ""
        return f"{module}lektion-{number + 1}/"

    def bau(self) -> None:
        runs: dict[str, list[processes.Run]] = {name: [] for name in SYSTEMS}
        for turn in range(self.runs):
            for system in SYSTEMS:
                runs[system].append(processes.build(self.project[system]))
                say(f"  Bau {turn + 1} {system}: {runs[system][-1].wall:.1f} s")
        for system, done in runs.items():
            self.found[system]["bau"] = {
                "wall": median([run.wall for run in done]),
                "cpu": median([run.cpu for run in done]),
                "peak": max(run.peak for run in done),
                "size": processes.size(self.project[system] / "site"),
                "runs": [asdict(run) for run in done],
            }
        pairs = [ours.wall / stock.wall for ours, stock in zip(runs["kurs"], runs["stock"], strict=True)]
        self.found["kurs"]["bau"]["ratio"] = median(pairs)

    def vorschau(self) -> None:
        for system in SYSTEMS:
            number = self.middle
            lesson = (
                self.project[system] / "docs" / f"modul-{number // courses.PER_MODULE + 1}" / f"lektion-{number + 1}.md"
            )
            seconds = processes.rebuilds(self.project[system], lesson, self.address(system, number), self.runs)
            self.found[system]["vorschau"] = {"seconds": median(seconds), "runs": seconds}
            say(f"  Vorschau {system}: {median(seconds):.2f} s")

    def _sites(self) -> dict[str, Path]:
        for system in SYSTEMS:
            if not (self.project[system] / "site" / "index.html").exists():
                processes.build(self.project[system])
        (self.folder / "limit" / "index.html").write_text("<p>", "utf-8")
        return {system: self.project[system] / "site" for system in SYSTEMS} | {"limit": self.folder / "limit"}

    def _in_turn(self, measure: Callable[[str, str, int], Any], turns: int, systems: tuple[str, ...] = ALL) -> Found:
        """What `measure(system, address of its site, turn)` finds, by system: A B C A B C, all of them served."""
        sites = self._sites()
        found: Found = {system: [] for system in systems}
        with contextlib.ExitStack() as stack:
            roots = {
                system: stack.enter_context(processes.nginx(sites[system], self.folder / f"nginx-{system}"))
                for system in systems
            }
            for turn in range(turns):
                for system in systems:
                    found[system].append(measure(system, roots[system], turn))
        return found

    def seiten(self) -> None:
        def measure(system: str, root: str, turn: int) -> dict[str, browser.Traffic]:
            number = self.places[turn]
            first, following = (root + self.address(system, one) for one in (number, number + 1))
            with browser.browser() as chrome:
                return browser.visits(chrome, first, following)

        for system, runs in self._in_turn(measure, len(self.places)).items():
            self.found[system]["seiten"] = {
                name: {
                    "total": median([run[name].total for run in runs]),
                    "requests": median([run[name].requests for run in runs]),
                    "foreign": sorted({host for run in runs for host in run[name].foreign}),
                    "runs": [run[name].bytes for run in runs],
                }
                for name in runs[0]
            }

    def lighthouse(self) -> None:
        def measure(system: str, root: str, _: int) -> dict[str, float]:
            return browser.lighthouse(root + self.address(system, self.middle))

        for system, runs in self._in_turn(measure, self.runs).items():
            names = runs[0].keys()
            self.found[system]["lighthouse"] = {name: median([run[name] for run in runs]) for name in names}
            self.found[system]["lighthouse"]["runs"] = runs
            say(f"  Lighthouse {system}: {self.found[system]['lighthouse']['performance']}")

    def quiz(self) -> None:
        def measure(system: str, root: str, turn: int) -> float:
            with browser.browser() as chrome:
                return browser.feedback_delay(chrome, root + self.address(system, self.middle), QUIZ[system], turn)

        for system, delays in self._in_turn(measure, 4 * self.runs).items():
            self.found[system]["quiz"] = {"milliseconds": median(delays), "runs": delays}
            say(f"  Rückmeldung {system}: {median(delays):.0f} ms")

    def _searched(self, system: str) -> int:
        """Bytes sent so far for the search: index, engine, excerpts. Workers' requests are seen by the server alone."""
        return processes.sent(self.folder / f"nginx-{system}", "/pagefind/", "/search/")

    def suche(self) -> None:
        def measure(system: str, root: str, turn: int) -> tuple[str, float, int]:
            how = SEARCH[system]
            if system == "stock":
                how = browser.Search(self.address("stock", self.middle), how.open, how.field, how.result)
            word = WORDS[turn]
            before = self._searched(system)
            with browser.browser() as chrome:  # a new one for each word: nothing of the last is left in memory
                milliseconds = browser.search(chrome, root, how, word)
            return word, milliseconds, self._searched(system) - before

        for system, runs in self._in_turn(measure, len(WORDS[: self.runs]), SYSTEMS).items():
            times, sizes = [run[1] for run in runs], [run[2] for run in runs]
            self.found[system]["suche"] = {"milliseconds": median(times), "bytes": median(sizes), "runs": runs}
            say(f"  Suche {system}: {median(times):.0f} ms, {median(sizes) / 1e6:.2f} MB")


@dataclass(frozen=True)
class Row:
    """A line of the table: what, its unit, where the figure is found, and the most (or least) it may be for N lessons.

    `times_limit`: the budget is so many times what the page written by hand takes.
    """

    what: str
    unit: str
    path: tuple[str, ...]
    budget: dict[int, float]
    scale: float = 1
    at_least: bool = False
    times_limit: float = 0


EVERY = (10, 100, 1000)
ROWS = (
    Row("Erster Besuch einer Lektion", "KB", ("seiten", "first", "total"), dict.fromkeys(EVERY, 24), 1000),
    Row("Zweiter Besuch", "KB", ("seiten", "again", "total"), {}, 1000),
    Row("Nächste Lektion", "KB", ("seiten", "next", "total"), dict.fromkeys(EVERY, 9), 1000),
    Row("Anfragen beim ersten Besuch", "", ("seiten", "first", "requests"), {}),
    Row("Fremde Hosts", "", ("seiten", "first", "foreign"), dict.fromkeys(EVERY, 0)),
    Row("Lighthouse: Leistung", "", ("lighthouse", "performance"), dict.fromkeys(EVERY, 100), 1, True),
    Row("Lighthouse: Zugänglichkeit", "", ("lighthouse", "accessibility"), dict.fromkeys(EVERY, 100), 1, True),
    Row("Lighthouse: bewährte Verfahren", "", ("lighthouse", "best-practices"), dict.fromkeys(EVERY, 100), 1, True),
    Row("Lighthouse: SEO", "", ("lighthouse", "seo"), dict.fromkeys(EVERY, 100), 1, True),
    Row("Größtes Element gemalt (LCP)", "s", ("lighthouse", "lcp"), dict.fromkeys(EVERY, 0.9), 1000),
    Row("Blockiert (TBT)", "ms", ("lighthouse", "tbt"), dict.fromkeys(EVERY, 0)),
    Row("Verschiebung (CLS)", "", ("lighthouse", "cls"), dict.fromkeys(EVERY, 0)),
    Row("Klick bis Rückmeldung, CPU 4× langsamer", "ms", ("quiz", "milliseconds"), {}, times_limit=1.3),
    Row("Erster Treffer der Suche, kalt", "s", ("suche", "milliseconds"), {1000: 0.35}, 1000),
    Row("Geladen für die Suche", "MB", ("suche", "bytes"), {1000: 0.25}, 1e6),
    Row("Ganzer Bau", "s", ("bau", "wall"), {10: 1.5, 1000: 24}),
    Row("Rechenzeit des Baus", "s", ("bau", "cpu"), {}),
    Row("Speicher, größter Prozess", "MiB", ("bau", "peak"), {1000: 320}),
    Row("Ausgabe", "MB", ("bau", "size"), {1000: 60}),
    Row("Speichern bis Seite neu da", "s", ("vorschau", "seconds"), {100: 1.2, 1000: 2.5}),
)


def value(found: dict[str, Any], row: Row) -> float | None:
    here: Any = found
    for name in row.path:
        if not isinstance(here, dict) or name not in here:
            return None
        here = here[name]
    return (len(here) if isinstance(here, list) else here) / row.scale


def shown(number: float | None) -> str:
    if number is None:
        return "–"
    digits = 0 if number == int(number) or number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{digits}f}".translate(str.maketrans(",.", ".,"))


def table(results: dict[int, dict[str, dict[str, Any]]]) -> str:
    lines = []
    for lessons, found in results.items():
        lines += [
            f"\n{lessons} Lektionen",
            "",
            "| | stock | hier | hier / stock | von Hand | Budget | |",
            "|---|--:|--:|--:|--:|--:|---|",
        ]
        for row in ROWS:
            stock, ours, least = (value(found[name], row) for name in ("stock", "kurs", "limit"))
            if ours is None:
                continue
            budget = row.times_limit * least if row.times_limit and least else row.budget.get(lessons)
            ratio = ours / stock if stock else None
            if row.path == ("bau", "wall"):
                ratio = found["kurs"]["bau"]["ratio"]
            met = (
                ""
                if budget is None
                else "ja"
                if (ours >= budget if row.at_least else round(ours, 3) <= budget)
                else "**nein**"
            )
            unit = f" ({row.unit})" if row.unit else ""
            cells = (shown(stock), shown(ours), shown(ratio), shown(least), shown(budget), met)
            lines.append(f"| {row.what}{unit} | {' | '.join(cells)} |")
    return "\n".join(lines)


def growth(results: dict[int, dict[str, dict[str, Any]]]) -> str:
    sizes = [size for size, found in results.items() if "bau" in found["kurs"]]
    steps = itertools.pairwise(sizes)
    lines = [
        f"Bau von {small} auf {large} Lektionen: stock ×{shown(b['stock'] / a['stock'])}, hier ×{shown(b['kurs'] / a['kurs'])}"
        for small, large in steps
        for a, b in [[{name: results[size][name]["bau"]["cpu"] for name in SYSTEMS} for size in (small, large)]]
    ]
    return "\n".join(f"{line} Rechenzeit" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Dieses Projekt neben MkDocs, Material und mkdocs-quiz, wie man sie installiert."
    )
    parser.add_argument("--lektionen", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--teile", default=",".join(PARTS), help=f"durch Komma getrennt aus: {', '.join(PARTS)}")
    parser.add_argument("--kurz", action="store_true", help="jede Messung einmal: zum Ausprobieren")
    arguments = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    kept = OUT / "ergebnis.json"
    results: dict[int, dict[str, dict[str, Any]]] = {}
    for lessons in arguments.lektionen:
        bench = Bench(lessons, arguments.kurz)
        for part in arguments.teile.split(","):
            say(f"{lessons} Lektionen: {part}")
            getattr(bench, part)()
        results[lessons] = bench.found
        about = {"python": platform.python_version(), "machine": platform.machine(), "short": arguments.kurz}
        kept.write_text(json.dumps({"about": about, "results": results}, ensure_ascii=False, indent=1), "utf-8")
    print(table(results))
    print("\n" + growth(results) + f"\nAlle Werte und Läufe: {kept.relative_to(courses.ROOT)}")


if __name__ == "__main__":
    main()
