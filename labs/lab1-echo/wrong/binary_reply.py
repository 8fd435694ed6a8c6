# 실수: 텍스트가 아니라 바이트를 보내서 바이너리 메시지가 됩니다.
# Mistake: sends bytes, which makes a binary message instead of a text.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(f"Echo: {data}".encode("utf-8"))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
