# 실수: stop 을 받아도 아무것도 하지 않습니다.
# Mistake: does nothing about stop.
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


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
