//! 사무실: 실제 창구와 모의 창구 가운데 어디에 물을지 정합니다. 한번 실제가 되면 모의로 돌아가지 않습니다.
//!
//! The office decides at which desk to ask, the live one or the simulated one. Once a live venue has answered, it never
//! goes back to made-up prices.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{SystemTime, UNIX_EPOCH},
};

use actix_web::rt::{self, task::JoinHandle};
use futures_util::{FutureExt, future::LocalBoxFuture};
use lab_common::console;
use lab_exchange::{Exchange, Options};
use tokio::{sync::OnceCell, time::sleep};

use crate::{
    backoff::Backoff,
    board::{Answer, Board},
    desk::Desk,
    failure::Failure,
    plan::Plan,
    source::Source,
    stream,
};

/// At which desk prices are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// No live venue has answered yet, and the first try is under way.
    Undecided,
    Live,
    Simulated,
}

/// Everything that talks to exchanges. It stays on one thread; clones are the same office.
#[derive(Clone)]
pub(crate) struct Office(Rc<Inner>);

struct Inner {
    choice: Cell<Choice>,
    /// None where only made-up prices are wanted.
    live: Option<Rc<Desk>>,
    simulation: OnceCell<Simulation>,
    client: awc::Client,
    board: Board,
    /// The task that follows the stream of the chosen desk.
    stream: RefCell<Option<JoinHandle<()>>>,
}

/// The made-up exchange, and the desk that asks it as if it were a real one.
struct Simulation {
    desk: Rc<Desk>,
    /// It runs as long as it is held.
    _exchange: Exchange,
}

impl Office {
    /// Opens the office, and follows a live stream where one is wanted at once.
    pub(crate) fn open(source: Source, client: awc::Client, board: Board) -> Self {
        let (choice, plan) = match source {
            Source::Auto(plan) => (Choice::Undecided, Some(plan)),
            Source::Live(plan) => (Choice::Live, Some(plan)),
            Source::Simulated => (Choice::Simulated, None),
        };
        let office = Self(Rc::new(Inner {
            choice: Cell::new(choice),
            live: plan.map(|plan| Rc::new(Desk::new(client.clone(), plan))),
            simulation: OnceCell::new(),
            client,
            board,
            stream: RefCell::default(),
        }));
        if let (Choice::Live, Some(live)) = (choice, &office.0.live) {
            office.follow(live);
        }
        office
    }

    /// Whether a first call is due without anybody asking: to find out if a live venue answers, or to start the
    /// simulation.
    pub(crate) fn begins_by_itself(&self) -> bool {
        self.0.choice.get() != Choice::Live
    }

    /// One call for the price, at the chosen desk; the board is told how it ended.
    pub(crate) fn call(&self) -> LocalBoxFuture<'static, Answer> {
        let office = self.clone();
        async move {
            let answer = office.ask().await;
            office.0.board.settle(answer)
        }
        .boxed_local()
    }

    async fn ask(&self) -> Answer {
        match (self.0.choice.get(), &self.0.live) {
            (Choice::Undecided, Some(live)) => match live.ask().await {
                Ok(quote) => {
                    self.choose_live(live);
                    Ok(quote)
                }
                // Another call may have found an answer meanwhile.
                Err(failure) if self.0.choice.get() == Choice::Live => Err(failure),
                Err(failure) => self.simulate(Some(&failure)).await?.ask().await,
            },
            (Choice::Live, Some(live)) => live.ask().await,
            (_, _) => self.simulate(None).await?.ask().await,
        }
    }

    /// The simulated desk, with its exchange started by the first call.
    async fn simulate(&self, why: Option<&Failure>) -> Result<Rc<Desk>, Failure> {
        let start = || async {
            if let Some(failure) = why {
                console::print(format_args!("⚠ {failure}"));
            }
            let exchange = Exchange::start_with(Options { seed: seed(), ..Options::default() }).await?;
            let plan = Plan::simulated(exchange.url(), exchange.stream_url());
            let desk = Rc::new(Desk::new(self.0.client.clone(), plan));
            Ok::<_, std::io::Error>(Simulation { desk, _exchange: exchange })
        };
        let is_new = !self.0.simulation.initialized();
        let simulation = self.0.simulation.get_or_try_init(start).await;
        let desk = Rc::clone(&simulation.map_err(|_| Failure::Unreachable)?.desk);
        if is_new && self.0.choice.get() != Choice::Live {
            self.0.choice.set(Choice::Simulated);
            self.follow(&desk);
            if let Some(live) = &self.0.live {
                rt::spawn(self.clone().look_out(Rc::clone(live)));
            }
        }
        Ok(desk)
    }

    /// Tries the live venues until one answers, and changes to them for good.
    async fn look_out(self, live: Rc<Desk>) {
        let mut backoff = Backoff::default();
        loop {
            sleep(backoff.next()).await;
            if let Ok(quote) = live.ask().await {
                self.choose_live(&live);
                self.0.board.show(quote);
                return;
            }
        }
    }

    fn choose_live(&self, live: &Rc<Desk>) {
        let before = self.0.choice.replace(Choice::Live);
        if before == Choice::Simulated {
            console::print(
                "거래소가 답했습니다. 이제부터 실제 시세입니다 · an exchange has answered, prices are real from now on",
            );
        }
        if before != Choice::Live {
            self.follow(live);
        }
    }

    /// Follows the stream of this desk and no other.
    fn follow(&self, desk: &Rc<Desk>) {
        if desk.plan().streams.is_empty() {
            return;
        }
        let task = rt::spawn(stream::follow(Rc::clone(desk), self.0.board.clone()));
        if let Some(former) = self.0.stream.borrow_mut().replace(task) {
            former.abort();
        }
    }
}

/// Another walk of the price each time.
fn seed() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::from(since.subsec_nanos()) ^ since.as_secs()
}
