# 실수: 라벨에 이모지가 없습니다.
# Mistake: the label comes without its emoji.
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
        return "긍정"
    if any(word in text for word in NEGATIVE):
        return "부정"
    return "중립"


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(analyse(data))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
