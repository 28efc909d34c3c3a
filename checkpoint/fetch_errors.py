"""What a request that failed means to the user, and whether it is worth another try."""

import email.utils
import socket
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checkpoint.errors import FetchError

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError

_PASSING = {408, 425, 429, 500, 502, 503, 504}  # statuses of what may be well in a moment


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error to show, and what may be done before."""

    error: FetchError
    passing: bool  # worth another try
    asked_wait: float | None = None  # seconds that the server wants us to wait before it


def request_errors() -> tuple[type[Exception], ...]:
    """Return the errors of requests, which `explain` knows."""
    import httpx2

    return (httpx2.HTTPError, httpx2.InvalidURL)


def explain(error: Exception, name: str, address: str) -> Trouble:
    """Tell what an error of `request_errors` means for the file `name` at `address`."""
    import httpx2
    from huggingface_hub.errors import HfHubHTTPError

    host = host_of(address)
    if isinstance(error, HfHubHTTPError):
        return _refusal(error, name, host)
    if isinstance(error, httpx2.TransportError):
        return _connection(error, host)
    return Trouble(no_hub(address), passing=False)  # redirects without end, or to nowhere


def host_of(address: str) -> str:
    """Return the part of an address that tells the server, without any user name."""
    return urllib.parse.urlsplit(address).netloc.rpartition("@")[2] or address


def offline(name: str) -> FetchError:
    """Return the error for a file that is not here while the network is not to be used."""
    return FetchError(
        f"{name} is not here yet, and offline mode is on",
        "Leave out --offline and HF_HUB_OFFLINE, or import the files from a folder",
    )


def no_hub(address: str) -> FetchError:
    """Return the error for an address that answers, but not as a hub of models does."""
    return FetchError(
        f"What answers at {host_of(address)} is no hub of models",
        "Check the endpoint (--endpoint, HF_ENDPOINT), and whether this network wants a login",
    )


def _refusal(error: "HfHubHTTPError", name: str, host: str) -> Trouble:
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError

    status = error.response.status_code
    missing = isinstance(error, RepositoryNotFoundError) and not isinstance(error, GatedRepoError)
    if missing:  # the hub says 401 to this, too
        refusal = FetchError(
            f"{host} has no repository with {name}, or it is private",
            "Check the name; for a private one set HF_TOKEN to a token that may read it",
        )
    elif status in (401, 403):
        refusal = FetchError(
            f"{host} does not let us have {name} ({status})",
            "Set HF_TOKEN to a token that may read it, and accept its terms on its page",
        )
    elif status in (404, 410):
        refusal = FetchError(
            f"{host} has no file {name} ({status})",
            "Its authors may have moved it: see its page, or get a newer catalog",
        )
    else:
        return _no_service(error, name, host)
    return Trouble(refusal, passing=False)


def _no_service(error: "HfHubHTTPError", name: str, host: str) -> Trouble:
    status = error.response.status_code
    asked = _asked_wait(error.response.headers.get("Retry-After"))
    if status == 407:
        return _no_proxy("407", host)
    if status == 429 and asked is not None:
        told = FetchError(
            f"{host} was asked too often and wants a rest of {asked:.0f} seconds",
            "Try again then; with a token (HF_TOKEN) one may ask more often",
        )
    elif status == 429:
        told = FetchError(
            f"{host} was asked too often and wants a rest",
            "Try again later; with a token (HF_TOKEN) one may ask more often",
        )
    else:
        told = FetchError(
            f"{host} cannot give {name} at the moment (error {status})",
            "Try again later, or set another endpoint (--endpoint, HF_ENDPOINT)",
        )
    return Trouble(told, status in _PASSING, asked)


def _asked_wait(value: str | None) -> float | None:
    """Read a Retry-After header: seconds, or a date."""
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(email.utils.parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except ValueError:
        return None


def _connection(error: "httpx2.TransportError", host: str) -> Trouble:
    import httpx2

    if isinstance(error, httpx2.ProxyError):
        return _no_proxy(str(error), host)
    if isinstance(error, httpx2.UnsupportedProtocol):
        return Trouble(no_hub(host), passing=False)
    causes = list(_causes(error))
    if any(isinstance(each, ssl.SSLError) for each in causes) and not _broke_off(error, causes):
        told = FetchError(
            f"There is no secure connection to {host} ({error})",
            "Check the date of the computer, and whether a proxy or virus scanner reads along",
        )
        return Trouble(told, passing=False)
    if any(isinstance(each, socket.gaierror) for each in causes):
        message = f"There is no network, or no server called {host}"
    elif any(isinstance(each, ConnectionRefusedError) for each in causes):
        message = f"Nothing answers at {host}: the connection is refused"
    elif isinstance(error, httpx2.TimeoutException):
        message = f"{host} does not answer in time"
    elif _broke_off(error, causes):
        message = f"The connection to {host} broke off"
    else:
        message = f"{host} cannot be reached ({error})"
    return Trouble(FetchError(message, _network_hint()), passing=True)


def _no_proxy(reason: str, host: str) -> Trouble:
    told = FetchError(
        f"The proxy does not let us through to {host} ({reason})",
        "Check the proxy settings of the system (HTTPS_PROXY, HTTP_PROXY, NO_PROXY)",
    )
    return Trouble(told, passing="407" not in reason)  # that is: it wants a password


def _broke_off(error: "httpx2.TransportError", causes: list[BaseException]) -> bool:
    """Tell whether there was a connection; one that ends within TLS is called an error of that."""
    import httpx2

    ends = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ConnectionResetError, BrokenPipeError)
    return any(isinstance(each, ends) for each in causes) or isinstance(
        error, httpx2.ReadError | httpx2.WriteError | httpx2.RemoteProtocolError
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _network_hint() -> str:
    proxies = {host_of(url) for name, url in urllib.request.getproxies().items() if name != "no"}
    if proxies:
        return f"Check the network and the proxy {', '.join(sorted(proxies))}, and try again"
    return "Check the network and try again; another endpoint can be set (--endpoint, HF_ENDPOINT)"
