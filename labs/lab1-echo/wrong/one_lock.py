# 실수: 연결이 이어지는 내내 잠금 하나를 쥐고 있어서 한 번에 한 사람에게만 답합니다.
# Mistake: holds one lock for the whole connection, so only one client at a time is answered.
import os
import threading

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
lock = threading.Lock()


@sock.route('/ws')
def websocket(ws):
    with lock:
        while True:
            data = ws.receive()
            ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
