//! Builds the crate again when an error page comes, goes or changes: they are embedded.

fn main() {
    println!("cargo:rerun-if-changed=../../docs/errors");
}
