//! The part of a long text that matters, in rows of a given width, with the place where it begins to differ.

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Cell, Charset, Look, cells};

/// So many grapheme clusters are shown before and after a difference.
const AROUND: usize = 40;

/// Fewer than this are never left out: to say so would take as much room.
const FEW: usize = 15;

/// A difference is shown whole up to this length. Of a longer one (a text of 60,000 bytes, all of it wrong) a
/// reader sees what it is from the beginning and the end.
const WHOLE: usize = 600;

/// Of a longer difference: from its beginning, and from its end.
const BEGINNING: usize = 400;
const END: usize = 100;

/// What is shown of a text where nothing differs, at most.
const UNDIFFERING: usize = 2 * AROUND;

/// A text, or what matters of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    cells: Vec<Cell>,
    /// Before which cell the difference begins.
    caret: Option<usize>,
}

/// A row of an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) cells: Vec<Cell>,
    /// The column, counted from 0, of the first cell that differs.
    pub(crate) caret: Option<usize>,
}

impl Row {
    /// The cells that it takes.
    pub(crate) fn width(&self) -> usize {
        self.cells.iter().map(|cell| cell.width).sum()
    }
}

/// Where two texts differ: from which grapheme cluster on, and up to which one in each of them. `from` is where
/// a judge has said that it begins; it knows what is tolerated before.
pub(crate) fn difference(left: &str, right: &str, from: Option<usize>) -> (usize, usize, usize) {
    let left: Vec<&str> = left.graphemes(true).collect();
    let right: Vec<&str> = right.graphemes(true).collect();
    let shorter = left.len().min(right.len());
    let same = || left.iter().zip(&right).take_while(|(left, right)| left == right).count();
    let from = from.unwrap_or_else(same).min(shorter);
    let ends = left.iter().rev().zip(right.iter().rev());
    let tail = ends.take_while(|(left, right)| left == right).count().min(shorter - from);
    (from, left.len() - tail, right.len() - tail)
}

impl Excerpt {
    /// A text where nothing differs: whole, or its beginning and end. `cut` says how many were left out.
    pub(crate) fn whole(text: &str, charset: Charset, cut: &dyn Fn(usize) -> String) -> Self {
        let mut all = cells(text, charset);
        if all.len() > UNDIFFERING + FEW {
            let end = all.split_off(all.len() - AROUND);
            let left_out = all.len() - AROUND;
            all.truncate(AROUND);
            all.push(Cell::new(cut(left_out), Look::Cut));
            all.extend(end);
        }
        Self { cells: all, caret: None }
    }

    /// A text that differs from the grapheme cluster `from` up to `to`: this and some before and after it.
    pub(crate) fn around(
        text: &str,
        (from, to): (usize, usize),
        charset: Charset,
        cut: &dyn Fn(usize) -> String,
    ) -> Self {
        let all = cells(text, charset);
        let from = from.min(all.len());
        let to = to.clamp(from, all.len());
        let begin = if from > AROUND + FEW { from - AROUND } else { 0 };
        let finish = if all.len() - to > AROUND + FEW { to + AROUND } else { all.len() };
        let mut shown = Self { cells: Vec::new(), caret: None };
        shown.leave_out(begin, cut);
        shown.cells.extend_from_slice(&all[begin..from]);
        shown.caret = Some(shown.cells.len());
        if to - from > WHOLE {
            shown.cells.extend_from_slice(&all[from..from + BEGINNING]);
            shown.leave_out(to - from - BEGINNING - END, cut);
            shown.cells.extend_from_slice(&all[to - END..finish]);
        } else {
            shown.cells.extend_from_slice(&all[from..finish]);
        }
        shown.leave_out(all.len() - finish, cut);
        shown
    }

    fn leave_out(&mut self, clusters: usize, cut: &dyn Fn(usize) -> String) {
        if clusters > 0 {
            self.cells.push(Cell::new(cut(clusters), Look::Cut));
        }
    }

    /// All of it on one line, for use inside words of ours.
    pub(crate) fn line(&self) -> String {
        self.cells.iter().map(|cell| cell.text.as_str()).collect()
    }

    /// The excerpt in rows of at most so many cells; at least one row. A cell that is wider has its own row.
    pub(crate) fn rows(&self, width: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut row = Row { cells: Vec::new(), caret: None };
        let mut taken = 0;
        for (place, cell) in self.cells.iter().enumerate() {
            if taken + cell.width > width && !row.cells.is_empty() {
                rows.push(std::mem::replace(&mut row, Row { cells: Vec::new(), caret: None }));
                taken = 0;
            }
            if self.caret == Some(place) {
                row.caret = Some(taken);
            }
            taken += cell.width;
            row.cells.push(cell.clone());
        }
        if self.caret == Some(self.cells.len()) {
            row.caret = Some(taken);
        }
        rows.push(row);
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(left_out: usize) -> String {
        format!("⟪{left_out}⟫")
    }

    fn rows(excerpt: &Excerpt, width: usize) -> Vec<(String, Option<usize>)> {
        let text = |row: &Row| row.cells.iter().map(|cell| cell.text.as_str()).collect();
        excerpt.rows(width).iter().map(|row| (text(row), row.caret)).collect()
    }

    fn around(text: &str, from: usize, to: usize) -> Excerpt {
        Excerpt::around(text, (from, to), Charset::Unicode, &cut)
    }

    #[test]
    fn the_caret_stands_under_the_first_cluster_that_differs() {
        assert_eq!(rows(&around("Echo: 안녕 👋", 7, 8), 80), [("Echo: 안녕 👋".into(), Some(8))]);
        assert_eq!(rows(&around("👨‍👩‍👧‍👦👍🏽x", 2, 3), 80), [("👨‍👩‍👧‍👦👍🏽x".into(), Some(4))]);
        let apart = "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}x";
        assert_eq!(rows(&around(apart, 2, 3), 80)[0].1, Some(9), "two syllables and the sign ⟨NFD⟩");
    }

    #[test]
    fn the_caret_stands_behind_a_text_that_ends_too_early() {
        assert_eq!(rows(&around("Echo", 4, 4), 80), [("Echo".into(), Some(4))]);
        assert_eq!(rows(&around("", 0, 0), 80), [(String::new(), Some(0))]);
        assert_eq!(rows(&around("Echo", 9, 12), 80), [("Echo".into(), Some(4))]);
    }

    #[test]
    fn a_difference_is_found_between_what_is_the_same() {
        assert_eq!(difference("Echo: a!", "Echo: bcd!", None), (6, 7, 9));
        assert_eq!(difference("same", "same", None), (4, 4, 4));
        assert_eq!(difference("aaa", "aa", None), (2, 3, 2));
        assert_eq!(difference("abc", "abc", Some(1)), (1, 1, 1));
        assert_eq!(difference("", "x", None), (0, 0, 1));
        assert_eq!(difference("안녕", "안녕!", Some(40)), (2, 2, 3));
    }

    #[test]
    fn what_is_far_from_the_difference_is_left_out_and_counted() {
        let text = format!("{}X{}", "a".repeat(1000), "b".repeat(2000));
        let shown = format!("⟪960⟫{}X{}⟪1960⟫", "a".repeat(40), "b".repeat(40));
        assert_eq!(rows(&around(&text, 1000, 1001), 200), [(shown, Some(45))]);
    }

    #[test]
    fn nothing_is_left_out_inside_a_difference_that_can_be_read() {
        let text = format!("Echo: {}", "x".repeat(WHOLE));
        let all: String = rows(&around(&text, 6, 6 + WHOLE), 70).into_iter().map(|row| row.0).collect();
        assert_eq!(all, text);
    }

    #[test]
    fn of_a_huge_difference_the_beginning_and_the_end_are_shown() {
        let text = format!("{}{}{}", "x".repeat(BEGINNING), "-".repeat(5000), "y".repeat(END));
        let excerpt = around(&text, 0, text.len());
        let all: String = rows(&excerpt, 70).into_iter().map(|row| row.0).collect();
        assert_eq!(all, format!("{}⟪5000⟫{}", "x".repeat(BEGINNING), "y".repeat(END)));
    }

    #[test]
    fn rows_break_between_clusters_and_the_caret_is_in_the_right_one() {
        assert_eq!(
            rows(&around("안녕하세요 👋", 3, 5), 5),
            [("안녕".into(), None), ("하세".into(), Some(2)), ("요 👋".into(), None)]
        );
        // Never an endless loop where a cell is wider than the row.
        assert_eq!(rows(&around("안", 0, 1), 1), [("안".into(), Some(0))]);
    }

    #[test]
    fn a_long_text_that_does_not_differ_shows_its_beginning_and_end() {
        let text = format!("{}{}", "가".repeat(100), "나".repeat(100));
        let shown = format!("{}⟪120⟫{}", "가".repeat(40), "나".repeat(40));
        assert_eq!(rows(&Excerpt::whole(&text, Charset::Unicode, &cut), 1000), [(shown, None)]);
        let short = "가".repeat(UNDIFFERING + FEW);
        assert_eq!(rows(&Excerpt::whole(&short, Charset::Unicode, &cut), 1000), [(short, None)]);
    }
}
