# 실수: 메시지마다 스레드를 만들어서 먼저 끝난 답이 먼저 나갑니다.
# Mistake: answers each message in a thread of its own, so whichever is done first goes out first.
import os
import random
import threading
import time

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


def answer(ws, data):
    time.sleep(random.random() / 20)    # 분석에 걸리는 시간은 글마다 다릅니다.
    ws.send(analyse(data))


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        threading.Thread(target=answer, args=(ws, data)).start()


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
