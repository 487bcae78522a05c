# SPDX-License-Identifier: AGPL-3.0-or-later
"""The recogniser that ``ENTITIES_BACKEND`` names."""

from importlib import import_module

from plugins.entities.models.spans import Backend

FORMS = "module:callable, or module:factory:argument for one that must be made"


class NoBackend(ValueError):
    """The setting names no recogniser; the message says what is wrong with it."""


def load(name: str) -> Backend | None:
    """Return the recogniser of that *name*, ``None`` for "". Raises ``NoBackend``.

    ``module:callable`` is the recogniser itself; ``module:factory:argument`` is what the factory returns for the
    argument, such as the folder of a model: plugins.entities.models.transformer:load:models/names.
    """
    if not name:
        return None
    module, _, rest = name.partition(":")
    attribute, _, argument = rest.partition(":")
    try:
        found = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        raise NoBackend(
            f"ENTITIES_BACKEND {name!r}: no module {error.name}; it is written {FORMS}"
        ) from error
    except AttributeError as error:
        raise NoBackend(
            f"ENTITIES_BACKEND {name!r}: {module} has no {attribute!r}; it is written {FORMS}"
        ) from error
    backend: Backend = found(argument) if argument else found
    if not callable(backend) or not isinstance(
        getattr(backend, "fingerprint", None), str
    ):
        raise NoBackend(
            f"ENTITIES_BACKEND {name!r} is no callable with a fingerprint: see plugins/entities/spans.py"
        )
    return backend
