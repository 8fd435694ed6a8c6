# 실수: 받은 typing 을 그대로 돌려보냅니다.
# Mistake: sends the word typing back.
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
            ws.send(data)
        elif data == "stop":
            ws.send(data)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
