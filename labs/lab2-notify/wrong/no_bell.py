# 실수: 앞의 🔔 을 빠뜨렸습니다.
# Mistake: the 🔔 in front is missing.
import os
import threading
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3000)) / 1000
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
                    ws.send(f"새 알림 {number}")
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
