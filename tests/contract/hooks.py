"""What Schemathesis cannot guess: real keys, real links, real click tokens.

`scripts/contract` starts a demo and passes the first line that it printed in INTROW_DEMO.
Every choice below is drawn from the generated case itself, so the same case is always sent the
same way and a failure can be replayed. Some cases are left exactly as they were generated.
"""

import atexit
import collections
import hashlib
import json
import os
import random
import urllib.parse

import requests
import schemathesis

DEMO = json.loads(os.environ["INTROW_DEMO"])
CAMPAIGNS = DEMO["campaigns"]
LINKS = [link for campaign in CAMPAIGNS for link in campaign["links"]]
PUBLISHABLE_KEYS = [DEMO["publishableKey"]] + [campaign["publishableKey"] for campaign in CAMPAIGNS]
LEGACY_URLS = DEMO.get("legacyUrls", [])
ORIGINS = [DEMO["url"], "https://shop.example"]

CONVERSIONS = "POST /api/v1/affiliate/conversions"
REDIRECTS = ("GET /r/{code}", "HEAD /r/{code}")
LEGACY = "GET /api/v1/affiliate/legacy-redirect"
EXPORT = "GET /api/v1/exports/{export}"
IMPORTS = ("POST /api/v1/imports/partners", "POST /api/v1/imports/legacy-links")
PORTAL_LINK = "POST /api/v1/auth/session"
FILES = ["clicks", "conversions", "submissions", "decisions", "links", "partners", "stats", "audit"]

# A person's browser following a link: only such a click is given a token.
BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36",
    "accept": "text/html,application/xhtml+xml",
    "accept-language": "en",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "sec-fetch-site": "cross-site",
    "sec-fetch-user": "?1",
}

# Answers that a run must have seen, or it tested nothing but refusals.
REACHED = {
    CONVERSIONS: {200, 201, 401},
    REDIRECTS[0]: {302, 404},
    EXPORT: {200, 400, 401, 404},
    IMPORTS[0]: {200, 401},
    IMPORTS[1]: {200, 401},
    PORTAL_LINK: {401, 404, 422},
}
if LEGACY_URLS:
    REACHED[LEGACY] = {302, 404}

statuses = collections.defaultdict(collections.Counter)
used_tokens = collections.deque(maxlen=50)


def click(url):
    """Follow a link as a browser does, and return the click token of its redirect, if any."""
    answer = requests.get(url, headers=BROWSER, allow_redirects=False, timeout=30)
    query = urllib.parse.urlsplit(answer.headers.get("location", "")).query
    return urllib.parse.parse_qs(query).get("irw_id", [None])[0]


# A link may be revoked, or its campaign ended: those are for the redirect, not for tokens.
LIVE_LINKS = [link for link in LINKS if click(link["url"])]
if not LIVE_LINKS:
    raise RuntimeError("no link of the demo gave a click token")


def dice(case):
    """Random numbers that depend on nothing but the case."""
    parts = [case.method, case.path, case.path_parameters, dict(case.headers or {}), case.query, case.body]
    # What JSON does not know (an absent body, a file) counts by its kind: its repr may hold an address.
    text = json.dumps(parts, default=lambda value: type(value).__name__)
    return random.Random(hashlib.sha256(text.encode()).digest())


def click_id(rng):
    """A fresh token, one that has been sent before, or a forged one."""
    kind = rng.choice(["fresh", "fresh", "used", "forged"])
    if kind == "used" and used_tokens:
        return rng.choice(used_tokens)
    token = click(rng.choice(LIVE_LINKS)["url"])
    if token is None:
        raise RuntimeError("a live link no longer gives a click token")
    if kind == "forged":
        return token[:-1] + ("A" if token[-1] != "A" else "B")
    used_tokens.append(token)
    return token


def with_secret_key(case, rng):
    """Mostly a secret key; sometimes a wrong one, or whatever was generated."""
    way = rng.choice(["secret"] * 6 + ["wrong", "generated"])
    if way != "generated":
        case.headers["x-api-key"] = DEMO["apiKey"] if way == "secret" else DEMO["apiKey"][:-1] + "~"


def authenticate(case, rng):
    """Mostly a secret key; sometimes a publishable key, a wrong key, or whatever was generated."""
    way = rng.choice(["secret"] * 5 + ["browser", "browser-body", "wrong", "generated"])
    if way == "generated":
        return
    for name in ("x-api-key", "x-introw-publishable-key"):
        case.headers.pop(name, None)
    if way == "secret":
        case.headers["x-api-key"] = DEMO["apiKey"]
    elif way == "wrong":
        case.headers["x-api-key"] = DEMO["apiKey"][:-1] + "~"
    else:
        case.headers["origin"] = rng.choice(ORIGINS)
        key = rng.choice(PUBLISHABLE_KEYS)
        if way == "browser-body" and isinstance(case.body, dict):
            case.body = {**case.body, "publishableKey": key}
        else:
            case.headers["x-introw-publishable-key"] = key


@schemathesis.hook
def before_call(context, case, kwargs):
    rng = dice(case)
    label = case.operation.label
    if label == CONVERSIONS:
        authenticate(case, rng)
        if isinstance(case.body, dict) and rng.random() < 0.75:
            case.body = {**case.body, "clickId": click_id(rng)}
    elif label in REDIRECTS:
        if rng.random() < 0.5:
            case.path_parameters = {**case.path_parameters, "code": rng.choice(LINKS)["code"]}
        if rng.random() < 0.5:
            case.headers.update(BROWSER)
    elif label == EXPORT:
        with_secret_key(case, rng)
        if rng.random() < 0.75:
            case.path_parameters = {**case.path_parameters, "export": rng.choice(FILES) + ".csv"}
        if rng.random() < 0.5:
            case.query = {}
    elif label == PORTAL_LINK:
        with_secret_key(case, rng)
    elif label in IMPORTS:
        with_secret_key(case, rng)
        if rng.random() < 0.5:
            link = rng.choice(LINKS)["code"]
            number = rng.randrange(1_000_000)
            case.body = {
                IMPORTS[0]: f"name,email\nPartner {number},p{number}@example.org\n,nobody\n",
                IMPORTS[1]: f"url,link\nhttps://old.example/{number},{link}\nno url,{link}\n",
            }[label]
    elif label == LEGACY and LEGACY_URLS and rng.random() < 0.5:
        case.query = {**(case.query or {}), "u": rng.choice(LEGACY_URLS)}


@schemathesis.hook
def after_call(context, case, response):
    statuses[case.operation.label][response.status_code] += 1


@atexit.register
def write_answers():
    """Which answers each operation gave, and which of the wanted ones never came."""
    missing = {label: sorted(wanted - set(statuses[label])) for label, wanted in REACHED.items()}
    with open(os.environ["INTROW_CONTRACT_ANSWERS"], "w", encoding="utf-8") as file:
        json.dump({"answers": statuses, "missing": {label: codes for label, codes in missing.items() if codes}}, file)
