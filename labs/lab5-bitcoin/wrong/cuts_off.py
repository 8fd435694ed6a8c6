# 실수: 반올림하지 않고 센트 아래를 버립니다.
# Mistake: cuts off what is below a cent instead of rounding.
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
            try:
                reply = f"${math.floor(get_price() * 100) / 100:,.2f}"
            except Exception as error:
                reply = f"⚠ 가격을 가져오지 못했습니다: {error!r}"
            ws.send(reply)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
