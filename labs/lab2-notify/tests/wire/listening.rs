//! What clients say: a plain one is heard and not answered, a rich one is answered in JSON.

use lab_testing::Client;
use serde_json::Value;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::{connect_rich, publish, start_quiet};

#[tokio::test]
async fn a_plain_client_is_printed_and_not_answered() {
    let mut server = start_quiet();
    let mut client = Client::connect(&server.socket_url()).await;
    client.say("안녕\n").await;
    client.say(r#"{"type":"resume","after":"e:0"}"#).await;
    client.send(Message::Binary(Bytes::from_static(b"\x00\xff"))).await;
    client.expect_nothing().await;
    server.line_with(r"받은 메시지: 안녕\n");
    publish(&server, "아직").await;
    assert_eq!(client.text().await, "🔔 아직");
}

#[tokio::test]
async fn every_fault_of_a_rich_client_has_its_code_and_the_connection_goes_on() {
    let server = start_quiet();
    let mut client = connect_rich(&server).await;
    for (sent, code) in [
        ("안녕", "bad_json"),
        ("", "bad_json"),
        ("[]", "bad_json"),
        (r#"{"type":"resume","after":"e:0"} x"#, "bad_json"),
        (r#"{"type":"sing"}"#, "unknown_type"),
        (r#"{"type":"notification","text":"나야"}"#, "unknown_type"),
        ("{}", "bad_field"),
        (r#"{"type":"resume"}"#, "bad_field"),
        (r#"{"type":"resume","after":7}"#, "bad_field"),
        (r#"{"type":"resume","after":null}"#, "bad_field"),
        (r#"{"type":"resume","after":""}"#, "bad_field"),
        (r#"{"type":"resume","after":"7"}"#, "bad_field"),
        (r#"{"type":"resume","after":"e:-1"}"#, "bad_field"),
        (r#"{"type":"resume","after":"e:99999999999999999999"}"#, "bad_field"),
    ] {
        client.say(sent).await;
        expect_fault(&mut client, code, sent).await;
    }
    client.send(Message::Binary(Bytes::from_static(b"{}"))).await;
    expect_fault(&mut client, "bad_json", "binary").await;
    publish(&server, "아직").await;
    assert_eq!(client.json().await["text"], "아직");
}

async fn expect_fault(client: &mut Client, code: &str, sent: &str) {
    let fault: Value = client.json().await;
    assert_eq!((&fault["type"], &fault["code"]), (&"error".into(), &code.into()), "{sent}");
    assert!(fault["message"].as_str().unwrap().contains(" · "), "{fault}");
}
