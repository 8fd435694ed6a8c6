# 실수: 같은 답을 두 번 보냅니다.
# Mistake: sends the same answer twice.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        reply = f"Echo: {data}"
        ws.send(reply)
        print(f"보낸 메시지: {reply}")
        ws.send(reply)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
