//! The opening handshake: whatever is accepted, actix-ws and tungstenite accept too, and an agreement on
//! compression is one that the client's offer and the grammar allow.
//!
//! Where they differ for a reason, and so are asked nothing or asked in another way:
//!
//! - **A header in several lines** is one list (RFC 9110 section 5.3). tungstenite reads the first line, so
//!   it is given the lines joined.
//! - **`Upgrade` is a list** (RFC 6455 section 4.2.1: "containing the value"). tungstenite takes nothing but
//!   the one word.
//! - **A tab** may stand between the elements of a list. tungstenite knows spaces there.
//! - **`Connection: close`** beside `Upgrade` is no upgrade to actix-ws.
//! - **`Upgrade` in several lines**: actix-ws reads the first.

use actix_web::{
    dev::RequestHead,
    http::{
        Method, Version,
        header::{
            CONNECTION, HOST, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION,
            UPGRADE,
        },
    },
};
use lab_wire::{
    extension::Agreement,
    handshake::{is_wanted, judge},
};

use crate::source::Source;

const GOOD: [(HeaderName, &[&str]); 5] = [
    (HOST, &["a", "", "a:1"]),
    (UPGRADE, &["websocket", "WebSocket", "h2c, websocket", "websocket/13", "websocket\t,"]),
    (CONNECTION, &["Upgrade", "keep-alive, Upgrade", "upgrade,", "close", "keep-alive,\tupgrade"]),
    (SEC_WEBSOCKET_VERSION, &["13", "8", "13, 8", "013"]),
    (
        SEC_WEBSOCKET_KEY,
        &["dGhlIHNhbXBsZSBub25jZQ==", "AAAAAAAAAAAAAAAAAAAAAB==", "+/+/+/+/+/+/+/+/+/+/+w=="],
    ),
];

/// What offers consist of, and what they must not.
const PIECES: [&str; 24] = [
    "; server_max_window_bits=",
    "; client_max_window_bits",
    "; server_no_context_takeover",
    "; client_no_context_takeover",
    ", permessage-deflate",
    "server_max_window_bits",
    "x-webkit-deflate-frame",
    "; client_max_window_bits=",
    "=",
    ";",
    ",",
    "\"",
    "\\",
    " ",
    "\t",
    "x",
    "0",
    "7",
    "8",
    "9",
    "10",
    "1",
    "15",
    "16",
];

/// Judges one request, and one offer of compression.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let mut head = RequestHead::default();
    let choice = source.byte();
    head.method = if choice & 0x70 == 0x70 { Method::POST } else { Method::GET };
    head.version = if choice & 0x0e == 0x0e { Version::HTTP_10 } else { Version::HTTP_11 };
    for (name, values) in &GOOD {
        let choice = source.byte();
        // A header that is missing or stands twice is less likely than one that is there once.
        let count = [1, 1, 1, 1, 1, 1, 0, 2][usize::from(choice >> 5)];
        for _ in 0..count {
            if let Some(value) = value(&mut source, choice, values) {
                head.headers.append(name.clone(), value);
            }
        }
    }
    if judge(&head).is_ok() {
        assert!(is_wanted(&head), "an accepted handshake is one that is wanted");
        let closes = joined(&head.headers, &CONNECTION)
            .is_none_or(|value| value.split(',').any(|word| word.trim().eq_ignore_ascii_case("close")));
        if !closes && head.headers.get_all(&UPGRADE).count() == 1 {
            let found = actix_http::ws::verify_handshake(&head);
            assert!(found.is_ok(), "actix-ws: {found:?}: {:?}", head.headers);
        }
        if let Some(request) = theirs(&head) {
            let response = tungstenite::handshake::server::create_response(&request);
            assert!(response.is_ok(), "{:?}: {:?}", response.err(), request.headers());
        }
    }
    if choice & 0x80 == 0 {
        offer(source.rest());
    } else {
        let pieces = source.rest().iter().map(|piece| PIECES[usize::from(*piece) % PIECES.len()]);
        let offered: String = ["permessage-deflate"].into_iter().chain(pieces).collect();
        offer(offered.as_bytes());
    }
}

/// One of the usual values, one with a byte changed, or any. As a parser of HTTP gives it: trimmed.
fn value(source: &mut Source<'_>, choice: u8, usual: &[&str]) -> Option<HeaderValue> {
    let usual = usual[usize::from(choice >> 2 & 7) % usual.len()];
    let mut bytes = usual.as_bytes().to_vec();
    match choice & 3 {
        2 => {
            let index = usize::from(source.byte());
            let byte = source.byte();
            match bytes.get_mut(index) {
                Some(changed) => *changed = byte,
                None => bytes.push(byte),
            }
        }
        3 => {
            let length = source.byte();
            bytes = source.bytes(usize::from(length)).to_vec();
        }
        _ => {}
    }
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    while bytes.last().is_some_and(is_space) {
        bytes.pop();
    }
    HeaderValue::from_bytes(bytes.split_at(bytes.iter().take_while(|byte| is_space(byte)).count()).1).ok()
}

/// The request for tungstenite, where the two mean the same by it.
fn theirs(head: &RequestHead) -> Option<tungstenite::handshake::server::Request> {
    let mut request = http::Request::builder().method("GET");
    for (name, _) in &GOOD {
        let value = joined(&head.headers, name)?;
        let words = || value.split(',').map(str::trim).filter(|word| !word.is_empty());
        if *name == UPGRADE && (words().count() > 1 || value != words().collect::<String>())
            || value.contains('\t')
        {
            return None;
        }
        request = request.header(name.as_str(), value);
    }
    request.body(()).ok()
}

fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let values: Result<Vec<&str>, _> = headers.get_all(name).map(HeaderValue::to_str).collect();
    values.ok().map(|values| values.join(", "))
}

/// Offers compression.
fn offer(bytes: &[u8]) {
    let Ok(header) = std::str::from_utf8(bytes) else { return };
    let agreement = Agreement::reach(header);
    if let Some(agreement) = agreement {
        assert!((9..=15).contains(&agreement.window_bits), "{agreement:?}");
        let answer = agreement.header();
        let [(name, parameters)] = &parse(&answer).expect("the answer is in the grammar")[..] else {
            panic!("{answer}: one extension is agreed on");
        };
        assert_eq!(name, "permessage-deflate");
        assert_eq!(acceptable(name, parameters), Some(agreement.window_bits), "{answer}");
    }
    // A header outside the grammar may be taken for anything, and a server may always decline.
    let Some(offers) = HeaderValue::from_str(header).ok().and_then(|_| parse(header)) else { return };
    let expected = offers.iter().find_map(|(name, parameters)| acceptable(name, parameters));
    let window_bits = agreement.map(|agreement| agreement.window_bits);
    assert!(
        window_bits == expected || window_bits.is_none() && header.contains('\\'),
        "{header:?}: {window_bits:?}, {expected:?}"
    );
}

type Parameters = Vec<(String, Option<String>)>;

/// The window that an offer asks for where it can be accepted (RFC 7692 section 7.1).
fn acceptable(name: &str, parameters: &Parameters) -> Option<u8> {
    let mut window_bits = 15;
    for (index, (name, value)) in parameters.iter().enumerate() {
        let bits = value.as_deref().map(|value| {
            let number = value.parse::<u8>().ok().filter(|number| (8..=15).contains(number))?;
            (number.to_string() == value).then_some(number)
        });
        match (name.as_str(), bits) {
            _ if parameters[..index].iter().any(|(before, _)| before == name) => return None,
            (
                "server_no_context_takeover" | "client_no_context_takeover" | "client_max_window_bits",
                None,
            )
            | ("client_max_window_bits", Some(Some(_))) => {}
            ("server_max_window_bits", Some(Some(bits))) => window_bits = bits,
            _ => return None,
        }
    }
    (name == "permessage-deflate" && window_bits > 8).then_some(window_bits)
}

/// The grammar of `Sec-WebSocket-Extensions` (RFC 6455 section 9.1).
fn parse(header: &str) -> Option<Vec<(String, Parameters)>> {
    let mut rest = header;
    let mut extensions = Vec::new();
    loop {
        skip(&mut rest);
        if rest.is_empty() {
            return Some(extensions);
        }
        if let Some(later) = rest.strip_prefix(',') {
            // An element of a list may be empty (RFC 9110 section 5.6.1).
            rest = later;
            continue;
        }
        let name = token(&mut rest)?;
        let mut parameters = Vec::new();
        while eat(&mut rest, ';') {
            skip(&mut rest);
            let name = token(&mut rest)?;
            let value = if eat(&mut rest, '=') {
                skip(&mut rest);
                Some(if eat(&mut rest, '"') { quoted(&mut rest)? } else { token(&mut rest)? })
            } else {
                None
            };
            parameters.push((name, value));
        }
        extensions.push((name, parameters));
        skip(&mut rest);
        if !rest.is_empty() && !eat(&mut rest, ',') {
            return None;
        }
    }
}

fn skip(rest: &mut &str) {
    *rest = rest.trim_start_matches([' ', '\t']);
}

/// Takes `sign` where it comes next, spaces aside.
fn eat(rest: &mut &str, sign: char) -> bool {
    let later = rest.trim_start_matches([' ', '\t']).strip_prefix(sign);
    *rest = later.unwrap_or(rest);
    later.is_some()
}

fn token(rest: &mut &str) -> Option<String> {
    let is_in = |sign: char| sign.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(sign);
    let (token, later) = rest.split_at(rest.find(|sign| !is_in(sign)).unwrap_or(rest.len()));
    *rest = later;
    (!token.is_empty()).then(|| token.to_owned())
}

/// The rest of a quoted string, which must be a token without its quotes and backslashes.
fn quoted(rest: &mut &str) -> Option<String> {
    let mut value = String::new();
    let mut signs = rest.chars();
    loop {
        match signs.next()? {
            '"' => break,
            '\\' => value.push(signs.next()?),
            sign => value.push(sign),
        }
    }
    *rest = signs.as_str();
    let mut left = value.as_str();
    (token(&mut left).is_some() && left.is_empty()).then_some(value)
}
