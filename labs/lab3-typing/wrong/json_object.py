# 실수: 글 대신 JSON 객체를 보냅니다.
# Mistake: sends a JSON object instead of the text.
import json
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "typing":
            ws.send(json.dumps({"text": "💬 누군가 입력 중…"}, ensure_ascii=False))
        elif data == "stop":
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
