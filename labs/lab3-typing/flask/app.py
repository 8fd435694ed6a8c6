# [실습 3] 타자기 효과: typing 이 오면 "💬 누군가 입력 중…" 을 보내고, stop 이 오면 지웁니다.
# Lab 3, typing: shows "💬 누군가 입력 중…" on typing and clears it on stop.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()    # 연결이 끊기면 여기서 끝납니다.
        print(f"받은 메시지: {data}")
        if data == "typing":
            ws.send("💬 누군가 입력 중…")
        elif data == "stop":
            ws.send("")        # 빈 글을 받은 페이지는 표시를 지웁니다.


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
