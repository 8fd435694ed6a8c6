# 실수: 나간 클라이언트를 목록에서 빼지 않습니다. 그에게 보내다 난 예외로 내 연결이 닫힙니다.
# Mistake: never removes a client that has left; sending to it raises, which closes this connection.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


clients = []


@sock.route('/ws')
def websocket(ws):
    clients.append(ws)
    while True:
        data = ws.receive()
        for client in clients:
            if data == "typing":
                client.send("💬 누군가 입력 중…")
            elif data == "stop":
                client.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
