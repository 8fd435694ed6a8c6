# 실수: 3초에 한 번만 거래소에 물어서 그 사이의 가격은 낡은 것입니다.
# Mistake: asks the exchange every 3 seconds, so in between its price is old.
import math
import os
import threading
import time

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


def keep_asking():
    global latest
    while True:
        try:
            latest = f"${get_price():,.2f}"
        except Exception as error:
            latest = f"⚠ 가격을 가져오지 못했습니다: {error!r}"
        time.sleep(3)


latest = "⚠ 아직 가격이 없습니다"
threading.Thread(target=keep_asking, daemon=True).start()


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "price":
            ws.send(latest)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
