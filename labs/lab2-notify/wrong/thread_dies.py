# 실수: 나간 클라이언트를 목록에서 빼지 않습니다. 그에게 보내다 난 예외로 알림 스레드가 끝납니다.
# Mistake: never removes a client that has left: sending to it raises, and that ends the thread.
import os
import threading
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3000)) / 1000
clients = []


def notify():
    number = 0
    while True:
        time.sleep(interval)
        number += 1
        for ws in clients:
            ws.send(f"🔔 새 알림 {number}")


threading.Thread(target=notify, daemon=True).start()


@sock.route('/ws')
def websocket(ws):
    clients.append(ws)
    while True:
        data = ws.receive()
        if data is None:    # 끊기면 None 이 아니라 예외가 나므로 여기에 오지 않습니다.
            clients.remove(ws)
            break


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
