//! Messages out of a client's bytes (RFC 6455 sections 5.4 to 5.6): fragments joined, compressed ones
//! inflated, texts checked as they arrive. No input or output.

use actix_web::web::{Buf, Bytes};

use crate::{
    Fault, Limits,
    closing::judge_close,
    deflate::Inflater,
    header::{Expected, Header, LONGEST, Opcode, Written},
    mask::unmask,
    observer::{PREFIX, Watch},
};

/// Whoever takes messages is not handed more than this at once, in bytes, plus the one message that
/// crosses the line.
pub const BATCH: usize = 64 * 1024;

/// An empty fragment counts as this many bytes of its message, or a message could go on without end.
const EMPTY_FRAGMENT: usize = 64;

/// Space for a message is made as its bytes arrive, and at first for this many at most: a length that is
/// only declared must cost nothing.
const FIRST_RESERVE: usize = 16 * 1024;

/// The peer's close frame, with its code, where it had one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeerClose(pub Option<u16>);

/// Turns the bytes of one client into whole messages.
pub struct Decoder {
    limits: Limits,
    compression: bool,
    /// The first bytes of a header that goes on in the next input.
    partial: [u8; LONGEST],
    partial_length: usize,
    frame: Option<Frame>,
    message: Option<Open>,
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

/// A message whose frames are being read.
struct Open {
    opcode: Opcode,
    inflater: Option<Inflater>,
    /// The message, behind `LONGEST` bytes for a header.
    bytes: Vec<u8>,
    /// A text is UTF-8 up to here.
    valid: usize,
    /// What counts against the limit before inflating, in bytes.
    received: usize,
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
    ) -> Result<Option<PeerClose>, Fault> {
        while self.ready.len() < BATCH && *most > 0 {
            if self.frame.is_none() {
                let Some(header) = self.read_header(input)? else { return Ok(None) };
                if self.begin(header, input, watch)? {
                    *most -= 1;
                    continue;
                }
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
        let expected = Expected { compression: self.compression, continuation: self.message.is_some() };
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

    /// Judges the size of a frame by its header, and begins to read it. `true`: it was a message as most
    /// are, in one frame that lay in `input` as a whole, and that message is complete.
    fn begin(&mut self, header: Header, input: &mut Bytes, watch: &mut Watch) -> Result<bool, Fault> {
        let length = usize::try_from(header.length).map_err(|_| TOO_BIG)?;
        let Header { opcode, is_final, is_compressed, key, .. } = header;
        if !opcode.is_control() {
            self.judge_size(&header, length)?;
            if opcode != Opcode::Continuation {
                if is_final && !is_compressed && length <= input.len() {
                    self.copy_message(opcode, &input[..length], key)?;
                    watch.received(&header, &self.ready[self.ready.len() - length..]);
                    input.advance(length);
                    return Ok(true);
                }
                self.message = Some(Open::new(opcode, is_compressed, length));
            }
            if let Some(message) = &mut self.message {
                message.received += if length == 0 { EMPTY_FRAGMENT } else { length };
            }
        }
        self.frame = Some(Frame { header, left: length, key });
        Ok(false)
    }

    fn judge_size(&self, header: &Header, length: usize) -> Result<(), Fault> {
        let (before, is_compressed) = match &self.message {
            Some(message) => (message.received, message.inflater.is_some()),
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

    /// Puts a whole message behind what is ready, at the cost of one copy.
    fn copy_message(&mut self, opcode: Opcode, payload: &[u8], key: [u8; 4]) -> Result<(), Fault> {
        let written = Written::from_client(opcode, payload.len());
        let start = self.ready.len();
        self.ready.extend_from_slice(written.as_ref());
        let at = self.ready.len();
        self.ready.extend_from_slice(payload);
        unmask(&mut self.ready[at..], key);
        if opcode == Opcode::Text && std::str::from_utf8(&self.ready[at..]).is_err() {
            self.ready.truncate(start);
            return Err(NOT_UTF8);
        }
        Ok(())
    }

    fn append(
        &mut self,
        part: &[u8],
        key: [u8; 4],
        is_control: bool,
        watch: &mut Watch,
    ) -> Result<(), Fault> {
        let seen = match &mut self.message {
            _ if is_control => append_unmasked(&mut self.control, part, key),
            Some(Open { inflater: Some(inflater), bytes, .. }) => {
                let mut scratch = Vec::new();
                append_unmasked(&mut scratch, part, key);
                if watch.is_on() {
                    note(&mut self.prefix, &scratch);
                }
                inflater.push(&scratch, bytes, LONGEST + self.limits.message)?;
                &[]
            }
            Some(message) => append_unmasked(&mut message.bytes, part, key),
            None => &[],
        };
        if watch.is_on() {
            note(&mut self.prefix, seen);
        }
        match &mut self.message {
            Some(message) if !is_control => message.check_text(),
            _ => Ok(()),
        }
    }

    fn finish_control(&mut self, opcode: Opcode) -> Result<Option<PeerClose>, Fault> {
        let payload = std::mem::take(&mut self.control);
        let close = match opcode {
            Opcode::Close => Some(PeerClose(judge_close(&payload)?)),
            _ => None,
        };
        self.ready.extend_from_slice(Written::from_client(opcode, payload.len()).as_ref());
        self.ready.extend_from_slice(&payload);
        Ok(close)
    }

    fn finish_message(&mut self) -> Result<(), Fault> {
        let Some(mut message) = self.message.take() else { return Ok(()) };
        if let Some(inflater) = message.inflater.take() {
            inflater.finish(&mut message.bytes, LONGEST + self.limits.message)?;
            message.check_text()?;
        }
        let Open { opcode, mut bytes, valid, .. } = message;
        if opcode == Opcode::Text && valid < bytes.len() {
            return Err(NOT_UTF8);
        }
        let written = Written::from_client(opcode, bytes.len() - LONGEST);
        let written = written.as_ref();
        let start = LONGEST - written.len();
        bytes[start..LONGEST].copy_from_slice(written);
        if self.ready.is_empty() {
            (self.ready, self.ready_start) = (bytes, start);
        } else {
            self.ready.extend_from_slice(&bytes[start..]);
        }
        Ok(())
    }
}

const TOO_BIG: Fault = Fault::too_big("the message is too big");
const NOT_UTF8: Fault = Fault::invalid_data("the text is not valid UTF-8");

impl Open {
    fn new(opcode: Opcode, is_compressed: bool, length: usize) -> Self {
        let mut bytes = Vec::with_capacity(LONGEST + length.min(FIRST_RESERVE));
        bytes.resize(LONGEST, 0);
        let inflater = is_compressed.then(Inflater::from_pool);
        Self { opcode, inflater, bytes, valid: LONGEST, received: 0 }
    }

    /// Checks a text as far as it has come, so that it fails at its first bad byte (section 8.1).
    fn check_text(&mut self) -> Result<(), Fault> {
        if self.opcode != Opcode::Text {
            return Ok(());
        }
        match std::str::from_utf8(&self.bytes[self.valid..]) {
            Ok(_) => self.valid = self.bytes.len(),
            // The end may lie inside a character, which the next bytes complete.
            Err(error) if error.error_len().is_none() => self.valid += error.valid_up_to(),
            Err(_) => return Err(NOT_UTF8),
        }
        Ok(())
    }
}

/// Appends `part` without its mask, and gives back what was appended.
fn append_unmasked<'a>(to: &'a mut Vec<u8>, part: &[u8], key: [u8; 4]) -> &'a [u8] {
    let at = to.len();
    to.extend_from_slice(part);
    unmask(&mut to[at..], key);
    &to[at..]
}

/// Keeps the beginning of a payload for whoever observes the connection.
fn note(prefix: &mut Vec<u8>, seen: &[u8]) {
    let room = PREFIX.saturating_sub(prefix.len());
    prefix.extend_from_slice(&seen[..seen.len().min(room)]);
}
