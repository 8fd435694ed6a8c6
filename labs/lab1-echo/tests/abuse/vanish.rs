//! Peers that are gone without a word. Only the heartbeat notices them: a ping every 10 s, and 5 s for
//! its pong.

use std::{
    process::{self, Command},
    time::{Duration, Instant},
};

use lab_testing::{
    Peer, Server,
    memory::{open_files, skipped},
    raw::Request,
};

use crate::{LAB, eventually, expect_echo};

/// The interval, the pong's deadline, a second for the rest, and what a busy machine adds.
const NOTICED: Duration = Duration::from_secs(18);

#[tokio::test]
async fn a_peer_that_is_silent_or_cut_off_is_let_go_within_16_seconds() {
    tokio::join!(a_peer_that_answers_no_ping(), a_peer_whose_cable_is_pulled());
}

async fn a_peer_that_answers_no_ping() {
    let server = Server::start(LAB);
    let mut peer = Peer::open(&server).await;
    expect_echo(&mut peer, "글").await;
    let start = Instant::now();
    // With a close frame or without: nobody is taken to be there to read it.
    let ending = peer.ending().await;
    assert!(ending.answers().is_empty() && ending.tcp_end.is_some(), "{ending:?}");
    let noticed = if ending.frames.is_empty() { start.elapsed() } else { ending.last_frame };
    println!("a peer that answers no ping: noticed after {noticed:?}, TCP ended after {:?}", start.elapsed());
    assert!(noticed >= Duration::from_secs(14), "given up after {noticed:?} already");
    assert!(noticed < NOTICED, "noticed only after {noticed:?}");
}

async fn a_peer_whose_cable_is_pulled() {
    let network = match Network::lay() {
        Ok(network) => network,
        Err(why) => return skipped(&format!("a peer whose link goes down: {why}")),
    };
    let mut command = Command::new("ip");
    command.args(["netns", "exec", &network.name, LAB, "--port", "0", "--host", &network.far]);
    let server = Server::spawn(command.env_remove("PORT"));
    let authority = format!("{}:{}", network.far, server.port());
    let mut peer = Peer::connect(&authority).await;
    peer.shake_hands(&Request::to_host(&authority)).await;
    expect_echo(&mut peer, "글").await;
    // This connection and what the server opens for itself.
    let open = open_files(server.id()).expect("Linux tells");
    network.cut();
    let let_go = || open_files(server.id()).is_some_and(|now| now < open);
    let noticed = eventually("the server lets go", let_go).await;
    println!("a peer whose link is down: noticed after {noticed:?}");
    assert!(noticed < NOTICED, "noticed only after {noticed:?}");
}

/// A network namespace of this test alone, with one cable to it. Dropping it takes it away.
struct Network {
    name: String,
    /// The end of the cable at this side.
    near_end: String,
    /// The address at the other side.
    far: String,
}

impl Network {
    /// Needs Linux, root, and `ip` of iproute2.
    fn lay() -> Result<Self, String> {
        let pid = process::id();
        // 198.18.0.0/15 is set aside for tests of networks (RFC 2544), four addresses for each process.
        let (block, start) = (pid / 64 % 256, pid % 64 * 4);
        let near = format!("198.18.{block}.{}", start + 1);
        let far = format!("198.18.{block}.{}", start + 2);
        let name = format!("lab-{pid}");
        let [near_end, far_end] = [format!("lab{pid}a"), format!("lab{pid}b")];
        ip(&format!("netns add {name}"))?;
        // From here on, whatever fails, it is taken away again.
        let network = Self { name, near_end, far };
        let Self { name, near_end, far } = &network;
        ip(&format!("link add {near_end} type veth peer name {far_end} netns {name}"))?;
        ip(&format!("addr add {near}/30 dev {near_end}"))?;
        ip(&format!("link set {near_end} up"))?;
        ip(&format!("-n {name} addr add {far}/30 dev {far_end}"))?;
        ip(&format!("-n {name} link set {far_end} up"))?;
        Ok(network)
    }

    /// Pulls the cable: neither side hears of the other any more.
    fn cut(&self) {
        ip(&format!("link set {} down", self.near_end)).unwrap();
    }
}

impl Drop for Network {
    fn drop(&mut self) {
        // The cable goes with either of its ends. What was never laid cannot be taken away.
        let _ = ip(&format!("link del {}", self.near_end));
        let _ = ip(&format!("netns del {}", self.name));
    }
}

fn ip(words: &str) -> Result<(), String> {
    let output = Command::new("ip").args(words.split(' ')).output();
    let output = output.map_err(|error| format!("no `ip` of iproute2: {error}"))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(format!("ip {words}: {}", complaint.trim())) }
}
