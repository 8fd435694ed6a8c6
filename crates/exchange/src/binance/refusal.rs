//! What Binance says when it refuses.

use crate::ticker::object;

/// A refusal: its code and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal(i32, String);

impl Refusal {
    pub(super) fn new(code: i32, message: impl Into<String>) -> Self {
        Self(code, message.into())
    }

    pub(super) fn body(&self) -> String {
        object(&[("code", self.0.into()), ("msg", self.1.as_str().into())])
    }
}

/// What is documented to come with a status. `until` is when a ban ends, in milliseconds since 1970.
pub(crate) fn refused(status: u16, until: u64) -> String {
    let (code, message) = match status {
        400 => (-1121, "Invalid symbol.".to_owned()),
        418 => (-1003, format!("Way too much request weight used; IP banned until {until}. Please use WebSocket Streams for live updates to avoid bans.")),
        429 => (-1003, "Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.".to_owned()),
        451 => (0, "Service unavailable from a restricted location according to 'b. Eligibility' in https://www.binance.com/en/terms. Please contact customer service if you believe you received this message in error.".to_owned()),
        503 => (-1008, "Server is currently overloaded with other requests. Please try again in a few minutes.".to_owned()),
        504 => (-1007, "Timeout waiting for response from backend server. Send status unknown; execution status unknown.".to_owned()),
        500..600 => (-1001, "Internal error; unable to process your request. Please try again.".to_owned()),
        _ => (-1000, "An unknown error occurred while processing the request.".to_owned()),
    };
    Refusal(code, message).body()
}
