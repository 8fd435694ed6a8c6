# 실수: 닫는 핸드셰이크 없이 끊긴 연결을 큰 오류로 보고 서버를 끝냅니다.
# Mistake: takes a connection that was cut for a fatal error and ends the whole server.
import math
import os

import requests
from flask import Flask
from flask_sock import Sock
from simple_websocket import ConnectionClosed

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
    try:
        while True:
            data = ws.receive()
            if data == "price":
                try:
                    reply = f"${get_price():,.2f}"
                except Exception as error:
                    reply = f"⚠ 가격을 가져오지 못했습니다: {error!r}"
                ws.send(reply)
    except ConnectionClosed as closed:
        if closed.reason not in (1000, 1001):
            print("연결이 끊겼습니다. 종료합니다.")
            os._exit(1)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
