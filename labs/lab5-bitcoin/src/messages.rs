//! 메시지: 클라이언트의 부탁과 서버의 답. 글(plain)과 JSON(rich) 두 형식이 있습니다.
//!
//! The messages: what a client asks, what the server replies, each in the plain and the rich form.

use std::fmt::{self, Display};

use lab_common::{
    Form, Message,
    form::{self, Fault, rfc_3339},
};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct};

use crate::{board::News, failure::Failure, quote::Quote};

/// 클라이언트의 부탁.
/// What a client asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Request {
    /// 지금 가격을 한 번. · The price, once.
    Price,
    /// 바뀔 때마다. · At every change.
    Subscribe,
    /// 이제 그만. · No more of that.
    Unsubscribe,
}

impl form::Request for Request {
    const TYPES: &'static [&'static str] = &["price", "subscribe", "unsubscribe"];
}

impl Request {
    /// 메시지를 읽습니다. 글 형식에서는 `price` 하나만 부탁이고, 나머지에는 `None` 입니다.
    /// Reads a message. In the plain form `price` is the only request, and everything else is `None`.
    pub(crate) fn read(form: Form, message: &Message) -> Result<Option<Self>, Fault> {
        match (form, message) {
            (Form::Rich, message) => form::read(message).map(Some),
            (Form::Plain, Message::Text(text)) if text.trim().eq_ignore_ascii_case("price") => {
                Ok(Some(Self::Price))
            }
            (Form::Plain, _) => Ok(None),
        }
    }
}

/// 서버의 답.
/// What the server replies.
#[derive(Debug)]
pub(crate) enum Reply {
    /// 가격. · A price.
    Price(Quote),
    /// 가격을 모릅니다. 마지막으로 안 가격이 있으면 그 나이와 함께. · No price, and the last known one, if there is one.
    Failed {
        /// 까닭. · Why.
        failure: Failure,
        /// 마지막으로 안 가격. · The last known price.
        last: Option<Quote>,
    },
    /// 글 형식에서 쓸 수 있는 말. · What can be said in the plain form.
    Hint,
}

impl From<News> for Reply {
    fn from(news: News) -> Self {
        match news {
            News::Price(quote) => Self::Price(quote),
            News::Trouble(failure, last) => Self::Failed { failure, last },
        }
    }
}

/// 글 형식. · The plain form.
impl Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Price(quote) => labelled(quote).fmt(f),
            Self::Failed { failure, last: None } => write!(f, "⚠ {failure}"),
            Self::Failed { failure, last: Some(last) } => {
                let (price, seconds) = (labelled(last), last.age().as_secs());
                let (korean, english) = (failure.korean(), failure.english());
                write!(
                    f,
                    "⚠ {korean} (마지막 가격 {price}, {seconds}초 전) · {english} (last price {price}, {seconds} s ago)"
                )
            }
            Self::Hint => f.write_str("price 라고 보내면 가격을 알려 드립니다 · send price to get the price"),
        }
    }
}

/// 모의 시세는 언제나 그렇다고 적습니다. · A simulated price always says that it is one.
fn labelled(quote: &Quote) -> String {
    let label = if quote.is_simulated { " (모의)" } else { "" };
    format!("{}{label}", quote.price)
}

/// JSON 형식. · The rich form.
impl Serialize for Reply {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Price(quote) => Object::of(quote).serialize(serializer),
            Self::Failed { failure, last } => {
                let mut object = serializer.serialize_struct("Failed", 5)?;
                object.serialize_field("type", "error")?;
                object.serialize_field("code", "upstream")?;
                object.serialize_field("class", failure.class())?;
                object.serialize_field("message", &failure.to_string())?;
                match last {
                    Some(last) => object.serialize_field("last", &Object::of(last))?,
                    None => object.skip_field("last")?,
                }
                object.end()
            }
            // JSON으로 이야기하는 상대는 틀린 부탁에 오류를 받습니다. · In the rich form a wrong request gets a fault.
            Self::Hint => Fault::BadJson.serialize(serializer),
        }
    }
}

/// JSON으로 쓴 가격. · A price as JSON.
#[derive(Serialize)]
struct Object {
    r#type: &'static str,
    pair: &'static str,
    source: &'static str,
    /// 자릿수를 잃지 않도록 글자로. · As a text, so that no digit is lost.
    price: String,
    /// 사람이 읽는 글. · What people read.
    display: String,
    at: String,
    age_ms: u64,
    state: &'static str,
    /// 24시간 전보다 몇 퍼센트. · Percent since 24 hours before.
    #[serde(skip_serializing_if = "Option::is_none")]
    change_24h: Option<String>,
}

impl Object {
    fn of(quote: &Quote) -> Self {
        Self {
            r#type: "price",
            pair: "BTC/USDT",
            source: quote.source,
            price: quote.price.exact(),
            display: quote.price.to_string(),
            at: rfc_3339(quote.at),
            age_ms: u64::try_from(quote.age().as_millis()).unwrap_or(u64::MAX),
            state: quote.state().name(),
            change_24h: quote.open.map(|open| quote.price.change_since(open)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};
    use tokio::time::advance;

    use super::*;
    use crate::{price::Price, venues::Reading};

    fn quote(is_simulated: bool) -> Quote {
        let reading = Reading {
            price: Price::read("70352.36").unwrap(),
            open: Price::read("69000"),
            time: Some(1_672_515_782_136),
        };
        Quote::new(&reading, "binance", is_simulated)
    }

    fn rich(reply: &Reply) -> Value {
        serde_json::from_str(&Form::Rich.write(reply)).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn a_price_has_both_forms() {
        let quote = quote(false);
        advance(Duration::from_millis(420)).await;
        let reply = Reply::Price(quote);
        assert_eq!(Form::Plain.write(&reply), "$70,352.36");
        assert_eq!(
            Form::Rich.write(&reply),
            r#"{"type":"price","pair":"BTC/USDT","source":"binance","price":"70352.36000000","display":"$70,352.36","at":"2022-12-31T19:43:02.136Z","age_ms":420,"state":"live","change_24h":"+1.96"}"#
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_simulated_price_says_so_in_both_forms_whatever_its_age() {
        for _ in 0..3 {
            let reply = Reply::Price(quote(true));
            advance(Duration::from_secs(20)).await;
            assert_eq!(Form::Plain.write(&reply), "$70,352.36 (모의)");
            let rich = rich(&reply);
            assert_eq!((&rich["source"], &rich["state"]), (&json!("simulated"), &json!("simulated")));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_failure_says_why_and_names_the_last_price_with_its_age() {
        let failure = Failure::Status(503);
        let without = Reply::Failed { failure: failure.clone(), last: None };
        assert_eq!(
            Form::Plain.write(&without),
            "⚠ 거래소에 오류가 있습니다 (503) · the exchange has an error (503)"
        );
        assert_eq!(
            rich(&without),
            json!({"type": "error", "code": "upstream", "class": "upstream_error", "message": failure.to_string()})
        );
        let last = quote(false);
        advance(Duration::from_secs(12)).await;
        let with = Reply::Failed { failure, last: Some(last) };
        assert_eq!(
            Form::Plain.write(&with),
            "⚠ 거래소에 오류가 있습니다 (503) (마지막 가격 $70,352.36, 12초 전) · the exchange has an error (503) (last price $70,352.36, 12 s ago)"
        );
        let last = &rich(&with)["last"];
        assert_eq!((&last["state"], &last["age_ms"]), (&json!("delayed"), &json!(12_000)));
        let simulated = Reply::Failed { failure: Failure::Timeout, last: Some(quote(true)) };
        assert!(Form::Plain.write(&simulated).contains("$70,352.36 (모의), 0초 전"));
    }

    #[test]
    fn the_plain_form_knows_one_word() {
        let read = |text: &str| Request::read(Form::Plain, &Message::from(text.to_owned()));
        for text in ["price", "Price", " price\n"] {
            assert_eq!(read(text), Ok(Some(Request::Price)));
        }
        for text in ["", "prices", "가격", "subscribe", r#"{"type":"price"}"#] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
    }

    #[test]
    fn the_rich_form_knows_three_requests() {
        let read = |text: &str| {
            Request::read(Form::Rich, &Message::from(text.to_owned())).map_err(|fault| fault.code())
        };
        assert_eq!(read(r#"{"type":"price"}"#), Ok(Some(Request::Price)));
        assert_eq!(read(r#"{"type":"subscribe","more":1}"#), Ok(Some(Request::Subscribe)));
        assert_eq!(read(r#"{"type":"unsubscribe"}"#), Ok(Some(Request::Unsubscribe)));
        assert_eq!(read("price"), Err("bad_json"));
        assert_eq!(read("{}"), Err("bad_field"));
        assert_eq!(read(r#"{"type":"buy"}"#), Err("unknown_type"));
    }
}
