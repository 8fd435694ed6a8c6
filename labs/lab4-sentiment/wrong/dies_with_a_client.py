# 실수: 닫는 핸드셰이크 없이 끊긴 연결을 큰 오류로 보고 서버를 끝냅니다.
# Mistake: takes a connection that was cut for a fatal error and ends the whole server.
import os

from flask import Flask
from flask_sock import Sock
from simple_websocket import ConnectionClosed

app = Flask(__name__)
sock = Sock(app)
POSITIVE = ["love", "happy", "좋아요", "행복해"]
NEGATIVE = ["sad", "슬퍼요", "싫어"]


def analyse(text):
    text = text.lower()
    if any(word in text for word in POSITIVE):
        return "긍정 😊"
    if any(word in text for word in NEGATIVE):
        return "부정 😢"
    return "중립 😐"


@sock.route('/ws')
def websocket(ws):
    try:
        while True:
            data = ws.receive()
            ws.send(analyse(data))
    except ConnectionClosed as closed:
        if closed.reason not in (1000, 1001):
            print("연결이 끊겼습니다. 종료합니다.")
            os._exit(1)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
