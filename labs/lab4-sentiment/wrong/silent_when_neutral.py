# 실수: 중립이면 아무 답도 보내지 않습니다.
# Mistake: sends nothing when a text is neutral.
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
    return None


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        result = analyse(data)
        if result:
            ws.send(result)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
