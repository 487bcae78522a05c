# SPDX-License-Identifier: AGPL-3.0-or-later
"""Loads the recogniser that the setting ``ENTITIES_BACKEND`` names."""

from importlib import import_module

from plugins.entities.models.recogniser import NoRecogniser, Recogniser

FORMS = "module:callable, or module:factory:argument for one that a factory returns"


class BadBackend(ValueError):
    """``ENTITIES_BACKEND`` names no recogniser; the message gives the reason."""


def load_recogniser(name: str) -> Recogniser:
    """Return the recogniser of that *name*; "" is ``NoRecogniser``.

    ``module:callable`` is the recogniser itself. ``module:factory:argument`` is what
    the factory returns for the argument, such as the folder of a model:
    plugins.entities.models.transformer:load:models/names. Raises ``BadBackend``.
    """
    if not name:
        return NoRecogniser()
    module, _, callable_part = name.partition(":")
    attribute, _, argument = callable_part.partition(":")
    try:
        named = getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        raise BadBackend(
            f"ENTITIES_BACKEND {name!r}: no module {error.name}; write it as {FORMS}"
        ) from error
    except AttributeError as error:
        raise BadBackend(
            f"ENTITIES_BACKEND {name!r}: {module} has no {attribute!r};"
            f" write it as {FORMS}"
        ) from error
    recogniser: Recogniser = named(argument) if argument else named
    fingerprint = getattr(recogniser, "fingerprint", None)
    if not callable(recogniser) or not isinstance(fingerprint, str):
        raise BadBackend(
            f"ENTITIES_BACKEND {name!r} is no callable with a fingerprint:"
            " see plugins/entities/models/recogniser.py"
        )
    return recogniser
