//! 같은 알림을 HTTP로: `GET /poll` 은 바로 답하고, `GET /long-poll` 은 새 알림이 올 때까지 기다렸다 답합니다.
//!
//! The same notifications over HTTP, to compare with the WebSocket: polling asks again and again, and most answers
//! are empty; long polling leaves the answer open until there is something to say.

use actix_web::{
    HttpResponse,
    http::header::ContentType,
    web::{Data, Query},
};
use lab_common::{Form, Shutdown};
use serde::Deserialize;
use tokio::{
    select,
    time::{Duration, sleep},
};

use crate::{feed::Feed, history::Missed, id::Id};

/// How long a long poll waits. Whatever stands between client and server gives up on a silent answer after
/// 30 s or more.
pub const LONGEST_WAIT: Duration = Duration::from_secs(25);

/// `?after=EPOCH:OFFSET`; without it, from now on.
#[derive(Debug, Deserialize)]
pub struct Poll {
    after: Option<Id>,
}

/// Answers at once.
pub async fn poll(feed: Data<Feed>, query: Query<Poll>) -> HttpResponse {
    let after = query.into_inner().after.unwrap_or_else(|| feed.newest());
    answer(&feed, &after)
}

/// Answers when there is something after that id, or nothing for [`LONGEST_WAIT`], or the server stops.
pub async fn long_poll(feed: Data<Feed>, query: Query<Poll>, stop: Data<Shutdown>) -> HttpResponse {
    let after = query.into_inner().after.unwrap_or_else(|| feed.newest());
    select! {
        () = something(&feed, &after) => {}
        () = sleep(LONGEST_WAIT) => {}
        () = stop.begun() => {}
    }
    answer(&feed, &after)
}

/// Waits until there is something to tell: a notification, or that the id is unknown.
async fn something(feed: &Feed, after: &Id) {
    if feed.after(after).recovered {
        feed.beyond(after.offset).await;
    }
}

/// `{"notifications":[…],"next":ID,"recovered":bool}`. The notifications are put in as they were written once.
fn answer(feed: &Feed, after: &Id) -> HttpResponse {
    let Missed { notifications, recovered, newest } = feed.after(after);
    let objects: Vec<&str> = notifications.iter().map(|one| &**one.text(Form::Rich)).collect();
    let objects = objects.join(",");
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .body(format!(r#"{{"notifications":[{objects}],"next":"{newest}","recovered":{recovered}}}"#))
}
