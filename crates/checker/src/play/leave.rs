//! `close` and `kill`: how clients leave.

use tokio::time::Instant;

use crate::{lane::Incoming, transcript::What, verdict::Note};

use super::{
    Impossible,
    client::{Client, record},
    halt::Halt,
    round::{POSITIVE, Round},
};

impl Round<'_> {
    /// A server that does not answer with a close frame of its own passes with a note.
    pub(super) async fn close(&mut self, names: &[String], code: u16) -> Result<(), Halt> {
        let within = self.scaled(POSITIVE);
        for name in names {
            let client = self.leaving(name, Some(code))?;
            let told = client.end_told();
            let closing = client.lane.close(code, within).await;
            if !closing.frame {
                self.notes.insert(Note::NoCloseFrame);
            }
            for arrival in closing.arrivals {
                if !(told && matches!(arrival.what, Incoming::End(_))) {
                    record(name, arrival.at, &arrival.what, &mut self.player.recorder);
                }
            }
        }
        Ok(())
    }

    pub(super) async fn kill(&mut self, names: &[String]) -> Result<(), Halt> {
        for name in names {
            self.leaving(name, None)?.lane.kill().await;
        }
        Ok(())
    }

    fn leaving(&mut self, name: &str, code: Option<u16>) -> Result<Client, Impossible> {
        let client = self.clients.remove(name);
        let mut client = client.ok_or_else(|| Impossible(format!("{name} is not connected")))?;
        // What nobody has looked at belongs into the transcript as well.
        let _ = client.ahead(name, &mut self.player.recorder).count();
        self.player.recorder.add(Instant::now(), name, What::Leave { code });
        Ok(client)
    }
}
