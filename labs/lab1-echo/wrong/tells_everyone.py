# 실수: 보낸 사람만이 아니라 연결된 모두에게 답을 보냅니다.
# Mistake: sends the answer to everyone instead of its sender alone.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)
clients = []


@sock.route('/ws')
def websocket(ws):
    clients.append(ws)
    try:
        while True:
            data = ws.receive()
            for client in list(clients):
                client.send(f"Echo: {data}")
    finally:
        clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
