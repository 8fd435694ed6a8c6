# 실수: 연결마다 번호를 따로 세어서 늦게 온 사람은 1 부터 받습니다.
# Mistake: counts for each connection apart, so a late client begins with 1.
import os
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3000)) / 1000


@sock.route('/ws')
def websocket(ws):
    number = 0
    while True:
        time.sleep(interval)
        number += 1
        ws.send(f"🔔 새 알림 {number}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
