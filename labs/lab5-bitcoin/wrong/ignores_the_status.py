# 실수: 상태 코드를 보지 않고 연결 오류만 잡습니다. price 가 없는 답에서 KeyError 가 납니다.
# Mistake: looks at no status, and catches only what requests raises; without a price, KeyError comes through.
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
    price = float(response.json()["price"])
    if not math.isfinite(price) or price <= 0:
        raise ValueError(f"이상한 가격 {price}")
    return price


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "price":
            try:
                reply = f"${get_price():,.2f}"
            except requests.RequestException as error:
                reply = f"⚠ 가격을 가져오지 못했습니다: {error!r}"
            ws.send(reply)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
