//! `connect`: the opening handshake.

use tokio::time::Instant;

use crate::{
    failure::FailureKind,
    lane::{Lane, NoLane},
    transcript::What,
    verdict::{Expected, Received},
};

use super::{
    Impossible,
    client::Client,
    halt::{Halt, Wrong},
    round::{POSITIVE, Round, millis},
};

/// The path of the labs' WebSocket.
const PATH: &str = "/ws";

impl Round<'_> {
    pub(super) async fn connect(
        &mut self,
        names: &[String],
        path: &str,
        offer: Option<&str>,
        selects: Option<&str>,
        first: bool,
    ) -> Result<(), Halt> {
        let path = self.values.fill(path)?;
        for name in names {
            if self.clients.contains_key(name) {
                return Err(Impossible(format!("{name} is connected already")).into());
            }
            // What was seen before the client asked for a connection was there before it.
            let floor = self.player.highest.map(|(number, _)| number);
            let adopted = if first { self.player.first.take() } else { None };
            let lane = match adopted {
                Some(lane) => self.adopt(name, &path, lane),
                None => self.open(name, &path, offer, selects).await?,
            };
            self.clients.insert(name.clone(), Client::new(lane, floor));
            self.judge_selected(name, selects)?;
        }
        Ok(())
    }

    /// The client that found the server ready.
    fn adopt(&mut self, name: &str, path: &str, lane: Lane) -> Lane {
        let recorder = &mut self.player.recorder;
        recorder.add(lane.opened(), name, What::Connect { path: path.to_owned(), offer: None });
        recorder.add(lane.opened(), name, What::Opened { selected: None });
        lane
    }

    async fn open(
        &mut self,
        name: &str,
        path: &str,
        offer: Option<&str>,
        selects: Option<&str>,
    ) -> Result<Lane, Halt> {
        let within = self.scaled(POSITIVE);
        let connect = What::Connect { path: path.to_owned(), offer: offer.map(str::to_owned) };
        self.player.recorder.add(Instant::now(), name, connect);
        let server = &self.player.server;
        // A server that runs already may have its WebSocket elsewhere.
        let path = if path == PATH { server.path() } else { path };
        let opened = Lane::open(server.address(), &server.authority(), path, offer, within).await;
        let no_lane = match opened {
            Ok(lane) => {
                let selected = lane.selected().map(str::to_owned);
                self.player.recorder.add(lane.opened(), name, What::Opened { selected });
                return Ok(lane);
            }
            Err(no_lane) => no_lane,
        };
        let (kind, why, received) = match no_lane {
            NoLane::Refused(why) => (FailureKind::Refused, why.clone(), Received::Error(why)),
            NoLane::Lost(why) => (FailureKind::ConnectionLost, why.clone(), Received::Error(why)),
            NoLane::Invalid(why) => (FailureKind::HandshakeInvalid, why.clone(), Received::Error(why)),
            NoLane::Status { code, body } => {
                (FailureKind::HandshakeRefused, format!("status {code}"), Received::Http(code, body))
            }
            NoLane::Timeout => {
                (FailureKind::HandshakeTimeout, "no answer".into(), Received::Nothing(millis(within)))
            }
        };
        let event = self.player.recorder.add(Instant::now(), name, What::Refused { why });
        let explains = matches!(kind, FailureKind::Refused | FailureKind::ConnectionLost);
        let (kind, received) = match self.exited(explains).await {
            Some(code) => (FailureKind::ServerExited, Received::Exited(code)),
            None => (kind, received),
        };
        Err(self.fail(Wrong::new(kind, handshake(selects), received).client(name, None).event(event)))
    }

    fn judge_selected(&mut self, name: &str, selects: Option<&str>) -> Result<(), Halt> {
        let Some(wanted) = selects else { return Ok(()) };
        let selected = self.client(name)?.lane.selected().map(str::to_owned);
        if selected.as_deref().unwrap_or_default() == wanted {
            return Ok(());
        }
        let kind = FailureKind::SubprotocolNotSelected;
        let wrong = Wrong::new(kind, handshake(selects), Received::Selected(selected));
        Err(self.fail(wrong.client(name, None)))
    }
}

fn handshake(selects: Option<&str>) -> Expected {
    Expected::Handshake(selects.filter(|wanted| !wanted.is_empty()).map(str::to_owned))
}
