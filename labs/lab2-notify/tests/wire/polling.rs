//! The same notifications over HTTP: `/poll` at once, `/long-poll` when there is something.

use lab_testing::{Peer, Server, http, server::DEADLINE};
use serde_json::{Value, json};

use super::{code_of, connect_rich, get, numbers, publish, start_every, start_quiet};

fn next_of(page: &Value) -> &str {
    page["next"].as_str().unwrap()
}

#[tokio::test]
async fn a_poll_without_an_id_begins_now() {
    let server = start_quiet();
    let id = publish(&server, "전에").await;
    assert_eq!(get(&server, "/poll").await, json!({"notifications": [], "next": id, "recovered": true}));
    publish(&server, "뒤에").await;
    let page = get(&server, &format!("/poll?after={id}")).await;
    assert_eq!((numbers(&page["notifications"]), &page["recovered"]), (vec![2], &json!(true)));
}

#[tokio::test]
async fn polls_give_the_objects_of_the_websocket_each_once() {
    let server = start_quiet();
    let mut client = connect_rich(&server).await;
    let start = get(&server, "/poll").await;
    for text in ["하나", "둘", "\"셋\"\n"] {
        publish(&server, text).await;
    }
    let page = get(&server, &format!("/poll?after={}", next_of(&start))).await;
    for notification in page["notifications"].as_array().unwrap() {
        assert_eq!(*notification, client.json().await);
    }
    assert_eq!(numbers(&page["notifications"]), [1, 2, 3]);
    let after = get(&server, &format!("/poll?after={}", next_of(&page))).await;
    assert_eq!(after, json!({"notifications": [], "next": next_of(&page), "recovered": true}));
}

#[tokio::test]
async fn an_unknown_id_gets_what_there_is_and_recovered_false_also_from_a_long_poll_at_once() {
    let server = start_quiet();
    let id = publish(&server, "하나").await;
    let future = format!("{}:2", id.split_once(':').unwrap().0);
    for path in ["/poll", "/long-poll"] {
        for unknown in ["another:0", &future] {
            let page = get(&server, &format!("{path}?after={unknown}")).await;
            assert_eq!(numbers(&page["notifications"]), [1], "{path} {unknown}");
            assert_eq!(
                (next_of(&page), &page["recovered"]),
                (id.as_str(), &json!(false)),
                "{path} {unknown}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_no_id_is_refused_in_words() {
    let server = start_quiet();
    for path in ["/poll", "/long-poll"] {
        for query in ["after=", "after=7", "after=e:x", "after=e:1&after=e:2", "after=%ff:1", "after=e:-1"] {
            let answer = http::get(&server, &format!("{path}?{query}")).await;
            assert_eq!((answer.status, code_of(&answer).as_str()), (400, "bad_field"), "{path}?{query}");
        }
    }
    // Written as a form writes it, and with a parameter that nobody knows.
    let id = publish(&server, "하나").await.replace(':', "%3A");
    assert_eq!(get(&server, &format!("/poll?after={id}&x=1")).await["recovered"], true);
}

#[tokio::test]
async fn a_long_poll_answers_at_once_where_there_is_something_and_else_when_it_comes() {
    let server = start_quiet();
    let start = get(&server, "/poll").await;
    publish(&server, "하나").await;
    let page = get(&server, &format!("/long-poll?after={}", next_of(&start))).await;
    assert_eq!(numbers(&page["notifications"]), [1]);
    let mut waiting = open_long_poll(&server, &format!("/long-poll?after={}", next_of(&page))).await;
    let mut from_now = open_long_poll(&server, "/long-poll").await;
    assert!(waiting.is_silent().await && from_now.is_silent().await);
    publish(&server, "둘").await;
    for peer in [&mut waiting, &mut from_now] {
        let answer: Value = serde_json::from_str(&body(peer).await).unwrap();
        assert_eq!((numbers(&answer["notifications"]), &answer["recovered"]), (vec![2], &json!(true)));
    }
}

async fn open_long_poll(server: &Server, path: &str) -> Peer {
    let mut peer = Peer::connect(&server.authority()).await;
    let host = server.authority();
    peer.write(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).await;
    peer
}

async fn body(peer: &mut Peer) -> String {
    let answer = peer.answer().await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

#[tokio::test]
async fn whoever_polls_and_whoever_listens_see_the_same_stream() {
    let server = start_every(20);
    let mut client = connect_rich(&server).await;
    let mut after = get(&server, "/poll").await;
    let (mut polled, mut count) = (Vec::new(), 0);
    while polled.len() < 30 {
        let path = if count % 2 == 0 { "long-poll" } else { "poll" };
        count += 1;
        after = get(&server, &format!("/{path}?after={}", next_of(&after))).await;
        polled.extend(numbers(&after["notifications"]));
    }
    assert!(polled.windows(2).all(|pair| pair[0] + 1 == pair[1]), "{polled:?}");
    while client.json().await["number"] != *polled.last().unwrap() {}
}

#[tokio::test]
async fn the_page_is_told_what_its_request_cost() {
    let server = start_quiet();
    let answer = http::get(&server, "/poll").await;
    let request = format!("GET /poll HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.authority());
    assert_eq!(answer.header("lab-request-head"), request.len().to_string());
}

#[cfg(target_os = "linux")] // Where open files are told.
#[tokio::test]
async fn a_wait_whose_client_has_left_ends() {
    use lab_testing::memory::open_files;
    use tokio::time::timeout;

    let server = start_quiet();
    let mut client = Peer::open(&server).await;
    let before = open_files(server.id()).unwrap();
    for number in 0..50 {
        let peer = open_long_poll(&server, "/long-poll").await;
        // A reset is noticed at once; after a mere end of its sending, a client may still read.
        if number % 2 == 0 {
            peer.reset();
        }
    }
    publish(&server, "누가 듣나요").await;
    assert_eq!(client.text().await, "🔔 누가 듣나요");
    // A request that the server reads only after a notification waits for the next one.
    let all_gone = async {
        while open_files(server.id()).unwrap() > before {
            publish(&server, "아무도 없나요").await;
        }
    };
    timeout(DEADLINE, all_gone).await.expect("connections are held");
}
