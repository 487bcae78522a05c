# SPDX-License-Identifier: AGPL-3.0-or-later
"""The answers of a time-stamping authority (RFC 3161). Needs rfc3161-client."""

import hashlib
from http import HTTPStatus
from typing import Any

import urllib3

from seal.timestamp_errors import BadTimestamp, NoTimestamp, missing, unreachable

PATIENCE = 30  # seconds for an answer
LONGEST_ANSWER = 100_000  # bytes


def request_token(url: str, data: bytes) -> bytes:
    """Return the answer of the authority at *url*. Raises ``NoTimestamp``."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder
    except ImportError:
        raise NoTimestamp(missing("rfc3161-client")) from None
    builder = TimestampRequestBuilder().data(data)
    request = builder.hash_algorithm(HashAlgorithm.SHA256).build()
    answer = post(url, request.as_bytes(), "application/timestamp-query")
    try:
        token = parse_token(data, answer)
    except BadTimestamp as error:
        raise NoTimestamp(f"{url}: {error}") from None
    if token.tst_info.nonce != request.nonce:
        raise NoTimestamp(f"{url}: the answer is to another request")
    return answer


def post(url: str, data: bytes, kind: str) -> bytes:
    """Return the answer to a request. Raises ``NoTimestamp``."""
    try:
        answer = urllib3.request(
            "POST",
            url,
            body=data,
            headers={"Content-Type": kind},
            timeout=PATIENCE,
            retries=False,
            preload_content=False,
        )
        body = answer.read(LONGEST_ANSWER)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise NoTimestamp(unreachable(url, error)) from error
    if answer.status != HTTPStatus.OK:
        raise NoTimestamp(f"{url}: no timestamp: status {answer.status}")
    return body


def parse_token(data: bytes, token: bytes) -> Any:
    """Return the answer of an authority. Raises ``BadTimestamp`` if not of *data*."""
    from rfc3161_client import PKIStatus, decode_timestamp_response

    try:
        answer = decode_timestamp_response(token)
    except ValueError:
        raise BadTimestamp("no answer of a time-stamping authority") from None
    if PKIStatus(answer.status) != PKIStatus.GRANTED:
        reason = ", ".join(answer.status_string) or PKIStatus(answer.status).name
        raise BadTimestamp(f"the authority refused: {reason}")
    if answer.tst_info.message_imprint.message != hashlib.sha256(data).digest():
        raise BadTimestamp("the timestamp is of another statement")
    return answer


def check_token(data: bytes, token: bytes, roots: bytes) -> None:
    """Check the signature of a token with the root certificates *roots*, PEM.

    Raises ``BadTimestamp``. Needs no network.
    """
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder

    verifier = VerifierBuilder()
    for certificate in load_pem_x509_certificates(roots):
        verifier = verifier.add_root_certificate(certificate)
    answer = parse_token(data, token)
    try:
        verifier.build().verify_message(answer, data)
    except VerificationError as error:
        raise BadTimestamp(f"not signed under these certificates: {error}") from None
