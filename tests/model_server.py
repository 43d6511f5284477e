"""A language model's server on loopback that speaks /v1/chat/completions, well or badly, by the model's name."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

# One of two claims supported, both facts stated.
VERDICT = {
    "claims": [{"claim": "電話は1,200台", "supported": True}, {"claim": "来年は増える", "supported": False}],
    "facts": [{"fact": "1200台", "stated": True}, {"fact": "94.9%", "stated": True}],
}
# What each model writes. A model that is not listed here echoes the first excerpt's first sentence.
SAYS = {
    "unmarked": "郵便局は全国に2万4,185局あります。",
    "invents": "郵便局は全国に9万9,999局あります[1]。",
    "beyond": "郵便局は全国に2万4,185局あります[99]。",
    "nothing": "該当なし",
    "endless": "郵便局の数は2024年度末に2万4,185局である[1]。" * 400,
    "mixed": "郵便局の数は2024年度末に2万4,185局である[1]。来年は3万局になる[1]。",
    # Judges, well and badly.
    "judge": f"判定は次のとおりです。\n```json\n{json.dumps(VERDICT, ensure_ascii=False)}\n```",
    "rambling": "よい答えだと思います。{たぶん}",
}


@dataclass
class ModelServer:
    """The server's address, and the requests that it was sent."""

    url: str = ""
    requests: list[dict] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


def serve(server: ModelServer) -> uvicorn.Server:
    """Start the server on a free port; returns what stops it."""
    app = FastAPI()

    @app.post("/v1/chat/completions")
    async def complete(request: Request) -> object:
        body = await request.json()
        server.requests.append(body)
        server.keys.append(request.headers.get("authorization", ""))
        if body["model"] == "limited":
            return JSONResponse({"error": {"message": "too many requests"}}, status_code=429)
        if body.get("stream"):
            return StreamingResponse(_events(body), media_type="text/event-stream")
        return _whole(body)

    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))
    threading.Thread(target=running.run, daemon=True).start()
    while not running.started:
        time.sleep(0.01)
    server.url = f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}/v1"
    return running


def _text(body: dict) -> str:
    if body["model"] in SAYS:
        return SAYS[body["model"]]
    system = body["messages"][0]["content"]
    first = system.partition("抜粋:")[2].strip().split("\n")[1]
    return first.split("。")[0] + "[1]。"


def _events(body: dict) -> Iterator[str]:
    text = _text(body)
    for place, character in enumerate(text):
        if body["model"] == "dies" and place == len(text) // 2:
            raise ConnectionResetError
        if body["model"] == "slow":
            time.sleep(5)
        yield f"data: {json.dumps(_chunk(body, {'content': character}))}\n\n"
    yield f"data: {json.dumps(_chunk(body, {}, 'stop'))}\n\n"
    yield "data: [DONE]\n\n"


def _chunk(body: dict, delta: dict, reason: str | None = None) -> dict:
    choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": reason}
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": body["model"], "choices": [choice]}


def _whole(body: dict) -> dict:
    message = {"role": "assistant", "content": _text(body)}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {"id": "1", "object": "chat.completion", "created": 0, "model": body["model"], "choices": [choice]}
