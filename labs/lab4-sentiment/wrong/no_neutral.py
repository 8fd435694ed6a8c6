# 실수: 긍정이 아니면 모두 부정으로 봅니다.
# Mistake: takes everything that is not positive for negative.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
POSITIVE = ["love", "happy", "좋아요", "행복해"]


def analyse(text):
    text = text.lower()
    if any(word in text for word in POSITIVE):
        return "긍정 😊"
    return "부정 😢"


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(analyse(data))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
