# 실수: f-문자열의 f 를 빠뜨려서 {data} 라는 글자를 보냅니다.
# Mistake: the f of the f-string is missing, so the characters {data} are sent.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send("Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
