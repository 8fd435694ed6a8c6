# 실수: 마지막 typing 뒤 0.5초 만에 스스로 지웁니다.
# Mistake: clears by itself 0.5 s after the last typing.
import os
import threading

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


def clear(ws):
    try:
        ws.send("")
    except Exception:
        pass


@sock.route('/ws')
def websocket(ws):
    timer = None
    while True:
        data = ws.receive()
        if timer:
            timer.cancel()
        if data == "typing":
            ws.send("💬 누군가 입력 중…")
            timer = threading.Timer(0.5, clear, [ws])
            timer.start()
        elif data == "stop":
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
