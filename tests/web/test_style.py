"""The style sheets, as text: contrast, sizes, and what makes right-to-left pages work."""

import re
from importlib.resources import files

import pytest

STATIC = files("pbengine.web") / "static"
SHEETS = sorted(entry.name for entry in STATIC.iterdir() if entry.name.endswith(".css"))

TEXT = 4.5
"""WCAG 2.2, 1.4.3: text on its ground."""
CONTROL = 3.0
"""WCAG 2.2, 1.4.11: edges of controls, parts of pictures, the focus."""

WRITTEN = ("ink", "muted", "accent", "accent-strong")
PAIRS = [
    *(
        (written, ground, TEXT)
        for written in ("ink", "muted", "accent", "accent-strong")
        for ground in ("paper", "tint")
    ),
    *((written, "accent-tint", TEXT) for written in ("ink", "muted", "accent", "accent-strong")),
    ("on-accent", "accent", TEXT),
    ("on-accent", "accent-strong", TEXT),
    ("on-focus", "focus", TEXT),
    ("funded", "paper", TEXT),
    ("ink", "funded-tint", TEXT),
    ("not-funded", "paper", TEXT),
    ("warning", "paper", TEXT),
    ("paper", "warning", TEXT),
    ("ink", "warning-tint", TEXT),
    ("warning", "warning-tint", TEXT),
    ("edge", "paper", CONTROL),
    ("edge", "accent-tint", CONTROL),
    ("accent", "line", CONTROL),
]


def palette(scheme: str) -> dict[str, str]:
    sheet = (STATIC / "tokens.css").read_text(encoding="utf-8")
    light, _, rest = sheet.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("@media (forced-colors: active)")[0]
    colours = colours_of(light)
    return {**colours, **colours_of(dark)} if scheme == "dark" else colours


def colours_of(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", css))


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_worked_out_as_wcag_says() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("written", "ground", "least"), PAIRS)
def test_every_pair_of_colours_can_be_told_apart(scheme: str, written: str, ground: str, least: float) -> None:
    colours = palette(scheme)
    found = contrast(colours[written], colours[ground])
    assert found >= least, f"--{written} on --{ground} in {scheme}: {found:.2f}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_stands_out_by_one_of_its_two_rings_on_every_ground(scheme: str) -> None:
    colours = palette(scheme)
    for ground in ("paper", "tint", "accent-tint", "accent"):
        rings = (contrast(colours["focus"], colours[ground]), contrast(colours["on-focus"], colours[ground]))
        assert max(rings) >= CONTROL, ground


def test_dark_and_forced_colours_name_every_colour_again() -> None:
    sheet = (STATIC / "tokens.css").read_text(encoding="utf-8")
    light, dark, forced = re.split(r"@media \((?:prefers-color-scheme: dark|forced-colors: active)\)", sheet)
    names = set(colours_of(light))
    assert set(colours_of(dark)) == names
    assert set(re.findall(r"--([a-z-]+):", forced)) == names


@pytest.mark.parametrize("name", sorted({*SHEETS} - {"tokens.css", "print.css"}))
def test_colours_stand_in_the_tokens_only(name: str) -> None:
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|oklch\(", sheet_of(name))


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_placed_by_left_and_right(name: str) -> None:
    physical = r"(?<![\w-])((margin|padding|border)-(left|right)|left|right|text-align:\s*(left|right)|float)\b"
    assert not [found.group() for found in re.finditer(physical, sheet_of(name))]


@pytest.mark.parametrize("name", SHEETS)
def test_only_known_tokens_and_the_six_sizes_are_used(name: str) -> None:
    sheet = sheet_of(name)
    defined = set(re.findall(r"--([a-z-]+):", "".join(sheet_of(each) for each in SHEETS)))
    assert set(re.findall(r"var\(--([a-z-]+)", sheet)) <= defined
    sizes = re.findall(r"font-size:\s*([^;}]+)", sheet)
    assert [size for size in sizes if not re.fullmatch(r"var\(--size-[a-z]+\)\s*|0\.8\dem\s*|\d+pt\s*", size)] == []


def test_there_are_six_sizes() -> None:
    assert len(re.findall(r"--size-[a-z]+:", sheet_of("tokens.css"))) == 6


def sheet_of(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def test_files_that_the_sheets_name_are_there() -> None:
    for name in SHEETS:
        for path in re.findall(r'url\("([^"]+)"\)', sheet_of(name)):
            assert (STATIC / path).is_file(), path
