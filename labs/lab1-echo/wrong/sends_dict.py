# 실수: 문자열 대신 딕셔너리를 보냅니다. flask-sock 은 그것을 str() 로 바꿔 보냅니다.
# Mistake: sends a dictionary instead of a text; flask-sock sends what str() makes of it.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send({"type": "Echo", "data": data})


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
