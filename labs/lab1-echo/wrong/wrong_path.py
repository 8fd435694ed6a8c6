# 실수: 경로가 /ws 가 아니라 /websocket 입니다.
# Mistake: the path is /websocket instead of /ws.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/websocket')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
