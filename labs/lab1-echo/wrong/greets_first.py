# 실수: 연결되자마자 인사말을 보냅니다.
# Mistake: sends a greeting as soon as the client is connected.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    ws.send("연결되었습니다!")
    while True:
        data = ws.receive()
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
