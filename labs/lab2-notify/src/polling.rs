//! 같은 알림을 HTTP로: `GET /poll` 은 바로 답하고, `GET /long-poll` 은 새 알림이 올 때까지 기다렸다 답합니다.
//!
//! The same notifications over HTTP, to compare with the WebSocket: polling asks again and again, and most answers
//! are empty; long polling leaves the answer open until there is something to say.

use actix_web::{
    HttpRequest, HttpResponse,
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

/// Tells the page what its request cost: a browser does not show what it sends.
const REQUEST_HEAD: &str = "Lab-Request-Head";

/// `?after=EPOCH:OFFSET`; without it, from now on.
#[derive(Debug, Deserialize)]
pub struct Poll {
    after: Option<Id>,
}

/// Answers at once.
pub async fn poll(request: HttpRequest, feed: Data<Feed>, query: Query<Poll>) -> HttpResponse {
    let after = query.into_inner().after.unwrap_or_else(|| feed.newest());
    answer(&request, &feed, &after)
}

/// Answers when there is something after that id, or nothing for [`LONGEST_WAIT`], or the server stops.
pub async fn long_poll(
    request: HttpRequest,
    feed: Data<Feed>,
    query: Query<Poll>,
    stop: Data<Shutdown>,
) -> HttpResponse {
    let after = query.into_inner().after.unwrap_or_else(|| feed.newest());
    select! {
        () = something(&feed, &after) => {}
        () = sleep(LONGEST_WAIT) => {}
        () = stop.begun() => {}
    }
    answer(&request, &feed, &after)
}

/// Waits until there is something to tell: a notification, or that the id is unknown.
async fn something(feed: &Feed, after: &Id) {
    if feed.after(after).recovered {
        feed.beyond(after.offset).await;
    }
}

/// `{"notifications":[…],"next":ID,"recovered":bool}`. The notifications are put in as they were written once.
fn answer(request: &HttpRequest, feed: &Feed, after: &Id) -> HttpResponse {
    let Missed { notifications, recovered, newest } = feed.after(after);
    let objects: Vec<&str> = notifications.iter().map(|one| &**one.text(Form::Rich)).collect();
    let objects = objects.join(",");
    HttpResponse::Ok()
        .content_type(ContentType::json())
        .insert_header((REQUEST_HEAD, head_bytes(request)))
        .body(format!(r#"{{"notifications":[{objects}],"next":"{newest}","recovered":{recovered}}}"#))
}

/// The bytes of the request line and the headers, as they came.
fn head_bytes(request: &HttpRequest) -> usize {
    let line = format!("{} {} {:?}\r\n", request.method(), request.uri(), request.version());
    let headers =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len());
    line.len() + headers.sum::<usize>() + "\r\n".len()
}

#[cfg(test)]
mod tests {
    use actix_web::{body, test::TestRequest};
    use serde_json::Value;
    use tokio::{join, time::Instant};

    use super::*;

    struct Waiting {
        feed: Data<Feed>,
        stop: Data<Shutdown>,
        start: Instant,
    }

    impl Waiting {
        fn new() -> Self {
            let (feed, stop) = (Data::new(Feed::default()), Data::new(Shutdown::default()));
            Self { feed, stop, start: Instant::now() }
        }

        /// The answer's numbers, and after how many seconds it came.
        async fn long_poll(&self, after: Option<&str>) -> (Vec<u64>, u64) {
            let query = Query(Poll { after: after.map(|after| after.parse().unwrap()) });
            let request = TestRequest::default().to_http_request();
            let answer = long_poll(request, self.feed.clone(), query, self.stop.clone()).await;
            let page: Value =
                serde_json::from_slice(&body::to_bytes(answer.into_body()).await.unwrap()).unwrap();
            let numbers = page["notifications"].as_array().unwrap().iter();
            let numbers = numbers.map(|one| one["number"].as_u64().unwrap()).collect();
            assert_eq!(page["next"], self.feed.newest().to_string());
            (numbers, self.start.elapsed().as_secs())
        }

        async fn after_ten_seconds(&self, event: impl FnOnce(&Self)) -> (Vec<u64>, u64) {
            let happens = async {
                sleep(Duration::from_secs(10)).await;
                event(self);
            };
            join!(self.long_poll(None), happens).0
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_poll_ends_empty_after_25_seconds() {
        assert_eq!(Waiting::new().long_poll(None).await, (vec![], 25));
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_poll_ends_when_something_comes() {
        let waiting = Waiting::new();
        assert_eq!(waiting.after_ten_seconds(|one| _ = one.feed.publish(None)).await, (vec![1], 10));
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_poll_ends_when_the_server_stops() {
        let waiting = Waiting::new();
        assert_eq!(waiting.after_ten_seconds(|one| one.stop.begin()).await, (vec![], 10));
        assert_eq!(waiting.long_poll(None).await, (vec![], 10), "and one that comes later does not wait");
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_poll_does_not_wait_where_there_is_something_to_say() {
        let waiting = Waiting::new();
        let first = waiting.feed.publish(None).to_string();
        waiting.feed.publish(Some("둘"));
        assert_eq!(waiting.long_poll(Some(&first)).await, (vec![2], 0));
        assert_eq!(waiting.long_poll(Some("another:7")).await, (vec![1, 2], 0));
    }
}
