//! Builds the binary again when an error page comes or goes: they are embedded.

fn main() {
    println!("cargo:rerun-if-changed=../../docs/errors");
}
