//! How much one caller may ask is a setting of the city, and one that makes no sense is named before anything starts.

use std::fs;

use crate::place::City;

#[test]
fn a_rate_that_makes_no_sense_stops_the_start_and_says_which() {
    let city = City::new(None);
    let file = city.file("city/yifa.toml");
    let good = fs::read_to_string(&file).expect("the settings");
    assert!(good.contains("# public_rate = 20"), "the setting is shown where people look for it: {good}");
    for wrong in ["0", "-3", "\"many\"", "70000", "1.5"] {
        fs::write(&file, format!("{good}public_rate = {wrong}\n")).expect("written");
        let run = city.run(&["serve", "--listen", "127.0.0.1:0"]);
        assert_eq!(run.code, Some(2), "{wrong}: {}{}", run.out, run.err);
        assert!(run.err.contains("public_rate"), "{wrong}: {}", run.err);
    }
}
