# SPDX-License-Identifier: AGPL-3.0-or-later
"""A static host and a Chromium for benchmarks, and what a visit costs: seconds, and the files it asked for."""

import gzip
import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from upkeep import browser, static_host
from upkeep.static_host import Quiet


class Host(Quiet):
    """A static host that compresses nothing: sizes are counted from the files."""

    protocol_version = "HTTP/1.1"  # a connection serves many files, as on any host
    disable_nagle_algorithm = (
        True  # as on any host: else a file waits 40 ms behind its own header
    )

    def handle(self) -> None:
        """Serve until the browser is content: it closes connections when its page is closed."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().handle()


def hosted(folder: Path) -> AbstractContextManager[str]:
    """Give the address of a host of *folder* on this machine."""
    return static_host.hosted(folder, Host)


@contextmanager
def chromium() -> Iterator[Any]:
    """Give a Chromium that was just started."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        program = playwright.chromium.launch(
            executable_path=browser.find(), args=["--no-sandbox"]
        )
        yield program
        program.close()


@cache
def zipped(path: Path) -> int:
    """Return the size of a file as a host with gzip sends it; what is compressed already is sent as it is."""
    content = path.read_bytes()
    return min(len(content), len(gzip.compress(content, 6)))


# Tells when what is waited for is drawn, by the page's own clock. To ask from outside takes as long as a page does: it
# brings a large script into the page, and lays the page out again and again while it loads.
NOTE = """new MutationObserver((_, watch) => {
  if (!document.querySelector(%s)) return;
  watch.disconnect();
  console.debug("shown", performance.now());
}).observe(document, { childList: true, subtree: true });"""


class Network(NamedTuple):
    """What lies between a reader and a host."""

    latency: int  # milliseconds there and back
    speed: int  # bytes a second


DENSE_4G = Network(40, 10_240_000 // 8)  # Lighthouse's preset for a desktop


def reached_by(network: Network, page: Any) -> None:
    """Let *page* load as over a *network*."""
    session = page.context.new_cdp_session(page)
    speeds = {"downloadThroughput": network.speed, "uploadThroughput": network.speed}
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": network.latency, **speeds},
    )


def visit(page: Any, address: str, shown: str) -> tuple[float, list[str]]:
    """Open *address*; return the milliseconds until *shown* (a selector) is there, and the addresses asked for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(NOTE % json.dumps(shown))
    with page.expect_console_message(
        lambda message: message.text.startswith("shown ")
    ) as told:
        page.goto(address, wait_until="commit")
    return float(told.value.text.split()[1]), asked


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return quantiles(values, n=20)[-1]


def spread(values: list[float]) -> str:
    """Return median and 95th percentile."""
    return f"{median(values):8.1f} {p95(values):8.1f}"
