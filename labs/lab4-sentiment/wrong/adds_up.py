# 실수: 받은 글을 전역 변수에 이어 붙여서 앞의 글까지 판별합니다.
# Mistake: appends each text to a global variable, and judges all that came before as well.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
POSITIVE = ["love", "happy", "좋아요", "행복해"]
NEGATIVE = ["sad", "슬퍼요", "싫어"]
everything = ""


def analyse(text):
    text = text.lower()
    if any(word in text for word in POSITIVE):
        return "긍정 😊"
    if any(word in text for word in NEGATIVE):
        return "부정 😢"
    return "중립 😐"


@sock.route('/ws')
def websocket(ws):
    global everything
    while True:
        data = ws.receive()
        everything += data
        ws.send(analyse(everything))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
