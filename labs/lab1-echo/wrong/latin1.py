# 실수: UTF-8 바이트를 latin-1 로 읽어서 한글이 깨집니다.
# Mistake: reads the UTF-8 bytes as latin-1, which garbles Hangul.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        data = data.encode("utf-8").decode("latin-1")
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
