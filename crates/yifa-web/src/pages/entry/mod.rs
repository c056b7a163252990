//! Coming in, and what is shown when a page cannot be.

mod problem;
mod sign_in;

pub use problem::ProblemPage;
pub use sign_in::{DemoAccount, DirectoryLink, SignInPage, SignInRefused};
