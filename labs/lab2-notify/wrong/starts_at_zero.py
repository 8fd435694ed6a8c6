# 실수: 번호를 늘리기 전에 보내서 0 부터 시작합니다.
# Mistake: sends the number before it grows, so it begins with 0.
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
        with lock:
            for ws in clients:
                try:
                    ws.send(f"🔔 새 알림 {number}")
                except Exception:
                    pass
        number += 1


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
