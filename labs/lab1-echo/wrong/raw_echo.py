# 실수: 앞에 "Echo: " 를 붙이지 않고 그대로 돌려보냅니다.
# Mistake: sends the text back without "Echo: " in front.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(data)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
