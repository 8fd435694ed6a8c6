# 실수: 받은 글을 format 의 틀로 씁니다. 글에 { 가 있으면 예외가 나고 오류 글이 소켓에 쓰입니다.
# Mistake: uses the text as a format; a { in it raises, and an error page goes onto the socket.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(("Echo: " + data).format())


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
