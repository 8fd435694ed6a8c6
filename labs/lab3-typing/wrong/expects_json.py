# 실수: typing 이라는 글을 JSON 으로 읽다가 예외가 나고 오류 글이 소켓에 쓰입니다.
# Mistake: reads the text typing as JSON, which raises, and an error page goes onto the socket.
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
        data = json.loads(data)["type"]
        if data == "typing":
            ws.send("💬 누군가 입력 중…")
        elif data == "stop":
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
