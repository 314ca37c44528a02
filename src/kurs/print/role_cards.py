"""What the role-play card of a conversation says: most of it is taken from the best way through the conversation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from ..content.conversation import Answer, Conversation, Scene, best_way
from ..content.model import ConversationHead

LINES, MOVES = 400, 250
"""Letters that a list may have on its card."""


def role_card(conversation: Conversation, facts: ConversationHead) -> dict[str, Any]:
    """Texts by name, for overrides/print/conversation.typ."""
    way = best_way(conversation)
    scenes = [scene for scene, _ in way]
    first = conversation.scenes[0]
    spoken = [passage for scene in (*scenes, *conversation.scenes) for passage in scene.passages if passage.speaker]
    speakers = Counter(passage.speaker for passage in spoken)
    person = speakers.most_common(1)[0][0] if speakers else facts.people[0]  # who has most to say is the other role
    said = list(dict.fromkeys(passage.text for passage in spoken if passage.speaker == person))
    opening = next((passage.text for passage in first.passages if passage.speaker == person), "")
    return {
        "title": facts.title,
        "place": facts.place,
        "situation": [
            f"{passage.speaker}: {passage.text}" if passage.speaker else passage.text
            for passage in first.passages
            if passage.speaker != person
        ],
        "question": first.question,
        "person": person,
        "opening": opening,
        "lines": _as_fit((text for text in said if text != opening), LINES),
        "helps": _as_fit((answer.text for _, answer in way if answer.trust > 0), MOVES),
        "harms": _as_fit((answer.text for answer in _beside(way)), MOVES),
    }


def _beside(way: Iterable[tuple[Scene, Answer]]) -> Iterator[Answer]:
    """What one might have done instead, at a cost: one answer a scene."""
    for scene, _ in way:
        yield from [answer for answer in scene.answers if answer.trust < 0][:1]


def _as_fit(texts: Iterable[str], room: int) -> list[str]:
    """Of `texts`, in order, what a card has room for."""
    found = []
    for text in texts:
        if len(text) <= room:
            found.append(text)
            room -= len(text)
    return found
