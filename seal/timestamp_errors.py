# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why there is no timestamp, or why one proves nothing."""


class NoTimestamp(RuntimeError):
    """No timestamp could be had; the message is the reason and what to do."""


class BadTimestamp(ValueError):
    """A timestamp is damaged, or of something else."""


def unreachable(url: str, error: Exception) -> str:
    """Return the message on a service that does not answer."""
    return (
        f"{url}: no timestamp: {error}. It needs a network; without it, seal without"
        " a timestamp now and run the command again later"
    )


def missing(package: str) -> str:
    """Return the message on a library that is not installed."""
    return f"{package} is not installed: .venv/bin/pip install '.[timestamps]'"
