"""Everything that `make packages` makes, in the order in which the page of materials lists it."""

from __future__ import annotations

from .anki import make_anki
from .kit import make_kit
from .lms import make_lms_packages
from .moodle import make_moodle
from .packages import Maker
from .qti import make_qti

MAKERS: tuple[Maker, ...] = (make_kit, make_lms_packages, make_moodle, make_qti, make_anki)
