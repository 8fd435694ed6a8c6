//! Malformed frames (RFC 6455 section 7.1.7): the close code that says what was wrong, the end of the
//! connection, and nobody else's.

use std::{collections::HashSet, time::Duration};

use futures_util::future::join_all;
use lab_testing::{Frame, Peer, Received, Server};

use crate::{
    DEFLATE, LAB,
    cases::{self, Case},
    expect_echo, median,
};

/// Sends the case's bytes between these, and says how long TCP stayed open, or what was wrong.
async fn outcome(
    server: &Server,
    case: &Case,
    before: &[u8],
    after: &[u8],
    answers: &[Received],
) -> Result<Duration, String> {
    let mut peer = if case.is_deflated {
        Peer::open_offering(server, DEFLATE).await.0
    } else {
        Peer::open(server).await
    };
    // All in one write, so that as much as fits shares a segment.
    let bytes = [before, &case.bytes, after].concat();
    let ending = peer.ending_while(async |outgoing| _ = outgoing.write(&bytes).await).await;
    if ending.answers() != answers {
        return Err(format!("{}: answered {:?} before the close", case.name, ending.answers()));
    }
    let outcomes = case.codes.iter().map(|code| ending.closed_with(Some(*code)));
    let mut outcomes: Vec<_> = outcomes.collect();
    let best = outcomes.iter().position(Result::is_ok).unwrap_or(0);
    outcomes.swap_remove(best).map_err(|wrong| format!("{}: {wrong}", case.name))
}

/// Plays every case at the same time, while one client stays and one comes after.
async fn play(before: &[u8], after: &[u8], answers: &[Received]) {
    let server = Server::start(LAB);
    let mut stays = Peer::open(&server).await;
    expect_echo(&mut stays, "먼저").await;
    let cases = cases::all();
    let outcomes = cases.iter().map(|case| outcome(&server, case, before, after, answers));
    let (ends, wrong): (Vec<_>, Vec<_>) = join_all(outcomes).await.into_iter().partition(Result::is_ok);
    let wrong: Vec<_> = wrong.into_iter().filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    expect_echo(&mut stays, "아직").await;
    expect_echo(&mut Peer::open(&server).await, "나중").await;
    // RFC 6455 section 7.1.1: the server ends TCP, and at once. A wait of a second would show here.
    let median = median(ends.into_iter().flatten().collect());
    println!("{} cases, TCP ends {median:?} after the close frame", cases.len());
    assert!(median < Duration::from_millis(500), "TCP ends only {median:?} after the close frame");
}

#[test]
fn the_table_has_sixty_cases_of_different_names() {
    let cases = cases::all();
    let names: HashSet<_> = cases.iter().map(|case| &case.name).collect();
    assert!(cases.len() >= 60 && names.len() == cases.len(), "{} of {}", names.len(), cases.len());
}

#[tokio::test]
async fn every_malformed_frame_is_closed_with_its_code_as_soon_as_it_is_known() {
    // Nothing follows: where a server waited for more, this would wait for ever.
    play(b"", b"", &[]).await;
}

#[tokio::test]
async fn the_message_before_a_malformed_frame_is_answered_and_nothing_after_it() {
    let before = Frame::text("앞").bytes();
    let after =
        [Frame::text("뒤").bytes(), Frame::ping("뒤").bytes(), Frame::close(1000, "").bytes()].concat();
    play(&before, &after, &[Received::text("Echo: 앞")]).await;
}
