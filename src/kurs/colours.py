"""Colours from one accent: variants that stay readable on the light and the dark page (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import colorsys

LIGHT = {
    "papier": "#fffdf8",
    "sanft": "#f3eee3",
    "tinte": "#1d222b",
    "leise": "#555c6b",
    "strich": "#d9d2c3",
    "richtig": "#1d6b35",
    "falsch": "#a4262c",
}
DARK = {
    "papier": "#14181e",
    "sanft": "#212832",
    "tinte": "#e8e5dc",
    "leise": "#a9afbb",
    "strich": "#3a4350",
    "richtig": "#7fd39a",
    "falsch": "#ff9a94",
}
TEXT_CONTRAST = 4.6  # 4.5 is the norm; a little more absorbs rounding


def luminance(colour: str) -> float:
    """Relative luminance (0–1) of #rrggbb, as WCAG defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, papers: tuple[str, ...]) -> str:
    """`colour`, made darker or lighter until text in it can be read on every one of `papers`."""
    hue, light, saturation = colorsys.rgb_to_hls(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    step = -0.01 if luminance(papers[0]) > 0.5 else 0.01
    while min(contrast(colour, paper) for paper in papers) < TEXT_CONTRAST and 0 < light + step < 1:
        light += step
        colour = "#" + "".join(f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, light, saturation))
    return colour


def mix(one: str, other: str, share: float) -> str:
    """`share` (0–1) of `one` in `other`."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


LOGO = (
    "--im-hellen:block;--im-dunkeln:none;--schild:#0000;",
    f"--im-hellen:none;--im-dunkeln:block;--schild:{LIGHT['papier']};",
)
"""What css/logo.css needs to know of a scheme."""


def tokens(accent: str, has_logo: bool = False) -> str:
    """CSS custom properties for light, dark and the reader's choice."""
    light, dark = _css(_scheme(LIGHT, accent)), _css(_scheme(DARK, accent))
    if has_logo:
        light, dark = light + LOGO[0], dark + LOGO[1]
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-colours=hell]){{color-scheme:dark;{dark}}}}}\n"
        f":root[data-colours=dunkel]{{color-scheme:dark;{dark}}}\n"
        f"@media print{{:root:root:root{{color-scheme:light;{light}}}}}\n"
    )


def light_colours(accent: str) -> dict[str, str]:
    """The light page's colours as #rrggbb by the names that style sheets, drawings and printed matter share."""
    return _scheme(LIGHT, accent)


def papers(base: dict[str, str], accent: str) -> tuple[str, ...]:
    """All grounds on which text in the accent stands in the scheme of `base`."""
    return base["papier"], base["sanft"], _tint(base, accent)


def _tint(base: dict[str, str], accent: str) -> str:
    return mix(accent, base["papier"], 0.14)


def _css(colours: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in colours.items())


def _scheme(base: dict[str, str], accent: str) -> dict[str, str]:
    plain = (base["papier"], base["sanft"])
    tint = _tint(base, accent)
    return base | {
        "richtig": readable(base["richtig"], plain),
        "falsch": readable(base["falsch"], plain),
        "akzent": readable(accent, papers(base, accent)),
        "akzent-sanft": tint,
        "auf-akzent": base["papier"],
    }
