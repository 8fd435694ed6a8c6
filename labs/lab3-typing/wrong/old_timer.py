# 실수: stop 에서 타이머를 멈추지 않아서 옛 타이머가 새 표시를 지웁니다.
# Mistake: does not cancel the timer on stop, so the old timer clears the new indicator.
import os
import threading

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    typing = False
    timer = None

    def clear():
        nonlocal typing
        if typing:
            typing = False
            ws.send("")

    while True:
        data = ws.receive()
        if data == "typing":
            if typing:
                timer.cancel()
            else:
                ws.send("💬 누군가 입력 중…")
            typing = True
            timer = threading.Timer(1.2, clear)
            timer.start()
        elif data == "stop" and typing:
            typing = False
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
