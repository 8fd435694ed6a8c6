# 실수: 번호 앞에 쌍점을 넣어 "🔔 새 알림: 1" 을 보냅니다.
# Mistake: puts a colon before the number: "🔔 새 알림: 1".
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
                    ws.send(f"🔔 새 알림: {number}")
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
