# 실수: 긴 글은 앞의 1024자만 돌려보냅니다.
# Mistake: sends only the first 1024 characters of a long text back.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(f"Echo: {data[:1024]}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
