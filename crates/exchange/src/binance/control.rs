//! What a client may say on a Binance stream: which streams it wants.

use serde_json::Value;

use crate::ticker::object;

/// A connection may listen to so many streams.
const STREAMS: usize = 1024;
const VARIANTS: &str = "`SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`";

/// The streams of one connection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Subscriptions {
    /// Each once, in the order they came.
    pub(crate) names: Vec<String>,
    /// Whether events come in the envelope that names their stream.
    pub(crate) combined: bool,
}

impl Subscriptions {
    /// What an opening handshake asks for: `/ws/NAME` or `/stream?streams=NAME/NAME`.
    pub(crate) fn of(path: &str, parameters: &[(String, String)]) -> Self {
        let streams = parameters.iter().find(|(name, _)| name == "streams").map(|(_, value)| value.as_str());
        let combined = path == "/stream";
        let names = if combined { streams } else { path.strip_prefix("/ws/") };
        let mut subscriptions = Self { names: Vec::new(), combined };
        subscriptions.add(names.unwrap_or_default().split('/').filter(|name| !name.is_empty()));
        subscriptions
    }

    /// Does what a client asks for, and gives back what it is answered.
    pub(crate) fn command(&mut self, text: &str) -> String {
        match self.obey(text) {
            Ok((result, id)) => object(&[("result", result), ("id", id)]),
            Err((code, message)) => object(&[("code", code.into()), ("msg", message.into())]),
        }
    }

    fn obey(&mut self, text: &str) -> Result<(Value, Value), (u8, String)> {
        let invalid = |what: &str| (2, format!("Invalid request: {what}"));
        let command: Value = serde_json::from_str(text).map_err(|error| {
            (3, format!("Invalid JSON: expected value at line {} column {}", error.line(), error.column()))
        })?;
        let end = text.len();
        let id = command.get("id").cloned().unwrap_or_default();
        let is_id = id.is_null() || id.is_i64() || id.as_str().is_some_and(|id| id.len() <= 36);
        if !is_id {
            return Err(invalid("request ID must be an unsigned integer"));
        }
        let Some(method) = command.get("method") else {
            return Err(invalid(&format!("missing field `method` at line 1 column {end}")));
        };
        let parameters = command.get("params").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let names: Vec<&str> = parameters.iter().filter_map(Value::as_str).collect();
        let result = match method.as_str().unwrap_or_default() {
            "SUBSCRIBE" | "UNSUBSCRIBE" if names.len() < parameters.len() => {
                return Err(invalid("property name must be a string"));
            }
            "SUBSCRIBE" if self.names.len() + names.len() > STREAMS => {
                return Err(invalid("too many parameters"));
            }
            "SUBSCRIBE" => {
                self.add(names.into_iter());
                Value::Null
            }
            "UNSUBSCRIBE" => {
                self.names.retain(|name| !names.contains(&name.as_str()));
                Value::Null
            }
            "LIST_SUBSCRIPTIONS" => self.names.clone().into(),
            "GET_PROPERTY" if names == ["combined"] => self.combined.into(),
            "SET_PROPERTY" if names == ["combined"] => {
                let wanted = parameters.get(1).and_then(Value::as_bool);
                self.combined = wanted.ok_or((1, "Invalid value type: expected Boolean".to_owned()))?;
                Value::Null
            }
            "GET_PROPERTY" | "SET_PROPERTY" => return Err((0, "Unknown property".to_owned())),
            method => {
                let what =
                    format!("unknown variant `{method}`, expected one of {VARIANTS} at line 1 column {end}");
                return Err(invalid(&what));
            }
        };
        Ok((result, id))
    }

    fn add<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        for name in names {
            if self.names.len() < STREAMS && !self.names.iter().any(|known| known == name) {
                self.names.push(name.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(streams: &str) -> Vec<(String, String)> {
        vec![("streams".to_owned(), streams.to_owned())]
    }

    #[test]
    fn the_address_says_which_streams_and_whether_they_are_named() {
        assert_eq!(Subscriptions::of("/ws", &[]), Subscriptions::default());
        assert_eq!(Subscriptions::of("/ws/a@b", &parameters("c")).names, ["a@b"]);
        let combined = Subscriptions::of("/stream", &parameters("a@b/c@d//a@b"));
        assert_eq!((combined.names, combined.combined), (vec!["a@b".to_owned(), "c@d".to_owned()], true));
    }

    #[test]
    fn streams_are_subscribed_to_listed_and_left() {
        let mut streams = Subscriptions::default();
        let add = r#"{"method":"SUBSCRIBE","params":["a@b","c@d"],"id":1}"#;
        assert_eq!(streams.command(add), r#"{"result":null,"id":1}"#);
        let leave = r#"{"method":"UNSUBSCRIBE","params":["a@b"],"id":"x-1"}"#;
        assert_eq!(streams.command(leave), r#"{"result":null,"id":"x-1"}"#);
        assert_eq!(
            streams.command(r#"{"method":"LIST_SUBSCRIPTIONS","id":3}"#),
            r#"{"result":["c@d"],"id":3}"#
        );
    }

    #[test]
    fn the_envelope_is_a_property() {
        let mut streams = Subscriptions::default();
        let set = r#"{"method":"SET_PROPERTY","params":["combined",true],"id":5}"#;
        assert_eq!(streams.command(set), r#"{"result":null,"id":5}"#);
        let get = r#"{"method":"GET_PROPERTY","params":["combined"],"id":2}"#;
        assert_eq!(streams.command(get), r#"{"result":true,"id":2}"#);
    }

    #[test]
    fn what_is_no_command_is_answered_with_the_documented_error() {
        for (command, answer) in [
            ("{", r#"{"code":3,"msg":"Invalid JSON: "#),
            ("{}", r#"{"code":2,"msg":"Invalid request: missing field `method` at line 1 column 2"}"#),
            ("[1]", r#"{"code":2,"msg":"Invalid request: missing field"#),
            (r#"{"method":"subscribe"}"#, r#"{"code":2,"msg":"Invalid request: unknown variant `subscribe`"#),
            (r#"{"method":"SUBSCRIBE","params":[1]}"#, r#"{"code":2,"msg":"Invalid request: property name"#),
            (r#"{"method":"SUBSCRIBE","id":{}}"#, r#"{"code":2,"msg":"Invalid request: request ID"#),
            (r#"{"method":"GET_PROPERTY","params":["x"]}"#, r#"{"code":0,"msg":"Unknown property"}"#),
            (
                r#"{"method":"SET_PROPERTY","params":["combined",1]}"#,
                r#"{"code":1,"msg":"Invalid value type: expected Boolean"}"#,
            ),
        ] {
            let got = Subscriptions::default().command(command);
            assert!(got.starts_with(answer), "{command}: {got}");
        }
    }

    #[test]
    fn no_connection_has_more_than_1024_streams() {
        let mut streams = Subscriptions::default();
        let names: Vec<String> = (0..STREAMS).map(|number| format!("\"{number}\"")).collect();
        let all = format!("{{\"method\":\"SUBSCRIBE\",\"params\":[{}],\"id\":1}}", names.join(","));
        assert_eq!(streams.command(&all), r#"{"result":null,"id":1}"#);
        let more = r#"{"method":"SUBSCRIBE","params":["one"],"id":2}"#;
        assert_eq!(streams.command(more), r#"{"code":2,"msg":"Invalid request: too many parameters"}"#);
        assert_eq!(streams.names.len(), STREAMS);
    }
}
