# 실수: 긍정과 부정이 바뀌었습니다.
# Mistake: positive and negative are swapped.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
POSITIVE = ["sad", "슬퍼요", "싫어"]
NEGATIVE = ["love", "happy", "좋아요", "행복해"]


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
        ws.send(analyse(data))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
