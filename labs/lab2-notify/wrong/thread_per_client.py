# 실수: 클라이언트가 올 때마다 알림 스레드를 하나 더 만들어서 점점 빨라집니다.
# Mistake: starts one more notifying thread for every client, so it gets faster and faster.
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


number = 0


def notify():
    global number
    while True:
        time.sleep(interval)
        with lock:
            number += 1
            for ws in clients:
                try:
                    ws.send(f"🔔 새 알림 {number}")
                except Exception:
                    pass


@sock.route('/ws')
def websocket(ws):
    with lock:
        clients.append(ws)
    threading.Thread(target=notify, daemon=True).start()
    try:
        while True:
            ws.receive()
    finally:
        with lock:
            clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
