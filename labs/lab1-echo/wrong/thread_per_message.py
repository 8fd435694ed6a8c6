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


def answer(ws, data):
    time.sleep(random.random() / 20)    # 답을 만드는 데 걸리는 시간은 저마다 다릅니다.
    ws.send(f"Echo: {data}")


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        threading.Thread(target=answer, args=(ws, data)).start()


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
