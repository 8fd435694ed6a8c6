# 실수: 입력이 0.2초 멈출 때까지 기다렸다가 마지막 글에만 답합니다.
# Mistake: waits until nothing has come for 0.2 s, and answers the last text only.
import os

from flask import Flask
from flask_sock import Sock

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
    while True:
        data = ws.receive()
        newer = ws.receive(timeout=0.2)
        while newer is not None:
            data = newer
            newer = ws.receive(timeout=0.2)
        ws.send(analyse(data))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
