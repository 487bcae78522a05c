# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chromium for benchmarks: time to the first results, and the requested files."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from upkeep import browser

# Reports, by the page's own clock, when an element that matches a selector is drawn.
# Polling from outside costs the page time: it injects a large script and forces layout.
REPORT_SHOWN = """new MutationObserver((_, observer) => {
  if (!document.querySelector(%s)) return;
  observer.disconnect();
  console.debug("shown", performance.now());
}).observe(document, { childList: true, subtree: true });"""


class Network(NamedTuple):
    """The connection between a reader and a host."""

    latency: int  # milliseconds of a round trip
    throughput: int  # bytes a second


DENSE_4G = Network(40, 10_240_000 // 8)  # Lighthouse's preset for a desktop
SLOW_4G = Network(150, 1_638_400 // 8)  # Lighthouse's preset for a telephone


class PageLoad(NamedTuple):
    """What loading a page cost."""

    milliseconds: float  # until the first results were drawn
    urls: list[str]  # requested


@contextmanager
def launch_chromium() -> Iterator[Any]:
    """Yield a Chromium that was just started."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find_chromium(), args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


def emulate_network(network: Network, page: Any) -> None:
    """Let *page* load as over *network*."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": network.latency,
            "downloadThroughput": network.throughput,
            "uploadThroughput": network.throughput,
        },
    )


def load_page(page: Any, url: str, selector: str) -> PageLoad:
    """Open *url* and wait until an element that matches *selector* is drawn."""
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.add_init_script(REPORT_SHOWN % json.dumps(selector))
    with page.expect_console_message(is_shown_report) as report:
        page.goto(url, wait_until="commit")
    return PageLoad(float(report.value.text.split()[1]), urls)


def is_shown_report(message: Any) -> bool:
    """Return whether a console message is that of ``REPORT_SHOWN``."""
    return bool(message.text.startswith("shown "))
