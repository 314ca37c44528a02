"""What a house adds keeps to its own names, so that no version of the course can ever meet them."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import Remark
from ..content.house import FITS, FOLDER, PREFIX, is_own
from ..content.page import ConversationPage, Page
from ..content.places import CONVERSATION_PREFIX


@FITS
def names_are_told_apart(course: Course) -> Iterator[Remark]:
    """Addresses and ids last; haus- is the house's, all else the course's."""
    for page in course.pages:
        name = lasting_name(page)
        if page.is_own and not name.startswith(PREFIX):
            what = "den Ordner" if page.path.name == "index.md" else "die Datei"
            form = f"{CONVERSATION_PREFIX}{PREFIX}{name}" if isinstance(page, ConversationPage) else f"{PREFIX}{name}"
            problem = f"Eine Adresse Ihres Hauses beginnt mit {PREFIX}, diese heißt {name}."
            yield page.says(0, problem, f"Nennen Sie {what} {form}.")
        elif name.startswith(PREFIX) and not page.is_own:
            yield page.says(
                0, f"{PREFIX} ist Seiten eines Hauses vorbehalten.", f"Legen Sie die Seite nach {FOLDER}/docs/."
            )
    for placed in course.bank.questions:
        name = placed.item.id
        if is_own(placed.file) and not name.startswith(PREFIX):
            problem = f"Die id einer Frage Ihres Hauses beginnt mit {PREFIX}."
            yield placed.says("id", problem, f"Schreiben Sie {PREFIX}{name}.")
        elif name.startswith(PREFIX) and not is_own(placed.file):
            remedy = f"Legen Sie die Frage nach {FOLDER}/quizzes/ oder nennen Sie sie anders."
            yield placed.says("id", f"{PREFIX} ist Fragen eines Hauses vorbehalten.", remedy)


def lasting_name(page: Page) -> str:
    """What of its address is its own: a conversation's begins with gespraech- by itself."""
    return page.name if isinstance(page, ConversationPage) else page.slug
