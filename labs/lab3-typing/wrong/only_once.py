# 실수: 표시했다는 것을 stop 에서도 잊지 않아서 두 번째부터는 답하지 않습니다.
# Mistake: never forgets that it has shown the indicator, so it answers the first round only.
import os

from flask import Flask
from flask_sock import Sock

app = Flask(__name__)
sock = Sock(app)


@sock.route('/ws')
def websocket(ws):
    shown = False
    while True:
        data = ws.receive()
        if data == "typing" and not shown:
            shown = True
            ws.send("💬 누군가 입력 중…")
        elif data == "stop":
            ws.send("")


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", 5000)))
