# 실수: 빈 글 대신 "입력을 멈췄습니다" 를 보냅니다.
# Mistake: says that the typing has stopped instead of sending the empty text.
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
            ws.send("💬 누군가 입력 중…")
        elif data == "stop":
            ws.send("입력을 멈췄습니다")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
