# 실수: 알림마다가 아니라 보낼 때마다 번호를 늘려서 사람마다 다른 번호를 받습니다.
# Mistake: the number grows with every send, so each client gets another one.
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
            for ws in clients:
                number += 1
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
