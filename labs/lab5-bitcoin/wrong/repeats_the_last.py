# 실수: 실패하면 마지막 가격을 아무 말 없이 다시 보냅니다.
# Mistake: silently sends the last price again when the exchange fails.
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


last = "⚠ 아직 가격이 없습니다"


@sock.route('/ws')
def websocket(ws):
    global last
    while True:
        data = ws.receive()
        if data == "price":
            try:
                last = f"${get_price():,.2f}"
            except Exception as error:
                print(f"실패: {error!r}")
            ws.send(last)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
