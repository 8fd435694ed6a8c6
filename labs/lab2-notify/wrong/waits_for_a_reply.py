# 실수: 알림을 하나 보내고 나서 receive 에서 멈춥니다. 아무 말도 없으면 다음 알림이 없습니다.
# Mistake: blocks in receive after the first notification; while the client is silent, no further one comes.
import os
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3000)) / 1000


number = 0


@sock.route('/ws')
def websocket(ws):
    global number
    while True:
        number += 1
        ws.send(f"🔔 새 알림 {number}")
        ws.receive()
        time.sleep(interval)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
