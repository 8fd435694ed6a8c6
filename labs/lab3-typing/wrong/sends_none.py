# 실수: 지우려고 None 을 보냅니다. flask-sock 은 그것을 "None" 이라는 글로 보냅니다.
# Mistake: sends None to clear it, which flask-sock sends as the text "None".
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        if data == "typing":
            ws.send("💬 누군가 입력 중…")
        elif data == "stop":
            ws.send(None)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
