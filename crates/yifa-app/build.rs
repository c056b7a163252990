//! Builds the crate again when a definition or a story comes, goes or changes: they are embedded.

fn main() {
    println!("cargo:rerun-if-changed=../../definitions");
    println!("cargo:rerun-if-changed=../../examples/demo-city");
}
