# 실수: 무엇을 받든 정해 둔 답을 보냅니다.
# Mistake: sends a fixed answer, whatever it has received.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        print(f"받은 메시지: {data}")
        ws.send("Echo: 안녕하세요")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
