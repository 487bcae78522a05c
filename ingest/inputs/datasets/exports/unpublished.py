# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows that their publishing tool does not show to everybody: drafts, private posts."""

from collections.abc import Mapping

from ingest.inputs.datasets.field_names import is_empty

HIDDEN_STATES = frozenset(
    (
        *("draft", "auto-draft", "autodraft", "pending", "private", "trash", "trashed"),
        *("future", "scheduled", "unpublished", "deleted", "hidden"),
        *("in_review", "review", "inherit", "password", "members", "paid", "tiers"),
        *("only_paid", "founding", "unlisted"),
    )
)
STATE_KEYS = (
    "status",
    "poststatus",
    "state",
    "workflowstate",
    "visibility",
    "audience",
)
# Key → its value in a row that is not shown.
HIDDEN_FLAGS = {
    "ispublished": False,
    "published": False,
    "draft": True,
    "isdraft": True,
    "private": True,
    "isprivate": True,
    "protected": True,
    "deleted": True,
    "isdeleted": True,
    "trashed": True,
}
UNPUBLISHED_IN_JOOMLA = ("0", "-2")  # unpublished, in the trash
FLAG_WORDS = {
    "true": True,
    "1": True,
    "yes": True,
    "false": False,
    "0": False,
    "no": False,
}
PASSWORD_KEYS = ("password", "postpassword")
PROTECTED = "protected by a password"


def reason_unpublished(keyed: Mapping[str, object]) -> str:
    """Return why a row is not to be published, "" if it is."""
    for key in STATE_KEYS:
        state = keyed.get(key)
        if isinstance(state, str) and state.strip().casefold() in HIDDEN_STATES:
            return f"not published: {state.strip()}"
    for key, hidden in HIDDEN_FLAGS.items():
        if key in keyed and as_flag(keyed[key]) is hidden:
            return f"not published: {key} is {str(hidden).lower()}"
    if keyed.get("status") is False:  # of Drupal
        return "not published: status is false"
    if "publishup" in keyed and str(keyed.get("state")) in UNPUBLISHED_IN_JOOMLA:
        return f"not published: state is {keyed['state']}"
    return PROTECTED if has_password(keyed) else ""


def as_flag(value: object) -> bool | None:
    """Return *value* as a boolean, ``None`` if it is none."""
    if isinstance(value, bool):
        return value
    return FLAG_WORDS.get(value.strip().casefold()) if isinstance(value, str) else None


def has_password(keyed: Mapping[str, object]) -> bool:
    """Return whether a row has a password, or WordPress' text is protected by one."""
    if any(
        isinstance(keyed.get(key), str) and not is_empty(keyed[key])
        for key in PASSWORD_KEYS
    ):
        return True
    content = keyed.get("content")
    return isinstance(content, Mapping) and content.get("protected") is True
