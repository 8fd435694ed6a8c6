//! Servers that somebody else has started.

use std::{net::SocketAddr, time::Duration};

use lab_checker::{
    target::{Server, Start, StartError, Target},
    verdict::TargetKind,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    spawn,
};

use crate::start::{accepts, prepared, probe, start};

/// A server of this test that answers everything with this status.
async fn running(status: u16) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 1024];
            let length = stream.read(&mut request).await.unwrap_or_default();
            let request = String::from_utf8_lossy(&request[..length]);
            let host = request.lines().find_map(|line| line.strip_prefix("Host: ")).unwrap_or_default();
            let _ = stream.write_all(format!("HTTP/1.0 {status} X\r\n\r\n{host}").as_bytes()).await;
        }
    });
    address
}

#[tokio::test]
async fn a_running_server_is_asked_under_the_name_it_was_given_and_left_alone() {
    let address = running(200).await;
    let port = address.port();
    let target = Target::Url(format!("ws://localhost:{port}/chat?room=1"));
    let launcher = prepared(&target).await.unwrap();
    assert!(launcher.running() && !launcher.own());
    assert_eq!(launcher.info().kind, TargetKind::Url);
    assert_eq!(launcher.path(), "/chat?room=1");
    let (mut server, found) = launcher.start(&Start::default(), 1.0, probe).await.unwrap();
    assert_eq!(found, Some(format!("localhost:{port}")));
    assert_eq!(server.address(), address);
    assert_eq!(server.authority(), format!("localhost:{port}"));
    assert_eq!(server.path(), "/chat?room=1");
    assert!(!server.ours() && !server.port_ignored() && !server.terminate());
    assert_eq!((server.exited(), server.ended(Duration::from_hours(1)).await), (None, None));
    assert!(!server.printed("anything", Duration::from_hours(1)).await);
    assert_eq!(server.log(), [""; 0]);
    server.stop().await;
    assert!(accepts(address).await);
}

#[tokio::test]
async fn a_running_server_that_answers_wrongly_is_there_all_the_same() {
    let address = running(404).await;
    let (server, found) = start(&Target::Url(address.to_string())).await.unwrap();
    assert_eq!((server.address(), server.path(), found), (address, "/ws", None));
}

#[tokio::test]
async fn where_nobody_listens_the_system_says_why() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ws", listener.local_addr().unwrap());
    drop(listener);
    let error = start(&Target::Url(url.clone())).await.unwrap_err();
    let StartError::Unreachable { url: named, why } = error else { panic!("{error:?}") };
    assert_eq!(named, url);
    assert!(why.to_lowercase().contains("refused"), "{why}");
}

#[tokio::test]
async fn what_is_no_address_is_said_before_anything_is_started() {
    let error = prepared(&Target::Url("wss://127.0.0.1:5000/ws".into())).await.unwrap_err();
    assert!(matches!(&error, StartError::BadUrl(why) if why.starts_with("TLS")), "{error:?}");
}

#[tokio::test]
async fn a_server_of_a_test_is_one_that_runs() {
    let address = SocketAddr::from(([127, 0, 0, 1], 5001));
    let server = Server::running(address, "localhost:5001".into());
    assert_eq!(
        (server.address(), server.authority(), server.path()),
        (address, "localhost:5001".into(), "/ws")
    );
    assert!(!server.ours());
}
