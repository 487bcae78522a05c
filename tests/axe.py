# SPDX-License-Identifier: AGPL-3.0-or-later
"""Judges one page with axe-core, as the gate does."""

from upkeep.check.in_browser import DESK, axe_violations, open_settled


def violations(chromium, address: str, *, size=DESK) -> list[str]:
    """Return what axe reports about the page at *address*."""
    context = chromium.new_context(viewport=size, reduced_motion="reduce")
    page = context.new_page()
    open_settled(page, address)
    reasons = list(axe_violations(page))
    context.close()
    return reasons
