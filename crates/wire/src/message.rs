//! Messages out of a client's bytes (RFC 6455 sections 5.4 to 5.6): fragments joined, compressed ones
//! inflated, texts checked as they arrive. No input or output.

use actix_web::web::{Buf, Bytes};
use simdutf8::basic::from_utf8;

use crate::{
    Fault, Limits,
    assembly::{Assembly, NOT_UTF8, append_unmasked},
    closing::{CloseFrame, judge_close},
    header::{Expected, Header, LONGEST, Opcode, Written},
    mask::unmask,
    observer::{PREFIX, Watch},
};

/// Whoever takes messages is not handed more than this at once, in bytes, plus the one message that
/// crosses the line.
pub const BATCH: usize = 64 * 1024;

/// Turns the bytes of one client into whole messages.
pub struct Decoder {
    limits: Limits,
    compression: bool,
    /// The first bytes of a header that goes on in the next input.
    partial: [u8; LONGEST],
    partial_length: usize,
    frame: Option<Frame>,
    message: Option<Assembly>,
    control: Vec<u8>,
    /// Whole messages, each as one frame, from `ready_start` on.
    ready: Vec<u8>,
    ready_start: usize,
    prefix: Vec<u8>,
}

/// A frame whose payload is being read.
struct Frame {
    header: Header,
    left: usize,
    key: [u8; 4],
}

impl Decoder {
    /// For a connection on which compression was agreed on, or not.
    #[must_use]
    pub fn new(limits: Limits, compression: bool) -> Self {
        Self {
            limits,
            compression,
            partial: [0; LONGEST],
            partial_length: 0,
            frame: None,
            message: None,
            control: Vec::new(),
            ready: Vec::new(),
            ready_start: 0,
            prefix: Vec::new(),
        }
    }

    /// Takes from `input` until it is empty, a batch is ready, `most` messages were completed, or the peer
    /// closes. What is ready can be taken even after a fault: it came before it.
    pub fn feed(
        &mut self,
        input: &mut Bytes,
        most: &mut u32,
        watch: &mut Watch,
    ) -> Result<Option<CloseFrame>, Fault> {
        while self.ready.len() < BATCH && *most > 0 {
            if self.frame.is_none() {
                self.take_whole(input, most, watch)?;
                if self.ready.len() >= BATCH || *most == 0 {
                    break;
                }
                let Some(header) = self.read_header(input)? else { return Ok(None) };
                self.begin(header)?;
            }
            let Some(frame) = &mut self.frame else { continue };
            let length = frame.left.min(input.len());
            let key = frame.key;
            frame.left -= length;
            frame.key.rotate_left(length % 4);
            let (is_control, is_complete) = (frame.header.opcode.is_control(), frame.left == 0);
            self.append(&input[..length], key, is_control, watch)?;
            input.advance(length);
            if !is_complete {
                return Ok(None);
            }
            let Some(Frame { header, .. }) = self.frame.take() else { continue };
            watch.received(&header, &self.prefix);
            self.prefix.clear();
            if is_control {
                if let Some(close) = self.finish_control(header.opcode)? {
                    return Ok(Some(close));
                }
            } else if header.is_final {
                self.finish_message()?;
                *most -= 1;
            }
        }
        Ok(None)
    }

    /// Whole messages, each as one frame with a masking key of zeros: what actix-ws reads.
    pub fn take(&mut self) -> Option<Bytes> {
        if self.ready.is_empty() {
            return None;
        }
        let mut ready = Bytes::from(std::mem::take(&mut self.ready));
        ready.advance(std::mem::take(&mut self.ready_start));
        Some(ready)
    }

    /// Whether nothing was begun that is not complete.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.partial_length == 0 && self.frame.is_none() && self.message.is_none()
    }

    fn read_header(&mut self, input: &mut Bytes) -> Result<Option<Header>, Fault> {
        let expected = self.expected();
        let had = self.partial_length;
        if had == 0
            && let Some((header, size)) = Header::read(input, expected)?
        {
            input.advance(size);
            return Ok(Some(header));
        }
        let more = input.len().min(LONGEST - had);
        self.partial[had..had + more].copy_from_slice(&input[..more]);
        let found = Header::read(&self.partial[..had + more], expected)?;
        self.partial_length = if found.is_some() { 0 } else { had + more };
        input.advance(found.map_or(more, |(_, size)| size - had));
        Ok(found.map(|(header, _)| header))
    }

    /// Takes messages as most are, each in one frame that lies in `input` as a whole, at the cost of one
    /// copy for all of them.
    fn take_whole(&mut self, input: &mut Bytes, most: &mut u32, watch: &mut Watch) -> Result<(), Fault> {
        if self.partial_length > 0 || self.message.is_some() {
            return Ok(());
        }
        let (before, mut taken, mut verdict) = (self.ready.len(), 0, Ok(()));
        while before + taken < BATCH && *most > 0 {
            let (header, size, end) = match self.whole(&input[taken..]) {
                Ok(Some(found)) => found,
                Ok(None) => break,
                Err(fault) => {
                    verdict = Err(fault);
                    break;
                }
            };
            if taken == 0 {
                self.ready.reserve_exact(input.len());
                self.ready.extend_from_slice(input);
            }
            // With a key of zeros the frame is as long as before, so it is rewritten where it lies.
            let (head, payload) = self.ready[before + taken..before + taken + end].split_at_mut(size);
            head[size - 4..].copy_from_slice(&[0; 4]);
            unmask(payload, header.key);
            if header.opcode == Opcode::Text && from_utf8(payload).is_err() {
                verdict = Err(NOT_UTF8);
                break;
            }
            watch.received(&header, payload);
            taken += end;
            *most -= 1;
        }
        self.ready.truncate(before + taken);
        input.advance(taken);
        verdict
    }

    /// The header of the message in one frame at the start of `bytes`, how long it is, and where the frame
    /// ends. `None`: anything else.
    #[inline]
    fn whole(&self, bytes: &[u8]) -> Result<Option<(Header, usize, usize)>, Fault> {
        let (header, size) = if let Some(header) = Header::short(bytes) {
            (header, Header::SHORT)
        } else if let Some(found) = Header::read(bytes, self.expected())? {
            found
        } else {
            return Ok(None);
        };
        let is_plain = header.is_final && !header.is_compressed && !header.opcode.is_control();
        let end = usize::try_from(header.length).ok().and_then(|length| length.checked_add(size));
        match end {
            Some(end) if is_plain && end <= bytes.len() => {
                self.judge_size(&header, end - size)?;
                Ok(Some((header, size, end)))
            }
            _ => Ok(None),
        }
    }

    const fn expected(&self) -> Expected {
        Expected { compression: self.compression, continuation: self.message.is_some() }
    }

    /// Judges the size of a frame by its header, and begins to read it.
    fn begin(&mut self, header: Header) -> Result<(), Fault> {
        let length = usize::try_from(header.length).map_err(|_| TOO_BIG)?;
        let Header { opcode, is_compressed, key, .. } = header;
        if !opcode.is_control() {
            self.judge_size(&header, length)?;
            if opcode != Opcode::Continuation {
                self.message = Some(Assembly::begin(opcode, is_compressed, length));
            }
            if let Some(message) = &mut self.message {
                message.count(length);
            }
        }
        self.frame = Some(Frame { header, left: length, key });
        Ok(())
    }

    fn judge_size(&self, header: &Header, length: usize) -> Result<(), Fault> {
        let (before, is_compressed) = match &self.message {
            Some(message) => (message.received(), message.is_compressed()),
            None => (0, header.is_compressed),
        };
        // What cannot be compressed grows a little by the attempt (RFC 1951 section 3.2.4: five bytes for
        // each block that is stored).
        let slack = |limit: usize| if is_compressed { limit / 1024 + 64 } else { 0 };
        let Limits { frame, message, .. } = self.limits;
        if length > frame.saturating_add(slack(frame))
            || before.saturating_add(length) > message.saturating_add(slack(message))
        {
            return Err(TOO_BIG);
        }
        Ok(())
    }

    fn append(&mut self, piece: &[u8], key: [u8; 4], is_control: bool, watch: &Watch) -> Result<(), Fault> {
        let prefix = &mut self.prefix;
        let mut see = |seen: &[u8]| {
            if watch.is_on() {
                keep_prefix(prefix, seen);
            }
        };
        match &mut self.message {
            _ if is_control => see(append_unmasked(&mut self.control, piece, key)),
            Some(message) => message.append(piece, key, self.limits.message, see)?,
            None => {}
        }
        Ok(())
    }

    fn finish_control(&mut self, opcode: Opcode) -> Result<Option<CloseFrame>, Fault> {
        let payload = std::mem::take(&mut self.control);
        let close = match opcode {
            Opcode::Close => Some(judge_close(&payload)?),
            _ => None,
        };
        self.ready.extend_from_slice(Written::from_client(opcode, payload.len()).as_ref());
        self.ready.extend_from_slice(&payload);
        Ok(close)
    }

    fn finish_message(&mut self) -> Result<(), Fault> {
        let Some(message) = self.message.take() else { return Ok(()) };
        let (bytes, start) = message.finish(self.limits.message)?;
        if self.ready.is_empty() {
            (self.ready, self.ready_start) = (bytes, start);
        } else {
            self.ready.extend_from_slice(&bytes[start..]);
        }
        Ok(())
    }
}

const TOO_BIG: Fault = Fault::too_big("the message is too big");

/// Keeps the beginning of a payload for whoever observes the connection.
fn keep_prefix(prefix: &mut Vec<u8>, seen: &[u8]) {
    let room = PREFIX.saturating_sub(prefix.len());
    prefix.extend_from_slice(&seen[..seen.len().min(room)]);
}
