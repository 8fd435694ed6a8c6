# [실습 2] 실시간 알림 서비스: 아무도 묻지 않아도 모두에게 "🔔 새 알림 N" 을 보냅니다.
# Lab 2, notify: pushes "🔔 새 알림 N" to everyone without being asked.
import os
import threading
import time

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)

interval = int(os.environ.get("NOTIFY_INTERVAL_MS", 3000)) / 1000    # 밀리초를 초로
clients = []                # 지금 연결된 클라이언트
lock = threading.Lock()     # 목록은 여러 스레드가 함께 쓰므로 한 번에 하나씩만 만집니다.


# 백그라운드 작업: 스레드 하나가 번호를 세고, 모두에게 같은 알림을 보냅니다.
def notify():
    number = 0
    while True:
        time.sleep(interval)
        number += 1
        with lock:
            for ws in clients:
                try:
                    ws.send(f"🔔 새 알림 {number}")
                except Exception:    # 방금 나간 클라이언트. 목록에서는 아래 finally 가 뺍니다.
                    pass


threading.Thread(target=notify, daemon=True).start()


@sock.route('/ws')
def websocket(ws):
    with lock:
        clients.append(ws)
    try:
        while True:
            data = ws.receive()    # 연결이 끊기면 여기서 끝납니다.
            print(f"받은 메시지: {data}")
    finally:
        with lock:
            clients.remove(ws)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
