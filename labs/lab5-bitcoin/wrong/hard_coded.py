# 실수: 거래소에 묻지 않고 정해 둔 가격을 보냅니다.
# Mistake: sends a fixed price and asks nobody.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "price":
            ws.send("$70,352.36")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
