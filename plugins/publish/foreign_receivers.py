# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which plugins from elsewhere listen to a signal: they may change what is cached."""

from collections.abc import Iterable, Iterator

from blinker import Signal

OWN_PLUGINS = "plugins."


def foreign_receivers(signals: Iterable[Signal]) -> Iterator[str]:
    """Yield the modules of the receivers of *signals* that are not of this project."""
    for signal in signals:
        for receiver in signal.receivers_for(None):
            module = getattr(receiver, "__module__", "")
            if not module.startswith(OWN_PLUGINS):
                yield module
