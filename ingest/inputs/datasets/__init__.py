# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables, JSON and XML: each row is an article, whatever its fields are called."""
