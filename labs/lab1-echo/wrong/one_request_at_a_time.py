# 실수: threaded=False 라서 한 사람이 나갈 때까지 다음 사람은 연결되지 못합니다.
# Mistake: threaded=False: the next client is not connected until the one before has left.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    while True:
        data = ws.receive()
        ws.send(f"Echo: {data}")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)), threaded=False)
