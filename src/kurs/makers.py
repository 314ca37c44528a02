"""Everything that `make packages` makes, in the order in which the page of materials lists it."""

from __future__ import annotations

from .exports.anki import make_anki
from .exports.edition import Maker
from .exports.lms_packages import make_lms_packages
from .exports.moodle import make_moodle
from .exports.qti import make_qti
from .print.documents import make_kit

MAKERS: tuple[Maker, ...] = (make_kit, make_lms_packages, make_moodle, make_qti, make_anki)
