//! A small inflate after RFC 1951 that shares nothing with the server's, and tells how far back a message
//! reaches: zlib-rs itself takes any distance, whatever window it was told.

/// What a message inflates to, and the longest distance in it.
pub(crate) fn inflate(bytes: &[u8]) -> (Vec<u8>, usize) {
    let mut stream = Stream { bytes, next: 0, message: Vec::new(), farthest: 0 };
    // A message ends behind its last byte; a block needs three bits at least.
    while stream.next + 3 <= bytes.len() * 8 {
        stream.block();
    }
    (stream.message, stream.farthest)
}

/// Section 3.2.5: for each length code from 257 on, the shortest length and the number of extra bits.
const LENGTHS: [(usize, usize); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// Section 3.2.7: the order in which the code lengths for the code length alphabet come.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

struct Stream<'a> {
    bytes: &'a [u8],
    /// In bits.
    next: usize,
    message: Vec<u8>,
    farthest: usize,
}

impl Stream<'_> {
    /// A number of so many bits, the lowest first.
    fn bits(&mut self, count: usize) -> usize {
        let bit = |index: usize| usize::from(self.bytes[index / 8] >> (index % 8) & 1);
        let number = (0..count).map(|place| bit(self.next + place) << place).sum();
        self.next += count;
        number
    }

    fn block(&mut self) {
        let _is_last = self.bits(1);
        match self.bits(2) {
            0 => self.stored(),
            1 => {
                let literals = [vec![8; 144], vec![9; 112], vec![7; 24], vec![8; 8]].concat();
                self.compressed(&Code::of(&literals), &Code::of(&[5; 30]));
            }
            2 => {
                let (literals, distances) = self.codes();
                self.compressed(&literals, &distances);
            }
            _ => panic!("a block of the reserved type"),
        }
    }

    /// Section 3.2.4.
    fn stored(&mut self) {
        self.next = self.next.div_ceil(8) * 8;
        if self.next == self.bytes.len() * 8 {
            // The flush that ends a message, whose lengths are left out (RFC 7692 section 7.2.1).
            return;
        }
        let (length, complement) = (self.bits(16), self.bits(16));
        assert_eq!(length, complement ^ 0xffff);
        let start = self.next / 8;
        self.message.extend_from_slice(&self.bytes[start..start + length]);
        self.next += length * 8;
    }

    /// Section 3.2.7.
    fn codes(&mut self) -> (Code, Code) {
        let (literals, distances, lengths) = (self.bits(5) + 257, self.bits(5) + 1, self.bits(4) + 4);
        let mut of_lengths = [0; 19];
        for &symbol in &ORDER[..lengths] {
            of_lengths[symbol] = self.bits(3);
        }
        let code = Code::of(&of_lengths);
        let mut lengths = Vec::new();
        while lengths.len() < literals + distances {
            let (length, times) = match self.symbol(&code) {
                16 => (*lengths.last().unwrap(), self.bits(2) + 3),
                17 => (0, self.bits(3) + 3),
                18 => (0, self.bits(7) + 11),
                length => (length, 1),
            };
            lengths.extend(vec![length; times]);
        }
        (Code::of(&lengths[..literals]), Code::of(&lengths[literals..]))
    }

    /// Section 3.2.3.
    fn compressed(&mut self, literals: &Code, distances: &Code) {
        loop {
            match self.symbol(literals) {
                256 => return,
                literal @ ..256 => self.message.push(u8::try_from(literal).unwrap()),
                symbol => {
                    let (least, extra) = LENGTHS[symbol - 257];
                    let length = least + self.bits(extra);
                    let code = self.symbol(distances);
                    // From the fifth on, each two codes have one more extra bit.
                    let extra = (code / 2).saturating_sub(1);
                    let least = if code < 2 { code } else { (2 + code % 2) << extra };
                    let distance = least + self.bits(extra) + 1;
                    self.farthest = self.farthest.max(distance);
                    for _ in 0..length {
                        self.message.push(self.message[self.message.len() - distance]);
                    }
                }
            }
        }
    }

    fn symbol(&mut self, code: &Code) -> usize {
        let (mut word, mut first, mut index) = (0, 0, 0);
        for &count in &code.counts {
            word |= self.bits(1);
            if word - first < count {
                return code.symbols[index + word - first];
            }
            index += count;
            first = (first + count) << 1;
            word <<= 1;
        }
        panic!("no such code word")
    }
}

/// A prefix code (section 3.2.2).
struct Code {
    /// How many code words there are of 1 bit, of 2 bits and so on.
    counts: [usize; 15],
    /// The symbols in the order of their code words.
    symbols: Vec<usize>,
}

impl Code {
    /// From the length of each symbol's code word; 0 where a symbol has none.
    fn of(lengths: &[usize]) -> Self {
        let with = |length| (0..lengths.len()).filter(move |&symbol| lengths[symbol] == length);
        let counts = std::array::from_fn(|index| with(index + 1).count());
        Self { counts, symbols: (1..=15).flat_map(with).collect() }
    }
}
