"""Which files hold a secret: by the name of a file that programs keep secrets in, and by what stands in it.

A file that could hold a secret and holds none, such as an `.env.example` whose values are empty, isn't one.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Keys.

_PEM_KEY = re.compile(
    rb"^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----[ \t]*\r?\n"
    rb"(?:[A-Za-z-]+: [^\n]*\n|[ \t]*\r?\n)*"  # headers, such as `Proc-Type: 4,ENCRYPTED`
    rb"[A-Za-z0-9+/=]{16,}[ \t]*\r?$",
    re.MULTILINE,
)
_PUTTY_KEY = b"PuTTY-User-Key-File-"
_DER, _JAVA_STORE = b"\x30", b"\xfe\xed\xfe\xed"
_KEY_STORES = {".p12": _DER, ".pfx": _DER, ".jks": _JAVA_STORE, ".keystore": _JAVA_STORE}


def is_private_key(name: str, start: bytes) -> bool:
    """Tell whether a file holds a private key.

    Args:
        name: The file's name.
        start: Its first bytes.
    """
    if b"PRIVATE KEY" in start and _PEM_KEY.search(start):
        return True
    suffix = name[name.rfind(".") :].lower()
    return start.startswith(_PUTTY_KEY) or (suffix in _KEY_STORES and start.startswith(_KEY_STORES[suffix]))


# Settings.

_SETTINGS_FILE = re.compile(r"\.env(?:[.-].+)?|.+\.env", re.IGNORECASE)
_TEMPLATE = re.compile(r"example|exemplo|sample|template|modelo|dist", re.IGNORECASE)
_SETTING = re.compile(r"[ \t]*(?:export[ \t]+)?(?P<key>[A-Za-z_][\w.-]*)[ \t]*[=:](?P<value>.*)")
_COMMENT = re.compile(r"(?:^|[ \t])#.*")
_SECRET_KEY = re.compile(
    r"(?:^|[_.-])(?:SECRET|TOKEN|SENHA|SEGREDO|CREDENTIALS?|PASSPHRASE|PASSWD"
    r"|(?:ACCESS|SECRET|API|PRIVATE|ENCRYPTION|SIGNING|MASTER|ACCOUNT|AUTH|SHARED)[_.-]?KEY(?:[_.-]?ID)?"
    r"|CHAVE[_.-](?:SECRETA|PRIVADA|DE[_.-]ACESSO))(?:[_.-]?\d+)?$"
    r"|PASSWORD(?:[_.-]?\d+)?$|[_.-](?:PASS|PWD|PW)$"
)
# A place to fill in, the value of another setting, a switch.
_NO_SECRET = re.compile(r"<.*>|\$\{?\w+\}?|\.{3,}|x{3,}|\*{3,}|true|false|yes|no|none|null|0|1", re.IGNORECASE)
_TO_FILL_IN = re.compile(r"\W*(?:your|change|replace|insert|put|seu|sua|troque|altere|coloque|insira)", re.IGNORECASE)
_LOGIN_IN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s:/@]*:[^\s/@<$*]+@[^\s/]", re.IGNORECASE)


def secret_setting(name: str, start: bytes) -> str:
    """Return the name of the first secret in a file of settings for the environment (`.env`), or nothing.

    Args:
        name: The file's name.
        start: Its first bytes.
    """
    if not _SETTINGS_FILE.fullmatch(name):
        return ""
    is_template = _TEMPLATE.search(name) is not None
    encoding = "utf-16" if start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"  # PowerShell writes UTF-16
    for key, value in _settings_in(start.decode(encoding, errors="replace")):
        if not value or _NO_SECRET.fullmatch(value) or (is_template and _TO_FILL_IN.match(value)):
            continue
        if _SECRET_KEY.search(key.upper()) or _LOGIN_IN_ADDRESS.match(value):
            return key
    return ""


def _settings_in(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        setting = _SETTING.match(line)
        if setting:
            value = setting["value"].strip()
            quote = value[:1]
            is_quoted = quote in {'"', "'"} and quote in value[1:]
            yield setting["key"], (value[1:].partition(quote)[0] if is_quoted else _COMMENT.sub("", value)).strip()


# Credentials that programs keep in files of their own.

_PASSWORD_WORD = rb"\bpassword\s+\S"
_PASSWORD_FIELD = rb"^[^#\n:]*(?::[^:\n]*){3}:[^:\n]+$"
_IN_JSON = rb"\"%s\"\s*:\s*\"[^\"\s]"
_IN_LINE = rb"^[ \t]*%s[ \t]*[=:][ \t]*[^\s#]"
_OAUTH = _IN_JSON % rb"(?:client_secret|refresh_token)"
_CREDENTIALS = {
    name: re.compile(pattern, re.MULTILINE)
    for name, pattern in {
        ".netrc": _PASSWORD_WORD,
        "_netrc": _PASSWORD_WORD,
        ".pgpass": _PASSWORD_FIELD,
        "pgpass.conf": _PASSWORD_FIELD,
        ".pypirc": _IN_LINE % rb"password",
        ".my.cnf": _IN_LINE % rb"password",
        ".npmrc": rb"_(?:authToken|auth|password)[ \t]*=[ \t]*[^\s$]",
        ".git-credentials": rb"://[^\s:/@]*:[^\s/@]+@",
        ".databrickscfg": _IN_LINE % rb"(?:token|password)",
        ".s3cfg": _IN_LINE % rb"secret_key",
        ".boto": _IN_LINE % rb"(?:aws_secret_access_key|gs_secret_access_key|gs_oauth2_refresh_token)",
        ".dockercfg": _IN_JSON % rb"auth",
        "kaggle.json": _IN_JSON % rb"key",
        "application_default_credentials.json": _IN_JSON % rb"(?:refresh_token|private_key)",
        **dict.fromkeys(("client_secret.json", "client_secrets.json", "credentials.json", "token.json"), _OAUTH),
        ".streamlit/secrets.toml": _IN_LINE % rb"(?i:[\w.-]*(?:password|secret|token|key|senha))",
        ".docker/config.json": _IN_JSON % rb"auth",
        ".kube/config": rb"^\s*(?:-[ \t]*)?(?:token|password|client-key-data):[ \t]*\S",
        ".mc/config.json": _IN_JSON % rb"secretKey",
        "credentials": _IN_LINE % rb"(?:aws_secret_access_key|mlflow_tracking_password|mlflow_tracking_token)",
        "huggingface/token": rb"\Ahf_\w{10}",
    }.items()
}
_SERVICE_ACCOUNT = re.compile(rb"\"private_key\"\s*:\s*\"-----BEGIN [A-Z ]*PRIVATE KEY-----\\n[A-Za-z0-9+/=]{16}")


def holds_credentials(path: Path, start: bytes) -> bool:
    """Tell whether a file is one in which a program keeps credentials, and holds some.

    Args:
        path: The file.
        start: Its first bytes.
    """
    names = (path.name, f"{path.parent.name}/{path.name}")
    patterns = (_CREDENTIALS[name] for name in names if name in _CREDENTIALS)
    return any(pattern.search(start) for pattern in patterns) or (
        path.suffix == ".json" and b"private_key" in start and _SERVICE_ACCOUNT.search(start) is not None
    )
