# 실수: 거래소가 답하지 않을 때의 예외를 잡지 않아서 오류 글이 소켓에 쓰입니다.
# Mistake: does not catch the failure of the exchange, so an error page goes onto the socket.
import math
import os

import requests
from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
URL = os.environ.get("BINANCE_URL", "https://api.binance.com") + "/api/v3/ticker/price"


def get_price():
    response = requests.get(URL, params={"symbol": "BTCUSDT"}, timeout=3)
    if response.status_code != 200:
        raise ValueError(f"상태 코드 {response.status_code}")
    price = float(response.json()["price"])
    if not math.isfinite(price) or price <= 0:
        raise ValueError(f"이상한 가격 {price}")
    return price


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "price":
            ws.send(f"${get_price():,.2f}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
