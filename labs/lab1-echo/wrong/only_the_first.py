# 실수: while 이 없어서 첫 메시지에만 답하고 연결을 닫습니다.
# Mistake: without a loop, it answers the first message only and closes.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    data = ws.receive()
    ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
