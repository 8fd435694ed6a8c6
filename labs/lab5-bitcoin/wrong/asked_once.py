# 실수: 처음 한 번만 거래소에 묻고 그 가격을 계속 보냅니다.
# Mistake: asks the exchange once and sends that price for ever.
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


last = None


@sock.route('/ws')
def websocket(ws):
    global last
    while True:
        data = ws.receive()
        if data == "price":
            try:
                if last is None:
                    last = get_price()
                reply = f"${last:,.2f}"
            except Exception as error:
                reply = f"⚠ 가격을 가져오지 못했습니다: {error!r}"
            ws.send(reply)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
