"""The question bank as QTI 2.1 content packages: one item a question, a test, and feedback that is triggered.

Points are given as in the course, all or nothing. Option keys are those of the site, so they stay when options move.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import assert_never

import lxml.etree
from lxml.builder import ElementMaker
from lxml.etree import _Element as Node

from ..content.model import (
    BLANK,
    RATINGS,
    AnyQuestion,
    Choice,
    Cloze,
    Mark,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Rate,
    SingleChoice,
    Write,
)
from ..content.questions import BLANK_SIGN, disordered, is_scale, option_key, rating_text
from ..words import gettext, language, marked
from .edition import Edition, Product, zipped
from .moodle import spellings
from .question_html import Fragment, Parts, fragment, further_reading, number, parse_html, parts_of, plain

GROUP = marked("Fragen für andere Lernplattformen (QTI 2.1)")
QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
IMSCP = "http://www.imsglobal.org/xsd/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PLACES = {
    QTI: "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
    IMSCP: "http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd",
}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ITEMS = "fragen/"
PICTURES = "bilder/"  # beside the items
Q = ElementMaker(namespace=QTI, nsmap={None: QTI, "xsi": XSI})
M = ElementMaker(namespace=IMSCP, nsmap={None: IMSCP, "imsmd": LOM, "xsi": XSI})
L = ElementMaker(namespace=LOM, nsmap={"imsmd": LOM})


def make_qti(edition: Edition) -> Iterator[Product]:
    """A package for each module, the whole course, and the questions of the final exam."""
    for part, title, parts, is_exam in parts_of(edition):
        count = sum(len(questions) for _, questions in parts)
        purpose = gettext("{count} Fragen mit allen Begründungen, ein Test, eine Datei je Frage.").format(count=count)
        if is_exam:
            purpose += " " + gettext("Nur für Prüfende: Es sind die Fragen der Checks mit Lösungen.")
        yield Product(
            edition.file_name(part, "qti", "zip"), title, gettext(GROUP), purpose, package(edition, part, title, parts)
        )


def package(edition: Edition, part: str, title: str, parts: Parts) -> bytes:
    """The zip: imsmanifest.xml, test.xml, fragen/<id>.xml and the pictures that the questions show."""
    items: dict[str, bytes] = {}
    pictures: dict[str, bytes] = {}
    resources = []
    for question in (question for _, questions in parts for question in questions):
        item = Item(edition, question)
        href = f"{ITEMS}{question.id}.xml"
        items[href] = _written(item.node())
        shown = {f"{ITEMS}{PICTURES}{name}": content for name, content in item.pictures.items()}
        pictures |= shown
        files = [M.file(href=name) for name in (href, *shown)]
        resources.append(M.resource(*files, identifier=identifier(question.id), type="imsqti_item_xmlv2p1", href=href))
    name = "-".join(filter(None, [edition.settings.kurs_id, part]))
    test = _written(_test(name, title, parts))
    manifest = _written(_manifest(edition, name, title, resources))
    return zipped({"imsmanifest.xml": manifest, "test.xml": test, **items, **pictures}, edition.moment)


def identifier(slug: str) -> str:
    """A question's id as XML wants it: not beginning with a digit."""
    return f"_{slug}" if slug[0].isdigit() else slug


def _written(root: Node) -> bytes:
    space = lxml.etree.QName(root).namespace
    root.set(f"{{{XSI}}}schemaLocation", f"{space} {PLACES[space]}")
    return bytes(lxml.etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _manifest(edition: Edition, name: str, title: str, items: Sequence[Node]) -> Node:
    version, title = edition.version, f"{edition.title}: {title}"
    lom = L.lom(
        L.general(L.title(L.string({"language": language()}, title)), L.language(language())),
        L.lifeCycle(L.version(L.string({"language": "x-none"}, version))),
    )
    metadata = M.metadata(M.schema("QTIv2.1 Package"), M.schemaversion("1.0.0"), lom)
    needed = [M.dependency(identifierref=item.get("identifier")) for item in items]
    test = M.resource(M.file(href="test.xml"), *needed, identifier="test", type="imsqti_test_xmlv2p1", href="test.xml")
    return M.manifest(metadata, M.organizations(), M.resources(test, *items), identifier=name)


def _test(name: str, title: str, parts: Parts) -> Node:
    """All questions, free to move between, as many tries as one likes."""
    sections = []
    for module, questions in parts:
        references = [
            Q.assessmentItemRef(identifier=identifier(question.id), href=f"{ITEMS}{question.id}.xml")
            for question in questions
        ]
        if references:
            heading = {"identifier": identifier(module.slug), "title": plain(module.title), "visible": "true"}
            sections.append(Q.assessmentSection(heading, *references))
    control = Q.itemSessionControl(maxAttempts="0", showFeedback="true", allowReview="true", showSolution="true")
    part = Q.testPart(
        {"identifier": "fragen", "navigationMode": "nonlinear", "submissionMode": "individual"}, control, *sections
    )
    total = Q.setOutcomeValue(Q.sum(Q.testVariables(variableIdentifier="SCORE")), identifier="SCORE")
    return Q.assessmentTest(
        {"identifier": name, "title": plain(title)},
        _outcome("SCORE", "float", "0"),
        part,
        Q.outcomeProcessing(total),
    )


class Item:
    """One question as an assessmentItem; `pictures` is what it shows, by file name."""

    def __init__(self, edition: Edition, question: AnyQuestion):
        self.edition, self.question = edition, question
        self.pictures: dict[str, bytes] = {}
        self.declarations: list[Node] = []
        self.outcomes = [_outcome("SCORE", "float", "0"), _outcome("MAXSCORE", "float", "1")]
        self.rules: list[Node] = []
        self.feedback: list[Node] = []

    def node(self) -> Node:
        body = self._body(self.question)
        self._explain()
        start = self._fragment(BLANK.sub("…", self.question.stem)).text()
        head = {
            "identifier": identifier(self.question.id),
            "title": start[:120].rsplit(" ", 1)[0] + " …" if len(start) > 120 else start,
            "adaptive": "false",
            "timeDependent": "false",
            LANGUAGE: language(),
        }
        parts = [*self.declarations, *self.outcomes, Q.itemBody(*body), Q.responseProcessing(*self.rules)]
        return Q.assessmentItem(head, *parts, *self.feedback)

    def _body(self, question: AnyQuestion) -> list[Node]:
        match question:
            case SingleChoice() | MultipleChoice():
                return self._choice(question, several=isinstance(question, MultipleChoice))
            case Cloze():
                return self._cloze(question)
            case Numeric():
                return self._numeric(question)
            case Order():
                return self._order(question)
            case Match():
                rows = [(pair.left, f"r-{option_key(pair.right)}", pair.feedback) for pair in question.pairs]
                rights = [*(pair.right for pair in question.pairs), *question.extra]
                choices = sorted({f"r-{option_key(text)}": text for text in rights}.items())
                return self._matching(rows, choices, shuffle=True)
            case Mark():
                return self._mark(question)
            case Rate():
                rated = [(one.text, one.rating, one.feedback) for one in question.reactions]
                return self._matching(rated, [(rating, rating_text(rating)) for rating in RATINGS], shuffle=False)
            case Write():
                return self._write(question)
            case _:
                assert_never(question)

    def _fragment(self, text: str) -> Fragment:
        found = fragment(self.edition, self.question, text)
        self.pictures |= {name: path.read_bytes() for name, path in found.pictures.items()}
        return found

    def _inline(self, parent: Node, text: str) -> Node:
        """`parent` with the text of the question `text` as its content."""
        return _filled(parent, self._fragment(text).element)

    def _respond(self, cardinality: str, kind: str, right: Sequence[str], name: str = "RESPONSE") -> Node:
        correct = Q.correctResponse(*(Q.value(value) for value in right))
        node = Q.responseDeclaration(correct, identifier=name, cardinality=cardinality, baseType=kind)
        self.declarations.append(node)
        return node

    def _score(self, is_right: Node) -> None:
        """One point if `is_right`, else none."""
        self.rules.append(
            _condition(is_right, [_set("SCORE", _value("float", "1"))], [_set("SCORE", _value("float", "0"))])
        )

    def _reason(self, outcome: str, key: str, text: str) -> None:
        """Feedback that is shown while `outcome` holds `key`."""
        block = self._inline(Q.p(), text)
        head = {"outcomeIdentifier": outcome, "identifier": key, "showHide": "show"}
        self.feedback.append(Q.modalFeedback(head, block))

    def _explain(self) -> None:
        """The explanation, shown after every answer, with its sources and the lesson."""
        self.outcomes.append(_outcome("EXPLANATION", "identifier"))
        self.rules.append(_set("EXPLANATION", _value("identifier", "shown")))
        blocks = [self._inline(Q.p(), self.question.explanation)]
        blocks += [_filled(Q.p(), parse_html(line)) for line in further_reading(self.edition, self.question)]
        head = {"outcomeIdentifier": "EXPLANATION", "identifier": "shown", "showHide": "show"}
        self.feedback.append(Q.modalFeedback(head, *blocks))

    def _choice(self, question: Choice, several: bool) -> list[Node]:
        keys = [f"o-{option_key(option.text)}" for option in question.options]
        right = [key for key, option in zip(keys, question.options, strict=True) if option.correct]
        self._tell_chosen("multiple" if several else "single", right)
        shuffle = str(not is_scale(question)).lower()
        head = {"responseIdentifier": "RESPONSE", "shuffle": shuffle, "maxChoices": "0" if several else "1"}
        interaction = Q.choiceInteraction(head, self._inline(Q.prompt(), question.stem))
        for key, option in zip(keys, question.options, strict=True):
            interaction.append(self._inline(Q.simpleChoice(identifier=key), option.text))
            self._reason("FEEDBACK", key, option.feedback)
        return [interaction]

    def _tell_chosen(self, cardinality: str, right: Sequence[str]) -> None:
        """The response of a question in which things are chosen, and the feedback of each one chosen."""
        self._respond(cardinality, "identifier", right)
        self.outcomes.append(_outcome("FEEDBACK", "identifier", cardinality=cardinality))
        self._score(_is_correct())
        self.rules.append(_set("FEEDBACK", Q.variable(identifier="RESPONSE")))

    def _mark(self, question: Mark) -> list[Node]:
        keys = [f"o-{option_key(segment.text)}" for segment in question.segments]
        self._tell_chosen("multiple", [key for key, one in zip(keys, question.segments, strict=True) if one.mark])
        head = {"responseIdentifier": "RESPONSE", "maxChoices": "0"}
        interaction = Q.hottextInteraction(head, self._inline(Q.prompt(), question.stem))
        for key, segment in zip(keys, question.segments, strict=True):
            interaction.append(Q.p(self._inline(Q.hottext(identifier=key), segment.text)))
            self._reason("FEEDBACK", key, segment.feedback)
        return [interaction]

    def _write(self, question: Write) -> list[Node]:
        """A point for having written something; then models and criteria are shown."""
        self.declarations.append(Q.responseDeclaration(identifier="RESPONSE", cardinality="single", baseType="string"))
        self._score(Q("not", Q.isNull(Q.variable(identifier="RESPONSE"))))
        self.outcomes.append(_outcome("FEEDBACK", "identifier"))
        self.rules.append(_set("FEEDBACK", _value("identifier", "shown")))
        blocks: list[Node] = []
        lists = ((gettext("So kann es gehen:"), question.models), (gettext("Daran messen Sie es:"), question.criteria))
        for title, texts in lists:
            blocks += [Q.p(title), *(self._inline(Q.p(), text) for text in texts)]
        head = {"outcomeIdentifier": "FEEDBACK", "identifier": "shown", "showHide": "show"}
        self.feedback.append(Q.modalFeedback(head, *blocks))
        lines = {"responseIdentifier": "RESPONSE", "expectedLines": "4"}
        return [Q.extendedTextInteraction(lines, self._inline(Q.prompt(), question.stem))]

    def _cloze(self, question: Cloze) -> list[Node]:
        block = self._fragment(_with_signs(question.stem)).element
        entries = {}
        right = []
        for i, answers in enumerate(question.blanks()):
            name = f"RESPONSE_{i + 1}"
            accepted = dict.fromkeys(spelling for answer in answers for spelling in spellings(plain(answer)))
            node = self._respond("single", "string", [next(iter(accepted))], name)
            # Upper and lower case are one here; a key may stand only once.
            keys = {spelling.casefold(): spelling for spelling in reversed(accepted)}
            rows = [Q.mapEntry(mapKey=key, mappedValue="1", caseSensitive="false") for key in reversed(keys.values())]
            node.append(Q.mapping({"defaultValue": "0"}, *rows))
            right.append(Q.gt(Q.mapResponse(identifier=name), _value("float", "0")))
            length = max(len(spelling) for spelling in accepted) + 2
            entries[BLANK_SIGN.format(i)] = Q.textEntryInteraction(responseIdentifier=name, expectedLength=str(length))
        self._score(right[0] if len(right) == 1 else Q("and", *right))
        self._verdicts(question.feedback.correct, question.feedback.incorrect)
        return [_with_entries(_filled(Q.p(), block), entries)]

    def _numeric(self, question: Numeric) -> list[Node]:
        value, tolerance = question.answer.value, question.answer.tolerance
        self._respond("single", "float", [number(value)])
        # Bounds instead of <equal toleranceMode>, which qti-components takes for equality.
        given = Q.variable(identifier="RESPONSE")
        least, most = _value("float", number(value - tolerance)), _value("float", number(value + tolerance))
        self._score(Q("and", Q.gte(given, least), Q.lte(deepcopy(given), most)))
        self._verdicts(question.feedback.correct, question.feedback.incorrect)
        entry = Q.textEntryInteraction(responseIdentifier="RESPONSE", expectedLength="12")
        entry.tail = f" {plain(question.answer.unit)}" if question.answer.unit else ""
        advice = gettext("Nur Ziffern, ohne Tausenderpunkt. Vor Dezimalstellen steht ein Punkt.")
        return [self._inline(Q.p(), question.stem), Q.p(entry), Q.p(advice)]

    def _verdicts(self, correct: str, incorrect: str) -> None:
        self.outcomes.append(_outcome("FEEDBACK", "identifier"))
        is_right = Q.gt(Q.variable(identifier="SCORE"), _value("float", "0"))
        told = [[_set("FEEDBACK", _value("identifier", key))] for key in ("correct", "incorrect")]
        self.rules.append(_condition(is_right, *told))
        self._reason("FEEDBACK", "correct", correct)
        self._reason("FEEDBACK", "incorrect", incorrect)

    def _order(self, question: Order) -> list[Node]:
        keys = [f"o-{option_key(item.text)}" for item in question.items]
        self._respond("ordered", "identifier", keys)
        self._score(_is_correct())
        head = {"responseIdentifier": "RESPONSE", "shuffle": "true"}
        interaction = Q.orderInteraction(head, self._inline(Q.prompt(), question.stem))
        rows = list(zip(keys, question.items, strict=True))
        for key, item in disordered(question, rows):  # some players show them as they stand
            interaction.append(self._inline(Q.simpleChoice(identifier=key), item.text))
        for place, (key, item) in enumerate(rows, 1):
            here = Q.match(Q.index({"n": str(place)}, Q.variable(identifier="RESPONSE")), _value("identifier", key))
            self._reason_unless(here, place, item.feedback)
        return [interaction]

    def _matching(
        self, rows: Sequence[tuple[str, str, str]], choices: Sequence[tuple[str, str]], shuffle: bool
    ) -> list[Node]:
        """Rows of (left, key of its right side, reason), and the right sides as (key, text)."""
        lefts = [f"l-{option_key(left)}" for left, _, _ in rows]
        pairs = [f"{left} {right}" for left, (_, right, _) in zip(lefts, rows, strict=True)]
        self._respond("multiple", "directedPair", pairs)
        self._score(_is_correct())
        sources = [
            self._inline(Q.simpleAssociableChoice(identifier=key, matchMax="1"), text)
            for key, (text, _, _) in zip(lefts, rows, strict=True)
        ]
        targets = [self._inline(Q.simpleAssociableChoice(identifier=key, matchMax="0"), text) for key, text in choices]
        for place, (value, (_, _, reason)) in enumerate(zip(pairs, rows, strict=True), 1):
            found = Q.member(_value("directedPair", value), Q.variable(identifier="RESPONSE"))
            self._reason_unless(found, place, reason)
        most = str(len(pairs))
        head = {"responseIdentifier": "RESPONSE", "shuffle": str(shuffle).lower(), "maxAssociations": most}
        sets = [Q.simpleMatchSet(*sources), Q.simpleMatchSet(*targets)]
        return [Q.matchInteraction(head, self._inline(Q.prompt(), self.question.stem), *sets)]

    def _reason_unless(self, is_right: Node, place: int, text: str) -> None:
        """A part's reason is shown where this part is wrong, and all reasons when everything is right."""
        name = f"FEEDBACK_{place}"
        self.outcomes.append(_outcome(name, "identifier"))
        done = Q.gt(Q.variable(identifier="SCORE"), _value("float", "0"))
        self.rules.append(_condition(Q("or", done, Q("not", is_right)), [_set(name, _value("identifier", "shown"))]))
        self._reason(name, "shown", text)


def _filled(parent: Node, source: Node) -> Node:
    """`parent` with the content of `source` (HTML), in QTI's namespace."""
    parent.text = source.text
    for child in source:
        copy = _filled(Q(child.tag, dict(child.attrib)), child)
        copy.tail = child.tail
        if child.tag == "img":
            copy.set("src", PICTURES + child.get("src"))
            copy.set("alt", child.get("alt", ""))
        parent.append(copy)
    return parent


def _with_signs(stem: str) -> str:
    count = iter(range(len(BLANK.findall(stem))))
    return BLANK.sub(lambda _: BLANK_SIGN.format(next(count)), stem)


def _with_entries(block: Node, entries: Mapping[str, Node]) -> Node:
    """`block` with each sign in its texts replaced by its entry."""
    for sign, entry in entries.items():
        for node in block.iter():
            if sign in (node.text or ""):
                node.text, entry.tail = node.text.split(sign, 1)
                node.insert(0, entry)
                break
            if sign in (node.tail or ""):
                node.tail, entry.tail = node.tail.split(sign, 1)
                node.addnext(entry)
                break
    return block


def _outcome(name: str, kind: str, value: str | None = None, cardinality: str = "single") -> Node:
    default = [] if value is None else [Q.defaultValue(Q.value(value))]
    return Q.outcomeDeclaration(*default, identifier=name, cardinality=cardinality, baseType=kind)


def _value(kind: str, value: str) -> Node:
    return Q.baseValue(value, baseType=kind)


def _set(name: str, expression: Node) -> Node:
    return Q.setOutcomeValue(expression, identifier=name)


def _is_correct() -> Node:
    return Q.match(Q.variable(identifier="RESPONSE"), Q.correct(identifier="RESPONSE"))


def _condition(test: Node, then: Sequence[Node], otherwise: Sequence[Node] = ()) -> Node:
    rest = [Q.responseElse(*otherwise)] if otherwise else []
    return Q.responseCondition(Q.responseIf(test, *then), *rest)
