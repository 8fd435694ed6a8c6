# 실수: 라벨을 영어로 써서 "positive 😊" 를 보냅니다.
# Mistake: the label is in English: "positive 😊".
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
        return "positive 😊"
    if any(word in text for word in NEGATIVE):
        return "negative 😢"
    return "neutral 😐"


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(analyse(data))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
