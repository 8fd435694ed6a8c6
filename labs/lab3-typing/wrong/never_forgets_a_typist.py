# 실수: 입력하다 나간 사람을 빼지 않아서 계속 입력 중인 것으로 셉니다.
# Mistake: goes on counting a typist who has left, so nobody is told again.
import os
import threading

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


lock = threading.Lock()
clients = []
typists = []


def send_to_all(text):
    for ws in clients:
        try:
            ws.send(text)
        except Exception:
            pass


@sock.route('/ws')
def websocket(ws):
    with lock:
        clients.append(ws)
        if typists:
            ws.send("💬 누군가 입력 중…")
    try:
        while True:
            data = ws.receive()
            with lock:
                if data == "typing" and ws not in typists:
                    typists.append(ws)
                    if len(typists) == 1:
                        send_to_all("💬 누군가 입력 중…")
                elif data == "stop" and ws in typists:
                    typists.remove(ws)
                    if not typists:
                        send_to_all("")
    finally:
        with lock:
            clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
