# 실수: 변수 하나에 마지막 연결만 기억해서 먼저 온 사람은 더 받지 못합니다.
# Mistake: remembers only the last connection, so those that came before get nothing more.
import os
import threading
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3000)) / 1000


client = None


def notify():
    number = 0
    while True:
        time.sleep(interval)
        number += 1
        try:
            if client is not None:
                client.send(f"🔔 새 알림 {number}")
        except Exception:
            pass


threading.Thread(target=notify, daemon=True).start()


@sock.route('/ws')
def websocket(ws):
    global client
    client = ws
    while True:
        ws.receive()


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
