//! 거래소 대역: 실제 거래소가 문서화한 형식 그대로, 127.0.0.1 에서 HTTP 와 WebSocket 으로 답합니다.
//! 가격은 **모의**이고, 고장을 대본으로 일으킬 수 있습니다.
//!
//! A stand-in exchange that speaks documented formats over real HTTP and WebSocket on loopback. Its prices
//! are **simulated**, and it fails on demand: the simulated source of a lab, the peer of tests, and what
//! a checker holds against a solution.
//!
//! ```
//! use lab_exchange::{Exchange, Fault, Target, Times};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let exchange = Exchange::start().await?;
//! println!("BINANCE_URL={}", exchange.url());
//!
//! exchange.set_price("70352.36000000");
//! exchange.script(Target::Price, "status-429:7".parse()?, Times::of(2))?;
//! exchange.script(Target::Stream, Fault::Freeze, Times::Always)?;
//! exchange.play(&"okx hang always".parse()?)?;
//! // … the client under test asks …
//! for request in exchange.requests() {
//!     println!("{} {} {}", request.method, request.path, request.header("user-agent"));
//! }
//! exchange.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! # What it serves
//!
//! | target | address | |
//! |---|---|---|
//! | `ping`, `time` | `/api/v3/ping`, `/api/v3/time` | Binance spot |
//! | `price` | `/api/v3/ticker/price?symbol=BTCUSDT` | without a symbol, or with `symbols=["BTCUSDT"]`, an array |
//! | `24hr` | `/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI` | `FULL` without a type |
//! | `book` | `/api/v3/ticker/bookTicker?symbol=BTCUSDT` | the price is the bid |
//! | `okx` | `/api/v5/market/ticker?instId=BTC-USDT` | OKX |
//! | `handshake`, `stream` | `/ws/btcusdt@miniTicker`, `/stream?streams=…/…` | also `@trade` and `@bookTicker`; every other name stays silent |
//! | `rest` | all of them but streams | for faults that have a meaning for every answer |
//!
//! Answers of Binance tell the request weight of the minute; beyond [`Options::weight_limit`] they are 429.
//! Streams take `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY` and `GET_PROPERTY`, ping every
//! 20 s, close with 1008 when no pong comes for a minute or more than five messages come in a second, and are
//! cut after 24 h. Every answer carries `server: lab-exchange (simulated)`.
//!
//! # The market
//!
//! The price begins at 70,352.36 and walks by a few dollars four times a second; any two prices are less than
//! 3 % apart. The same [`Options::seed`] gives the same prices in the same order. [`Exchange::set_price`] holds
//! it at an exact text, and [`Exchange::walk`] lets it go on from there.
//!
//! # The script
//!
//! [`Exchange::script`] puts faults into the queue of a [`Target`]: for the next requests, or the next messages
//! of streams, or until cleared. Requests take faults one after another in the order they come; a request
//! takes one of its own target first, else one of `rest`. A stream's fault takes the place of the message that
//! is due next on any stream; `cut`, `close:…` and `server-shutdown` then happen to all streams at once.
//!
//! A [`Step`] is all of that as one line of text: target, fault, and `x3` or `always`.
//!
//! These are the names of faults; `N` stands for milliseconds unless said otherwise.
//!
//! | name | what comes | for |
//! |---|---|---|
//! | `ok` | the right answer | all |
//! | `status-CODE`, `status-CODE:SECONDS` | this status with the body that the venue documents, and `Retry-After` | requests |
//! | `html-CODE`, `empty-CODE`, each also with `:SECONDS` | this status with a page for people, or with nothing | requests |
//! | `answer-CODE` | this status with the right answer, which a careless reader takes for a price | requests |
//! | `redirect:ADDRESS` | 302 to there | requests |
//! | `error-200` | the venue's error under status 200 | prices |
//! | `body:TEXT` | this text | prices, stream |
//! | `garbage`, `malformed-json`, `truncated-json` | plain text; JSON with single quotes; the first half of it | prices, stream |
//! | `price:TEXT` | this text as the price | prices, stream |
//! | `price-nan`, `-infinity`, `-zero`, `-negative`, `-plus`, `-exponent`, `-comma`, `-underscore`, `-spaces`, `-wide`, `-words`, `-empty` | the price `NaN`, `Infinity`, `0.00000000`, `-70352.36000000`, `+70352.36000000`, `7.035236e4`, `70,352.36`, `70_352.36`, with spaces around, in full-width digits, `n/a`, and none | prices, stream |
//! | `price-number`, `price-null`, `price-missing`, `price-twice` | the price as a JSON number, `null`, not at all, and a second time with another value | prices, stream |
//! | `wrong-symbol` | the price under ETHUSDT or ETH-USDT | prices, stream |
//! | `jump:PERCENT` | a price so far off: `jump:900` is ten times as high | prices, stream |
//! | `older:N` | times that lie so far back, and an older trade | `24hr`, `okx`, `stream` |
//! | `late:N` | the right answer so much later | requests |
//! | `hang` | nothing, and the connection stays open | requests |
//! | `hang-in-body` | half of the body, then nothing | answers |
//! | `slow-head:N`, `drip:N` | a byte of the head, or of the body, every N | requests, answers |
//! | `cut-body`, `cut-chunked` | the end of the connection amid a body with a `Content-Length`, or between chunks | answers |
//! | `close-delimited` | a right answer that only the end of the connection ends | answers |
//! | `close-at-once`, `reset`, `not-http` | the end of the connection, its reset, and something that is not HTTP | requests |
//! | `endless-head`, `endless-body` | no end | requests, answers |
//! | `gzip`, `bad-gzip`, `gzip-bomb` | the right answer compressed, with a wrong checksum, and 256 MiB of zeros | answers |
//! | `freeze` | no message, while pings go on | stream |
//! | `silence` | no message, no ping, no pong on this stream any more | stream |
//! | `repeat` | the last message again | stream |
//! | `cut`, `close:CODE` | the end of all streams, without a closing handshake or with this code | stream |
//! | `server-shutdown` | the event `serverShutdown` on all streams; they go on until they are cut | stream |
//! | `unknown-event` | an event of an unknown kind | stream |
//! | `binary`, `fragments`, `huge-message`, `reserved-bit` | the message as a binary one, in three fragments, with 70,000 bytes, and with RSV1 set | stream |
//!
//! *Requests* are all targets but `stream`, *answers* all but `handshake` and `stream`, *prices* `price`,
//! `24hr`, `book` and `okx`. `status`, `redirect` and the faults of bytes also make sense for `rest`. A
//! fault that has no meaning for its target is refused with [`Unfit`].
//!
//! # Over TLS
//!
//! With the feature `tls`, `Options::certificate` opens `https` and `wss` with a certificate that is right,
//! names somebody else, or is out of date. The feature builds ring, which needs a C compiler; nothing else
//! here does.

mod binance;
mod exchange;
mod fault;
mod http;
mod market;
mod okx;
mod options;
mod record;
mod route;
mod script;
mod shared;
mod step;
mod stream;
mod target;
mod ticker;
#[cfg(feature = "tls")]
mod tls;

pub use exchange::Exchange;
pub use fault::{Fault, NAMES, Page, UnknownFault};
pub use options::Options;
pub use record::{Counts, Request};
pub use script::{Times, Unfit, UnknownTimes};
pub use step::{BadStep, Step};
pub use target::{Target, UnknownTarget};
#[cfg(feature = "tls")]
pub use tls::Certificate;
