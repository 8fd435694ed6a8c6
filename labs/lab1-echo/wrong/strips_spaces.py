# 실수: strip() 으로 앞뒤 빈칸을 없애고 답합니다.
# Mistake: strip() takes away the spaces around the text.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        data = data.strip()
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
