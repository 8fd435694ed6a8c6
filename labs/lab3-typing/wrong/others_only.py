# 실수: 보낸 사람을 빼고 다른 사람에게만 보냅니다.
# Mistake: tells the others only, and not the one who types.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


clients = []


def send_to_others(me, text):
    for ws in list(clients):
        if ws is not me:
            ws.send(text)


@sock.route('/ws')
def websocket(ws):
    clients.append(ws)
    try:
        while True:
            data = ws.receive()
            if data == "typing":
                send_to_others(ws, "💬 누군가 입력 중…")
            elif data == "stop":
                send_to_others(ws, "")
    finally:
        clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
