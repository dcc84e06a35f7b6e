"""What a page must be, whatever it shows."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
# The page hears of the new theme some frames later, and its colours need one more.
THEME_HAS_COME = """async theme => {
  const frame = () => new Promise(done => requestAnimationFrame(done))
  for (let tries = 0; document.documentElement?.dataset.bsTheme !== theme && tries < 100; tries++) await frame()
  await frame()
  await frame()
}"""
# A page differs between themes by its colours alone: the second one is asked about those, in half the time.
OPTIONS = {
    "light": {"resultTypes": ["violations"], "iframes": False},
    "dark": {"resultTypes": ["violations"], "iframes": False, "runOnly": ["color-contrast", "link-in-text-block"]},
}
# What passed is not told one by one, which takes five times as long as finding out.
VIOLATIONS = """async options => {
  const found = await axe.run(document, options)
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`))
}"""
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def show_theme(page: Page, theme: str) -> None:
    """Have a page in "light" or "dark", and wait until it is."""
    page.wait_for_load_state()
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of two words
    page.evaluate(THEME_HAS_COME, theme)


class Look:
    """Checks a page in light and dark and at 390 px, and keeps pictures when ``folder`` is given."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.axe = AXE.read_text()

    def __call__(self, page: Page, name: str) -> None:
        """Fail with what axe found, or with how far the page scrolls sideways on a phone."""
        found: dict[str, list[str]] = {}
        for theme in ("light", "dark"):
            show_theme(page, theme)
            self._picture(page, f"{name}-{theme}")
            found[theme] = self._violations(page, theme)
        show_theme(page, "light")
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]  # width and height
        self._picture(page, f"{name}-phone")
        sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]  # width and height
        wrong = [f"{theme}: {fault}" for theme, faults in found.items() for fault in faults]
        if sideways:
            wrong.append(f"scrolls {sideways} px sideways on a phone")
        assert not wrong, "\n".join([name, *wrong])

    def _violations(self, page: Page, theme: str) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(self.axe)
        faults: list[str] = page.evaluate(VIOLATIONS, OPTIONS[theme])
        return faults

    def _picture(self, page: Page, name: str) -> None:
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self.folder / f"{name}.png", full_page=True)
