# 실수: 입력 중인지를 모두가 함께 쓰는 변수에 둬서 둘째 사람은 답을 받지 못합니다.
# Mistake: keeps whether somebody types in one variable for all, so the second client gets no answer.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


typing = False


@sock.route('/ws')
def websocket(ws):
    global typing
    try:
        while True:
            data = ws.receive()
            if data == "typing" and not typing:
                typing = True
                ws.send("💬 누군가 입력 중…")
            elif data == "stop" and typing:
                typing = False
                ws.send("")
    finally:
        typing = False


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
