# [실습 1] WebSocket 서버 구현하기: 받은 글을 "Echo: ..." 로 돌려보냅니다.
# Lab 1, echo: every text comes back as "Echo: ...".
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()             # 클라이언트에서 메시지 받기. 연결이 끊기면 여기서 끝납니다.
        print(f"받은 메시지: {data}")   # 서버 콘솔에 출력
        ws.send(f"Echo: {data}")        # 다시 클라이언트로 전송


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
