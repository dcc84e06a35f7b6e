"""What is wrong with a page, in words: a stricter look than ``looking``, for pages that nobody acts on."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests.journeys.looking import AXE, OPTIONS, PHONE, WIDE, show_theme

THEMES = ("light", "dark")
OF_THE_FRAME = {"palette", "keys-help"}  # on every page alike; looked at once
# Disclosures are opened, menus and dialogs apart, since they lie over what is below.
# A style on its way is neither the old nor the new one; a sheet made by script is what the CSP leaves alone.
STILL = """{
  const sheet = new CSSStyleSheet()
  sheet.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important }')
  document.adoptedStyleSheets = [sheet]
}"""
AXE_ALL = """async options => {
  for (const part of document.querySelectorAll('main details:not(.menu)')) part.open = true
  const found = await axe.run(document, options)
  const told = (rule, node) => `${rule.id}: ${node.target} ${node.html.slice(0, 140)}`
  return found.violations.flatMap(rule => rule.nodes.map(node => told(rule, node)))
}"""
AXE_PART = """async (part, options) => {
  const found = await axe.run(part, options)
  const told = (rule, node) => `${rule.id}: ${node.target} ${node.html.slice(0, 140)}`
  return found.violations.flatMap(rule => rule.nodes.map(node => told(rule, node)))
}"""
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth
  const over = document.documentElement.scrollWidth - width
  if (over <= 0) return []
  const wide = [...document.querySelectorAll('body *')].filter(each => each.getBoundingClientRect().right > width + 0.5)
  const names = wide.slice(0, 4).map(each => `${each.tagName.toLowerCase()}.${each.className}`)
  return [`scrolls ${over} px sideways on a phone: ${names.join(' | ')}`]
}"""
# Every stop of the Tab key must look different with the focus; the browser shows it since the keyboard was used last.
UNSEEN_FOCUS = """() => {
  document.activeElement?.blur()
  const stops = 'a[href], button, input, select, textarea, summary, [tabindex]'
  const look = each => {
    const style = getComputedStyle(each)
    const ring = style.outlineStyle === 'none' || style.outlineWidth === '0px' ? '' : style.outline
    return [ring, style.boxShadow, style.backgroundColor, style.borderColor].join()
  }
  const unseen = []
  for (const stop of document.querySelectorAll(stops)) {
    if (stop.tabIndex < 0 || stop.disabled || !stop.checkVisibility({visibilityProperty: true})) continue
    const parts = [stop, stop.closest('tr, li, label, .palette-box')].filter(Boolean)
    const before = parts.map(look).join()
    stop.focus()
    if (document.activeElement !== stop) continue
    if (parts.map(look).join() === before) unseen.push(`focus does not show: ${stop.outerHTML.slice(0, 140)}`)
    stop.blur()
  }
  return unseen
}"""


# A busy machine draws the first letter later than Chromium expects of a font that was asked for early.
UNUSED_YET = "was preloaded using link preload but not used within a few seconds"


@dataclass
class Inspector:
    """Opens pages in one browser context and says what is wrong with each; ``said`` is what its console said."""

    context: BrowserContext
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.add_init_script(path=AXE)
        self.context.add_init_script(STILL)
        self.page: Page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(f"script: {error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("warning", "error") and UNUSED_YET not in message.text:
            self.said.append(f"console {message.type}: {message.text}")

    def open(self, url: str) -> int:
        """Go there; the HTTP status of the page that came."""
        self.said.clear()
        response = self.page.goto(url)
        assert response is not None, f"{url} gave no page"
        return response.status

    def check(self) -> None:
        """Fail with everything that is wrong with the page that is open."""
        found = self.faults()
        assert not found, "\n".join([self.page.url, *found])

    def faults(self) -> list[str]:
        """Everything that is wrong with the page that is open."""
        found = self.outline()
        for theme in THEMES:
            show_theme(self.page, theme)
            found += [f"{theme}: {fault}" for fault in self.page.evaluate(AXE_ALL, OPTIONS[theme])]
            found += [f"{theme}: {fault}" for fault in self.parts(theme)]
            self.keep(theme)
        show_theme(self.page, "light")
        return found + self.on_a_phone() + self.focus() + self.said

    def keep(self, name: str) -> None:
        """A picture of the page, where ``PICTURES=folder`` asks for it."""
        if folder := os.environ.get("PICTURES"):
            path = urlsplit(self.page.url).path.strip("/").replace("/", "-")
            self.page.screenshot(path=Path(folder) / f"{path}-{name}.png", full_page=True)

    def outline(self) -> list[str]:
        """Title and heading."""
        titles = [self.page.title().split("·")[0].strip()]
        headings = [text.strip() for text in self.page.locator("h1").all_inner_texts()]
        found = [] if titles[0] else ["the title is empty"]
        return found if len(headings) == 1 and headings[0] else [*found, f"the headings are {headings}"]

    def parts(self, theme: str) -> list[str]:
        """What the page's own menus and dialogs show once they are open."""
        found: list[str] = []
        for menu in self.page.query_selector_all("main details.menu"):
            menu.evaluate("menu => { menu.open = true }")
            found += menu.evaluate(AXE_PART, OPTIONS[theme])
            menu.evaluate("menu => { menu.open = false }")
        for dialog in self.page.query_selector_all("dialog"):
            if dialog.get_attribute("id") not in OF_THE_FRAME:
                dialog.evaluate("dialog => { if (!dialog.open) dialog.showModal() }")
                found += dialog.evaluate(AXE_PART, OPTIONS[theme])
                dialog.evaluate("dialog => dialog.close()")
        return found

    def on_a_phone(self) -> list[str]:
        """Nothing is wider than 390 px, dialogs included."""
        self.page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
        self.keep("phone")
        found: list[Any] = self.page.evaluate(SIDEWAYS)
        for dialog in self.page.query_selector_all("dialog"):
            dialog.evaluate("dialog => dialog.showModal()")
            box = dialog.bounding_box()
            inner = dialog.evaluate("dialog => dialog.scrollWidth - dialog.clientWidth")
            if inner > 0 or not box or box["x"] < 0 or box["x"] + box["width"] > PHONE["width"]:
                found.append(f"dialog {dialog.get_attribute('id')} is {box}, scrolls {inner} px")
            dialog.evaluate("dialog => dialog.close()")
        self.page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # width and height
        return found

    def focus(self) -> list[str]:
        """The stops of the Tab key whose focus cannot be seen."""
        self.page.keyboard.press("Tab")
        found: list[str] = self.page.evaluate(UNSEEN_FOCUS)
        return found
