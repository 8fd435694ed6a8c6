# 실수: 클라이언트가 말을 걸어야 알림을 보냅니다.
# Mistake: sends a notification only when the client has said something.
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
        ws.receive()
        time.sleep(interval)
        number += 1
        ws.send(f"🔔 새 알림 {number}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
