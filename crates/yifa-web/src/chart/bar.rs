//! A small meter: how far a figure is from its target.

use std::fmt::Write as _;

/// What a figure should reach, in the figure's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// At least.
    AtLeast(f64),
    /// At most.
    AtMost(f64),
    /// Between two values, both included.
    Between(f64, f64),
}

impl Target {
    /// Whether a value satisfies it.
    pub fn is_met_by(&self, value: f64) -> bool {
        match *self {
            Self::AtLeast(goal) => value >= goal,
            Self::AtMost(goal) => value <= goal,
            Self::Between(low, high) => (low..=high).contains(&value),
        }
    }

    /// Where the marks of the target lie.
    fn marks(&self) -> Vec<f64> {
        match *self {
            Self::AtLeast(goal) | Self::AtMost(goal) => vec![goal],
            Self::Between(low, high) => vec![low, high],
        }
    }
}

/// A figure against its target. A value that is not a number is drawn as nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Meter {
    /// The figure.
    pub value: f64,
    /// Its target.
    pub target: Target,
}

/// Width and height of the drawing, in units of its own.
const WIDTH: f64 = 200.0;
const HEIGHT: f64 = 12.0;

impl Meter {
    /// The drawing. It is hidden from screen readers: the figure and its target always stand beside it.
    ///
    /// ```
    /// use yifa_web::chart::{Meter, Target};
    /// let svg = Meter { value: 2.0, target: Target::AtLeast(3.0) }.svg();
    /// assert!(svg.starts_with("<svg class=\"meter\""));
    /// ```
    pub fn svg(&self) -> String {
        let marks = self.target.marks();
        let top = marks.iter().copied().chain([self.value]).filter(|v| v.is_finite()).fold(0.0, f64::max);
        let full = if top > 0.0 { top * 1.02 } else { 1.0 };
        let at = |v: f64| if v.is_finite() { (v / full * WIDTH).clamp(0.0, WIDTH) } else { 0.0 };
        let class = if self.target.is_met_by(self.value) { "meter good" } else { "meter" };
        let mut svg = format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"track\" y=\"3\" width=\"{WIDTH}\" height=\"6\"/><rect class=\"value\" y=\"3\" width=\"{:.1}\" height=\"6\"/>",
            at(self.value)
        );
        for mark in marks {
            let x = at(mark).clamp(1.0, WIDTH - 1.0);
            // Writing into a string cannot fail.
            let _ =
                write!(svg, "<line class=\"goal\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"0\" y2=\"{HEIGHT}\"/>");
        }
        svg.push_str("</svg>");
        svg
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_met_target_is_marked_so() {
        assert!(Meter { value: 3.0, target: Target::AtLeast(3.0) }.svg().contains("meter good"));
        assert!(!Meter { value: 4.0, target: Target::Between(2.0, 3.0) }.svg().contains("meter good"));
        assert!(Meter { value: 0.0, target: Target::AtMost(0.0) }.svg().contains("meter good"));
    }

    #[test]
    fn no_number_breaks_the_drawing() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -5.0, 1e300] {
            let svg = Meter { value, target: Target::Between(f64::NAN, 0.0) }.svg();
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }
}
