# 실수: 표시하고 1초를 자고 나서 지웁니다. 그동안 온 typing 을 보지 못합니다.
# Mistake: shows it, sleeps 1 s and clears it, without a look at the typing that came meanwhile.
import os
import time

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
            time.sleep(1)
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
