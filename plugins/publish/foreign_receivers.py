# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which plugins from elsewhere listen to a signal: they may change what is cached."""

from collections.abc import Iterable, Iterator

from blinker import Signal
from pelican.plugins import signals as pelican_signals

from plugins.contract import Settings

OWN_PLUGINS = "plugins."
# ``initialized`` comes before all articles; the process of `inv serve` listens to it.
SIGNALS = [
    each
    for name, each in vars(pelican_signals).items()
    if isinstance(each, Signal) and name != "initialized"
]


def foreign_receivers(signals: Iterable[Signal]) -> Iterator[str]:
    """Yield the modules of the receivers of *signals* that are not of this project."""
    for signal in signals:
        for receiver in signal.receivers_for(None):
            module = getattr(receiver, "__module__", "")
            if not module.startswith(OWN_PLUGINS):
                yield module


def has_own_plugins_only(settings: Settings) -> bool:
    """Return whether no code from elsewhere takes part in the build."""
    own = all(str(plugin).startswith(OWN_PLUGINS) for plugin in settings["PLUGINS"])
    return own and not any(foreign_receivers(SIGNALS))
