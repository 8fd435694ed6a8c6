# 실수: HTML 로 쓸 때처럼 < 를 &lt; 로 바꿔서 보냅니다.
# Mistake: escapes the text as if it were HTML: &lt; for <.
import os

from flask import Flask
from flask_sock import Sock
from markupsafe import escape

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(f"Echo: {escape(data)}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
