# 실수: 키워드 목록에 빈 글이 섞여서 모든 글이 긍정이 됩니다.
# Mistake: the list of keywords has an empty text in it, which is in every text: all is positive.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
POSITIVE = "love,happy,좋아요,행복해,".split(",")
NEGATIVE = "sad,슬퍼요,싫어".split(",")


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
