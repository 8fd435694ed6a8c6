# 실수: NOTIFY_INTERVAL_MS 를 읽지 않고 언제나 3초마다 보냅니다.
# Mistake: never reads NOTIFY_INTERVAL_MS: the period is always 3 seconds.
import os
import threading
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
interval = 3
clients = []
lock = threading.Lock()


def notify():
    number = 0
    while True:
        time.sleep(interval)
        number += 1
        with lock:
            for ws in clients:
                try:
                    ws.send(f"🔔 새 알림 {number}")
                except Exception:
                    pass


threading.Thread(target=notify, daemon=True).start()


@sock.route('/ws')
def websocket(ws):
    with lock:
        clients.append(ws)
    try:
        while True:
            ws.receive()
    finally:
        with lock:
            clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
