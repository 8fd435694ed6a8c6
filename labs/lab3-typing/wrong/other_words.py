# 실수: 정해진 글이 아니라 "💬 상대방이 입력하고 있어요" 를 보냅니다.
# Mistake: sends words of its own instead of the text of the contract.
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
            ws.send("💬 상대방이 입력하고 있어요")
        elif data == "stop":
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
