"""Reads a chart back and checks what every chart promises."""

import math
import re
from itertools import pairwise
from xml.etree import ElementTree as ET

from foundation.charts.svg import PALETTE

SVG = "{http://www.w3.org/2000/svg}"
SEVEN_POINT = 7 / 0.75
COORDINATES = {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy"}
LENGTHS = {"width", "height", "r", "rx", "stroke-width", "font-size"}
MARGIN = 12.0
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def parse(svg: str) -> ET.Element:
    """The chart as a tree; fails where the markup is not well-formed."""
    return ET.fromstring(svg)


def label_of(svg: str) -> str:
    return parse(svg).attrib["aria-label"]


def texts_of(svg: str) -> list[str]:
    return [node.text or "" for node in parse(svg).iter(f"{SVG}text")]


def marks_of(svg: str) -> list[str]:
    """Status marks and points in drawing order, as shape-colour."""
    names = []
    for node in parse(svg).iter():
        kind = node.tag.removeprefix(SVG)
        classes = node.get("class", "").split()
        if kind in {"polygon", "circle"} or (kind == "rect" and node.get("rx")):
            names.append(f"{kind}-{classes[0].split('-')[1]}")
    return names


def check(svg: str) -> ET.Element:
    """Whether a chart keeps the promises of all charts; gives it back as a tree."""
    root = parse(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"]
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == root.attrib["aria-label"]
    for node in root.iter():
        assert not {"style", "id"} & set(node.attrib)
        if node is not root and node is not title:
            _check_colours(node)
            _check_numbers(node, width, height)
    return root


def _check_colours(node: ET.Element) -> None:
    for name in node.attrib["class"].split():
        way, colour = name.split("-")
        attribute = {"c": "fill", "t": "fill", "s": "stroke"}[way]
        assert node.attrib[attribute] == PALETTE[colour]  # type: ignore[index]  # any other name raises KeyError
    assert node.get("fill") or node.get("stroke")


def _check_numbers(node: ET.Element, width: float, height: float) -> None:
    for name, value in node.attrib.items():
        if name in COORDINATES | LENGTHS:
            number = float(value)
            assert math.isfinite(number)
            if name in COORDINATES:
                assert -MARGIN <= number <= (width if "x" in name else height) + MARGIN, (name, value)
            else:
                assert 0 <= number <= max(width, height) + MARGIN, (name, value)
        if name == "points":
            numbers = [float(part) for part in re.split("[ ,]", value)]
            assert all(-MARGIN <= x <= width + MARGIN for x in numbers[::2])
            assert all(-MARGIN <= y <= height + MARGIN for y in numbers[1::2])
        if name == "d":
            assert set(_NUMBER.sub("", value)) <= set("MLhvz ")
    if node.tag == f"{SVG}text":
        assert float(node.attrib["font-size"]) >= SEVEN_POINT


def overlaps(spans: list[tuple[float, float]]) -> bool:
    """Whether any two of these stretches share more than a hair."""
    return any(after[0] < before[1] - 0.5 for before, after in pairwise(sorted(spans)))
