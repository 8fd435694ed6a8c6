# 실수: 인코딩 오류를 피하려고 ASCII 로 바꿔서 한글이 \uc548 로 나갑니다.
# Mistake: writes the text in ASCII to avoid encoding errors, so Hangul goes out as \uc548.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        data = data.encode("ascii", "backslashreplace").decode("ascii")
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
