//! Bytes of a text as lines for people.

/// Where the lines of a text begin.
pub struct Lines(Vec<usize>);

impl Lines {
    /// The lines of a text.
    pub fn of(text: &str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(after).collect())
    }

    /// The number of the line that a byte stands in, from 1.
    pub fn of_byte(&self, at: usize) -> usize {
        self.0.partition_point(|start| *start <= at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_belongs_to_the_line_that_it_ends() {
        let lines = Lines::of("ab\n\nc");
        assert_eq!([0, 2, 3, 4, 99].map(|at| lines.of_byte(at)), [1, 1, 2, 3, 3]);
        assert_eq!(Lines::of("").of_byte(0), 1);
    }
}
