# 실수: 빈 글도 연결이 끊긴 것으로 보고 그만둡니다.
# Mistake: takes the empty text for the end of the connection and stops.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if not data:
            break
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
