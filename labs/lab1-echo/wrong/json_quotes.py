# 실수: 글을 JSON 으로 바꿔 넣어서 따옴표가 함께 갑니다.
# Mistake: puts the text in as JSON, so its quotation marks are sent too.
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
        ws.send("Echo: " + json.dumps(data, ensure_ascii=False))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
