"""What the window says instead of hints that are meant for the command line.

The store and the exporter know one front end as little as the other, and their hints name options,
which the window has none of. The Chinese of these hints is made for the window already.
"""

from desktop_app.sentences import Sentences

_ADDRESS = "download address at the foot of the styles panel"

_HINTS = Sentences(
    {
        # The network
        "Leave out --offline and HF_HUB_OFFLINE, or import the files from a folder": (
            "Start the app without HF_HUB_OFFLINE, or import the files from a folder"
        ),
        "Check the endpoint (--endpoint, HF_ENDPOINT), and whether this network wants a login": (
            f"Check the {_ADDRESS}, and whether this network wants a login"
        ),
        "Try again later, or set another endpoint (--endpoint, HF_ENDPOINT)": (
            f"Try again later, or set another {_ADDRESS}"
        ),
        "Check the network and try again; another endpoint can be set (--endpoint, HF_ENDPOINT)": (
            f"Check the network and try again, or set another {_ADDRESS}"
        ),
        "Get a newer catalog, or set another endpoint (--endpoint, HF_ENDPOINT)": (
            f"Get a newer catalog, or set another {_ADDRESS}"
        ),
        "If its authors published a new one, take it with --accept-changed": (
            "If its authors published a new one, docs/store.md tells how to take it"
        ),
        # Models and catalogs
        "Remove it first: vtoonify-rt models remove-catalog {id}": "Remove the catalog first",
        "Remove it first: vtoonify-rt models remove {model}": "Remove the installed one first",
        "Look with: vtoonify-rt models search": "Search for it in the styles panel",
        "Get them at {pages}, then: vtoonify-rt models import PATH": (
            "Get them at {pages}, then import them in the styles panel"
        ),
        "Install it with: {command}": "Press Install in the styles panel, or run: {command}",
        "Install pip or uv, or run the command yourself": "Install pip or uv, and try again",
        # Backends
        "Choose another backend, as with --backend onnxruntime": (
            "Start the app with VTOONIFY_RT_BACKEND=onnxruntime"
        ),
        # Imports
        "Remove it first, or import it with --replace": "Remove it first",
        "A finished model keeps its id; leave --id out": "A finished model keeps its id",
        "Say which one to take with {option} FILE": "Leave only the right one in the folder",
        "Put it there or give {option} FILE": "Put it there and try again",
        "Give the style codes that belong to the model with --codes FILE": (
            "Put the style codes that belong to the model beside it"
        ),
    }
)


def window_hint(hint: str) -> str:
    """Return `hint` as it is right in the window."""
    return _HINTS.replace(hint)
