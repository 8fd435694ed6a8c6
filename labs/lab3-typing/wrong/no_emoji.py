# 실수: 앞의 💬 을 빠뜨렸습니다.
# Mistake: the 💬 in front is missing.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "typing":
            ws.send("누군가 입력 중…")
        elif data == "stop":
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
