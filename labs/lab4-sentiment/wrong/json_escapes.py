# 실수: json.dumps 로 보내서 한글과 이모지가 \uc548 가 됩니다.
# Mistake: sends it through json.dumps, which makes \uc548 of Hangul and emoji.
import json
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
        ws.send(json.dumps({"result": analyse(data)}))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
