//! Builds the binary again when a definition or an error page changes: both are embedded.

fn main() {
    println!("cargo:rerun-if-changed=../../definitions");
    println!("cargo:rerun-if-changed=../../docs/errors");
}
