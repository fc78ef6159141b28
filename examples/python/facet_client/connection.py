"""How a client reaches its server: plaintext or TLS, with a token or without."""

import dataclasses
import ipaddress
import pathlib
import re
import ssl

import grpc

_MAX_MESSAGE_BYTES = 16 << 20
_TOKEN = re.compile("[!-~]+")


@dataclasses.dataclass(frozen=True)
class Tls:
    """PEM files' bytes.

    roots: who may have signed the server's certificate; None: the system's authorities.
    certificate, key: what the client shows, both or neither.
    """

    roots: bytes | None = None
    certificate: bytes | None = None
    key: bytes | None = None


def open_channel(address, tls, token):
    """Returns a channel, and the metadata that every call on it needs.

    A token goes with the calls over TLS. Without TLS it stays on this machine.
    """
    if token is not None and not _TOKEN.fullmatch(token):
        raise ValueError("token: not shown (expected: one line of visible ASCII characters)")
    options = [("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES)]
    if tls is not None:
        return grpc.secure_channel(address, _credentials(tls, token), options), None
    if token is None:
        return grpc.insecure_channel(address, options), None
    if not _is_loopback(address):
        raise ValueError(f"{address}: a token needs TLS (expected: TLS, or a loopback address)")
    options.append(("grpc.enable_http_proxy", 0))
    return grpc.insecure_channel(address, options), [("authorization", f"Bearer {token}")]


def _credentials(tls, token):
    roots = _system_roots() if tls.roots is None else tls.roots
    channel = grpc.ssl_channel_credentials(roots, tls.key, tls.certificate)
    if token is None:
        return channel
    call = grpc.access_token_call_credentials(token)
    return grpc.composite_channel_credentials(channel, call)


def _system_roots():
    """The file that OpenSSL takes (SSL_CERT_FILE names another), else Debian's; else gRPC's own."""
    paths = ssl.get_default_verify_paths()
    for file in (paths.cafile, f"{paths.capath}/ca-certificates.crt"):
        if file is not None and pathlib.Path(file).is_file():
            return pathlib.Path(file).read_bytes()
    return None


def _is_loopback(address):
    host = address.rpartition(":")[0].strip("[]")
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
