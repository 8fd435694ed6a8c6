# 실수: 밀리초를 초로 바꾸지 않고 sleep 에 넣어서 1000배 오래 기다립니다.
# Mistake: gives milliseconds to sleep, which takes seconds: it waits 1000 times too long.
import os
import threading
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3))
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
