# [실습 4] 실시간 감정 분석: 글에 들어 있는 키워드로 감정을 판별합니다.
# Lab 4, sentiment: tells the feeling of a text by the keywords in it.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)

POSITIVE = ["love", "happy", "좋아요", "행복해"]
NEGATIVE = ["sad", "슬퍼요", "싫어"]


def analyse(text):
    text = text.lower()    # LOVE 도 love 처럼
    if any(word in text for word in POSITIVE):
        return "긍정 😊"
    if any(word in text for word in NEGATIVE):
        return "부정 😢"
    return "중립 😐"


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()    # 연결이 끊기면 여기서 끝납니다.
        print(f"받은 메시지: {data}")
        ws.send(analyse(data))


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
