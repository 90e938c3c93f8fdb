from __future__ import annotations

import json
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from conftest import Scripted, Turn

from conversation_attributes import NoAnswer, RequestRefused, problems

DONE = {"attributes": {"tier": "gold"}, "version": 2}


def done() -> httpx.Response:
    return httpx.Response(200, json=DONE)


def conflict() -> httpx.Response:
    return httpx.Response(409, json={"code": "version-conflict", "detail": "read again", "currentVersion": 7})


def patch(api: Any) -> Any:
    return api.conversation("c").participant("customer").patch({"tier": "gold"})


@pytest.mark.parametrize(
    "turn",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("late"),
        httpx.RemoteProtocolError("cut off"),
        *[httpx.Response(status, json={}) for status in (429, 500, 502, 503, 504)],
        httpx.Response(200, text="<html>"),
    ],
    ids=str,
)
def test_a_write_is_sent_again_with_the_same_key_and_body(scripted: Scripted, turn: Turn) -> None:
    play = scripted.play([turn, turn, done()], patch)
    assert play.outcome == DONE
    assert {request.content for request in play.seen} == {b'{"attributes":{"tier":"gold"}}'}
    keys = [request.headers["idempotency-key"] for request in play.seen]
    assert len(keys) == 3 and len(set(keys)) == 1 and len(keys[0]) == 32
    assert play.pauses == [0.2, 0.4]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 412, 413, 422])
def test_what_is_refused_is_not_sent_again(scripted: Scripted, status: int) -> None:
    play = scripted.play([httpx.Response(status, json={"code": "some-code", "detail": "why"})], patch)
    assert isinstance(play.outcome, RequestRefused)
    assert (play.outcome.status, play.outcome.code, len(play.seen)) == (status, "some-code", 1)


def test_every_call_has_a_key_of_its_own_and_a_given_one_is_sent(scripted: Scripted) -> None:
    keys = [scripted.play([done()], patch).seen[0].headers["idempotency-key"] for _ in range(2)]
    assert keys[0] != keys[1]
    given = scripted.play([done()], lambda api: api.conversation("c").flow("f").set({}, idempotency_key="step-7"))
    assert given.seen[0].headers["idempotency-key"] == "step-7"


def test_a_read_has_no_key(scripted: Scripted) -> None:
    play = scripted.play([done()], lambda api: api.conversation("c").participant("customer").attributes())
    assert "idempotency-key" not in play.seen[0].headers


def test_retry_after_is_waited_for_and_one_of_more_than_a_minute_is_the_callers(scripted: Scripted) -> None:
    busy = httpx.Response(503, headers={"retry-after": "3"}, json={"code": "store-unavailable"})
    assert scripted.play([busy, done()], patch).pauses == [3.2]
    long = httpx.Response(429, headers={"retry-after": "61"}, json={"message": "Too Many Requests"})
    play = scripted.play([long], patch)
    assert (play.outcome.retry_after, play.outcome.code, play.outcome.detail) == (61, None, "Too Many Requests")


def test_pauses_double_up_to_a_limit(scripted: Scripted) -> None:
    play = scripted.play([*[httpx.ConnectError("refused")] * 7, done()], patch, attempts=8)
    assert play.pauses == [0.2, 0.4, 0.8, 1.6, 3.2, 5, 5]


def test_the_last_attempt_says_that_there_was_no_answer(scripted: Scripted) -> None:
    play = scripted.play([httpx.ConnectError("refused")] * 2, patch, attempts=2)
    assert isinstance(play.outcome, NoAnswer)
    assert isinstance(play.outcome.__cause__, httpx.ConnectError)
    assert play.outcome.idempotency_key == play.seen[0].headers["idempotency-key"]
    assert str(play.outcome) == "PATCH /api/v2/conversations/c/participants/customer/attributes: no answer (refused)"


def test_a_refusal_has_the_class_of_its_code(scripted: Scripted) -> None:
    play = scripted.play([conflict()], patch)
    assert isinstance(play.outcome, problems.VersionConflict)
    assert play.outcome.current_version == 7


def test_an_update_reads_and_asks_again_while_others_write(scripted: Scripted) -> None:
    def state(version: int) -> httpx.Response:
        return httpx.Response(200, json={"attributes": {"n": version}}, headers={"etag": f'W/"{version}"'})

    def add(api: Any) -> Any:
        return api.conversation("c").participant("customer").update_attributes(lambda bag: {"n": bag["n"] + 1})

    play = scripted.play([state(1), conflict(), state(7), done()], add)
    assert play.outcome == DONE
    writes = [json.loads(request.content) for request in play.seen if request.method == "PATCH"]
    assert writes == [{"attributes": {"n": 2}, "version": 1}, {"attributes": {"n": 8}, "version": 7}]
    nothing = scripted.play(
        [state(1)], lambda api: api.conversation("c").participant("customer").update_attributes(lambda bag: None)
    )
    assert nothing.outcome == {"attributes": {"n": 1}, "version": 1}


def test_a_list_asks_for_its_next_page_when_it_is_needed(scripted: Scripted) -> None:
    pages = [
        httpx.Response(200, json={"conversations": [{"id": "a"}], "nextToken": "x+y z"}),
        httpx.Response(200, json={"conversations": [{"id": "b"}]}),
    ]
    since = datetime(2026, 1, 2, tzinfo=timezone.utc)
    play = scripted.play([*pages], lambda api: api.contact_log(type="voice", from_=since, page_size=1))
    assert [one["id"] for one in play.outcome] == ["a", "b"]
    query = "type=voice&from=2026-01-02T00%3A00%3A00%2B00%3A00&pageSize=1"
    assert [str(request.url.query, "ascii") for request in play.seen] == [query, f"{query}&nextToken=x%2By%20z"]


def test_a_number_that_json_has_not_and_an_id_that_is_none_are_never_sent(scripted: Scripted) -> None:
    for call in (
        lambda api: api.conversation("c").participant("customer").patch({"n": float("nan")}),
        lambda api: api.conversation(".."),
        lambda api: api.contact_log(from_=datetime(2026, 1, 2)),
    ):
        play = scripted.play([], call)
        assert isinstance(play.outcome, ValueError), play.outcome
        assert play.seen == []


def token(text: str, seconds: int = 3600) -> httpx.Response:
    return httpx.Response(200, json={"access_token": text, "token_type": "Bearer", "expires_in": seconds})


def both(api: Any) -> Any:
    return api.conversation("c").participant("customer").update_attributes(lambda _: {"tier": "gold"})


def authorizations(seen: list[httpx.Request]) -> list[str]:
    return [request.headers["authorization"] for request in seen if request.url.path != "/oauth/token"]


def test_a_token_is_kept_and_renewed_before_its_end(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = scripted.play([token("one"), done(), done()], both, log_in=True)
    assert authorizations(kept.seen) == ["Bearer one"] * 2
    assert kept.seen[0].headers["authorization"] == "Basic aWQ6c2VjcmV0"
    assert kept.seen[0].content == b"grant_type=client_credentials"
    # A second before half its time is over, and then.
    for later, tokens in ((29.0, ["Bearer one"] * 2), (30.0, ["Bearer one", "Bearer two"])):
        times = iter([0.0, later])
        clock = SimpleNamespace(monotonic=lambda times=times, later=later: next(times, later))
        monkeypatch.setattr(f"conversation_attributes._{scripted.kind}.token.time", clock)
        others = [token("two")] if len(set(tokens)) > 1 else []
        renewed = scripted.play([token("one", 60), done(), *others, done()], both, log_in=True)
        assert authorizations(renewed.seen) == tokens


def test_a_token_that_is_not_taken_is_renewed_once(scripted: Scripted) -> None:
    def no() -> httpx.Response:
        return httpx.Response(401, json={"message": "Unauthorized"})

    play = scripted.play([token("one"), no(), token("two"), done()], patch, log_in=True)
    assert (play.outcome, authorizations(play.seen)) == (DONE, ["Bearer one", "Bearer two"])
    refused = scripted.play([token("one"), no(), token("two"), no()], patch, log_in=True)
    assert (refused.outcome.status, refused.outcome.detail) == (401, "Unauthorized")
    wrong = scripted.play([httpx.Response(401, json={"error": "invalid_client"})], patch, log_in=True)
    assert wrong.outcome.code == "invalid_client"
