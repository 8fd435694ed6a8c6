# 실수: 보낸 사람만이 아니라 연결된 모두에게 답을 보냅니다.
# Mistake: sends the answer to everyone instead of its sender alone.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
POSITIVE = ["love", "happy", "좋아요", "행복해"]
NEGATIVE = ["sad", "슬퍼요", "싫어"]
clients = []


def analyse(text):
    text = text.lower()
    if any(word in text for word in POSITIVE):
        return "긍정 😊"
    if any(word in text for word in NEGATIVE):
        return "부정 😢"
    return "중립 😐"


@sock.route('/ws')
def websocket(ws):
    clients.append(ws)
    try:
        while True:
            data = ws.receive()
            for client in list(clients):
                client.send(analyse(data))
    finally:
        clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
