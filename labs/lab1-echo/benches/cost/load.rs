//! Rows of CPU: 64 connections that keep a fixed number of messages in flight.

use std::{
    fmt::{self, Display},
    ops::AddAssign,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use lab_testing::{Server, memory::cpu};
use tokio::{runtime, task::JoinSet, time::sleep};

use crate::client::{Client, MASK, TEXT, frame};

const CONNECTIONS: usize = 64;

/// Until buffers have grown, the connections of the slice before are gone, and all new ones are on their way.
const WARM_UP: Duration = Duration::from_millis(300);

/// What a server used, and for how much.
#[derive(Default)]
pub(crate) struct Cost {
    cpu: Duration,
    messages: u32,
}

impl Cost {
    /// Microseconds of CPU, user and system, for each message that was sent back.
    pub(crate) fn per_message(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / f64::from(self.messages)
    }
}

impl AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.cpu += other.cpu;
        self.messages += other.messages;
    }
}

/// What every connection of a row does.
pub(crate) struct Load<'a> {
    pub(crate) name: &'static str,
    pub(crate) text: &'a str,
    /// Messages that are written at once; the next ones wait for all their answers.
    pub(crate) in_flight: usize,
}

impl Load<'_> {
    /// Loads the server for so long. The client has one thread, so that most of the machine is the server's.
    pub(crate) fn run(&self, server: &Server, time: Duration) -> Cost {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let answered = Arc::new(AtomicU32::new(0));
            let mut tasks = JoinSet::new();
            for number in 0..CONNECTIONS {
                let client = self.open(server.port(), number).await;
                tasks.spawn(converse(client, self.frames(), self.in_flight, answered.clone()));
            }
            sleep(WARM_UP).await;
            let (before, messages) = (cpu(server.id()).unwrap(), answered.load(Ordering::Relaxed));
            sleep(time).await;
            let cpu = cpu(server.id()).unwrap().saturating_sub(before);
            let messages = answered.load(Ordering::Relaxed) - messages;
            tasks.abort_all();
            while let Some(end) = tasks.join_next().await {
                assert!(end.is_err_and(|error| error.is_cancelled()), "a connection was lost");
            }
            assert!(messages > 0, "no answers");
            Cost { cpu, messages }
        })
    }

    /// Opens a connection and makes sure that what comes back is what was sent.
    async fn open(&self, port: u16, number: usize) -> Client {
        let mut client = Client::open(port, number, "").await;
        client.send(&frame(TEXT, self.text.as_bytes(), MASK)).await;
        assert_eq!(client.message().await, frame(TEXT, self.text.as_bytes(), None));
        client
    }

    fn frames(&self) -> Vec<u8> {
        frame(TEXT, self.text.as_bytes(), MASK).repeat(self.in_flight)
    }
}

impl Display for Load<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "echo {}, {CONNECTIONS} connections, {} in flight", self.name, self.in_flight)
    }
}

async fn converse(mut client: Client, frames: Vec<u8>, in_flight: usize, answered: Arc<AtomicU32>) {
    let count = u32::try_from(in_flight).unwrap();
    loop {
        client.send(&frames).await;
        client.skip(in_flight).await;
        answered.fetch_add(count, Ordering::Relaxed);
    }
}
