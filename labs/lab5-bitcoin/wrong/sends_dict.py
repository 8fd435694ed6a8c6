# 실수: 거래소의 답을 딕셔너리째로 보냅니다. flask-sock 은 그것을 str() 로 바꿔 보냅니다.
# Mistake: sends the whole answer as a dictionary; flask-sock sends what str() makes of it.
import os

import requests
from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
URL = os.environ.get("BINANCE_URL", "https://api.binance.com") + "/api/v3/ticker/price"


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "price":
            try:
                reply = requests.get(URL, params={"symbol": "BTCUSDT"}, timeout=3).json()
            except Exception as error:
                reply = f"⚠ 가격을 가져오지 못했습니다: {error!r}"
            ws.send(reply)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
