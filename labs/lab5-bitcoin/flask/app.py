# [실습 5] 실시간 비트코인 가격 확인: price 라고 물으면 거래소에 물어 "$70,352.36" 처럼 답합니다.
# Lab 5, bitcoin: asked for the price, it asks the exchange and answers like "$70,352.36".
import math
import os

import requests
from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)

URL = os.environ.get("BINANCE_URL", "https://api.binance.com") + "/api/v3/ticker/price"


# 외부 API 호출. 믿을 수 있는 가격이 아니면 예외를 냅니다.
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
        data = ws.receive()    # 연결이 끊기면 여기서 끝납니다.
        print(f"받은 메시지: {data}")
        if data == "price":
            try:
                reply = f"${get_price():,.2f}"
            except Exception as error:
                reply = f"⚠ 가격을 가져오지 못했습니다: {error!r}"
            ws.send(reply)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
