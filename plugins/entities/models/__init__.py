# SPDX-License-Identifier: AGPL-3.0-or-later
"""Named entity recognisers: the CRF that is shipped, a learned one, transformers."""
