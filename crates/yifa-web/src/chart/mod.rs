//! Drawings as SVG, made on the server, coloured by the stylesheet, with words for those who do not see them.

mod bar;
mod flow;

pub use bar::{Meter, Target};
pub use flow::{Drawing, Edge, Flow, FlowAct, FlowStep, Note, State};
