"""Serves a copy of a tracking database as an MLflow server does, until nobody needs it any more.

It is run as ``python -m mlprodest_lint.verify.models.server``, reads a question as JSON, a line, and answers with the
port. The process ends when its standard input does, at the latest with its parent.

A worker may ask it for anything. MLflow's server writes a file wherever the address of a run's artifacts says, which
its clients may choose: so no file can be sent to this one, and where Landlock is, it can write to its own folder alone.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any

from mlprodest_lint.verify.models.mlflowchild import (
    FailureError,
    begin,
    failing,
    require,
    require_mlflow,
    upgrade,
    write,
)
from mlprodest_lint.verify.running.landlock import restrict_writes_to

if TYPE_CHECKING:
    from werkzeug.serving import BaseWSGIServer

_HOST = "127.0.0.1"
_SENDING = "/upload-artifact"
_FORBIDDEN = 403


def _server(uri: str, artifacts: str) -> BaseWSGIServer:
    """Return a server of MLflow's application on a port of its own."""
    require_mlflow(uri)
    require("flask", "flask_cors")
    with failing("registry"):
        from mlflow import server  # noqa: PLC0415
        from werkzeug.serving import make_server  # noqa: PLC0415

        os.environ[server.BACKEND_STORE_URI_ENV_VAR] = uri
        os.environ[server.REGISTRY_STORE_URI_ENV_VAR] = uri
        os.environ[server.ARTIFACT_ROOT_ENV_VAR] = artifacts
        upgrade(uri)
        server.app.before_request(_refuse_files)
        return make_server(_HOST, 0, server.app, threaded=True)


def _refuse_files() -> tuple[str, int] | None:
    from flask import request  # noqa: PLC0415

    return ("", _FORBIDDEN) if request.path.endswith(_SENDING) else None


def main() -> None:
    """Read what is to be served, say where, and serve it until standard input ends."""
    answers = begin()
    # Before MLflow starts a thread, which would not be held.
    restrict_writes_to((os.getcwd(), os.devnull))  # noqa: PTH109 - it takes a text
    asked: dict[str, Any] = json.loads(sys.stdin.readline())
    try:
        server = _server(asked["uri"], asked["artifacts"])
    except FailureError as error:
        write(answers, {"failure": error.kind, "cause": error.cause})
        return
    import threading  # noqa: PLC0415

    write(answers, {"address": f"http://{_HOST}:{server.port}"})
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
