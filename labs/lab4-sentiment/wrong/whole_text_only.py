# 실수: 글 전체가 키워드와 같을 때만 찾습니다.
# Mistake: finds a keyword only when it is the whole text.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
POSITIVE = ["love", "happy", "좋아요", "행복해"]
NEGATIVE = ["sad", "슬퍼요", "싫어"]


def analyse(text):
    text = text.lower()
    if text in POSITIVE:
        return "긍정 😊"
    if text in NEGATIVE:
        return "부정 😢"
    return "중립 😐"


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(analyse(data))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
