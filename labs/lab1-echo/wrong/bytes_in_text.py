# 실수: 글을 바이트로 바꿔 문자열에 넣어서 b'...' 가 보입니다.
# Mistake: puts bytes into the text, which shows them as b'...'.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        data = data.encode("utf-8")
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
