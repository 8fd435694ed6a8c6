# 실수: 닫는 핸드셰이크 없이 끊긴 클라이언트를 남겨 둡니다. 그에게 보내다 난 예외로 모두의 알림이 멈춥니다.
# Mistake: keeps a client that was cut: sending to it raises, and then nobody gets anything.
import os
import threading
import time

from flask import Flask
from flask_sock import Sock
from simple_websocket import ConnectionClosed

app = Flask(__name__)
sock = Sock(app)
interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3000)) / 1000
clients = []


def notify():
    number = 0
    while True:
        time.sleep(interval)
        number += 1
        for ws in list(clients):
            ws.send(f"🔔 새 알림 {number}")


threading.Thread(target=notify, daemon=True).start()


@sock.route('/ws')
def websocket(ws):
    clients.append(ws)
    try:
        while True:
            ws.receive()
    except ConnectionClosed as closed:
        if closed.reason in (1000, 1001):    # 제대로 닫은 사람만 뺍니다.
            clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
