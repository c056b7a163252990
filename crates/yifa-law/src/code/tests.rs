use super::*;
use crate::shared_data;
use proptest::prelude::*;

#[test]
fn a_wrong_character_is_named() {
    let credit = |text: &str| CreditCode::parse(text).unwrap_err();
    assert_eq!(credit("9144030071I26726XG"), CodeError::Character { position: 11, found: 'I' });
    assert_eq!(credit("9144030071526726xg"), CodeError::Character { position: 17, found: 'x' });
    assert_eq!(credit("91440300192203821"), CodeError::Length { found: 17, expected: 18 });
    assert_eq!(credit("９１440300192203821"), CodeError::Length { found: 17, expected: 18 });
    assert_eq!(credit("91A403001922038216"), CodeError::Character { position: 3, found: 'A' });
    assert!(matches!(credit("914403001922038217"), CodeError::Check { position: 18, expected: '6', .. }));
    assert_eq!(CreditCode::parse_typed(" 9144 0300 7152 6726 xg ").unwrap().as_str(), "9144030071526726XG");

    let citizen = |text: &str| CitizenNumber::parse(text).unwrap_err();
    assert_eq!(citizen("510104199013010016"), CodeError::Birth { position: 7 });
    assert_eq!(citizen("51010419900101001Y"), CodeError::Character { position: 18, found: 'Y' });
    assert_eq!(citizen("5101041990A1010016"), CodeError::Character { position: 11, found: 'A' });
    assert_eq!(citizen("510104900101001"), CodeError::Length { found: 15, expected: 18 });
}

#[test]
fn no_digit_of_a_citizen_number_is_shown_in_debug_output() {
    let number = CitizenNumber::parse("51010420000229002x").unwrap();
    assert_eq!(number.as_str(), "51010420000229002X");
    assert!(!format!("{number:?}").contains(|c: char| c.is_ascii_digit()));
}

#[test]
fn division_codes_of_all_levels() {
    let level = |text: &str| DivisionCode::parse(text).map(|code| (code.level(), code.to_string()));
    assert_eq!(level("510000"), Ok((DivisionLevel::Province, "51".to_owned())));
    assert_eq!(level("510104017000"), Ok((DivisionLevel::Township, "510104017".to_owned())));
    assert_eq!(level("441900101"), Ok((DivisionLevel::Township, "441900101".to_owned())));
    assert_eq!(level("51010"), Err(CodeError::Length { found: 5, expected: 6 }));
    assert_eq!(level("5101A4"), Err(CodeError::Character { position: 5, found: 'A' }));
    assert_eq!(level("510004"), Err(CodeError::Character { position: 3, found: '0' }));
    assert_eq!(level("00"), Err(CodeError::Character { position: 1, found: '0' }));
    assert_eq!(level("000000"), Err(CodeError::Character { position: 1, found: '0' }));
    assert_eq!(level(""), Err(CodeError::Length { found: 0, expected: 6 }));
}

#[test]
fn the_shared_vectors_agree() {
    let Some(folder) = shared_data::folder("vectors") else { return };
    for row in shared_data::rows(&folder.join("uscc.tsv")) {
        let read = CreditCode::parse(&row["code"]);
        // One "lower case" row has no letter, so that lowering changed nothing: it repeats a valid code.
        if row["why"] == "lower case" && !row["code"].contains(|c: char| c.is_ascii_lowercase()) {
            assert!(read.is_ok(), "{row:?}");
            continue;
        }
        assert_eq!(read.is_ok(), row["verdict"] == "valid", "{row:?}: {read:?}");
        let folds = row["verdict"].contains("folds case");
        assert_eq!(CreditCode::parse_typed(&row["code"]).is_ok(), read.is_ok() || folds, "{row:?}");
    }
    for row in shared_data::rows(&folder.join("citizen_number.tsv")) {
        let read = CitizenNumber::parse(&row["number"]);
        assert_eq!(read.is_ok(), row["verdict"] == "valid", "{row:?}: {read:?}");
        if let Ok(number) = read {
            assert_eq!(number.birth().to_string(), row["birth"]);
            assert_eq!(number.sex() == Sex::Male, row["sex"] == "male");
        }
    }
}

#[test]
fn the_divisions_of_the_country_are_read() {
    let Some(folder) = shared_data::folder("divisions") else { return };
    for (file, level) in [
        ("provinces.csv", DivisionLevel::Province),
        ("cities.csv", DivisionLevel::City),
        ("areas.csv", DivisionLevel::County),
        ("sichuan_streets.csv", DivisionLevel::Township),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        for code in text.lines().skip(1).filter_map(|line| line.split(',').next()) {
            let read = DivisionCode::parse(code).unwrap_or_else(|error| panic!("{file} {code}: {error}"));
            // Cities without counties stand in the county table under the code of the city.
            assert!(
                read.level() == level || (code.ends_with("00") && read.level() == DivisionLevel::City),
                "{code}"
            );
        }
    }
}

proptest! {
    #[test]
    fn any_text_gives_an_answer(text in "([0-9A-Zx]|\\PC){0,20}") {
        let _ = (CreditCode::parse(&text), CitizenNumber::parse(&text), DivisionCode::parse(&text));
    }

    #[test]
    fn any_one_changed_character_of_a_credit_code_is_noticed(at in 0usize..18, c in "[0-9A-HJ-NPQRTUWXY]") {
        let mut code = "914403001922038216".to_owned();
        code.replace_range(at..=at, &c);
        prop_assert_eq!(CreditCode::parse(&code).is_ok(), code == "914403001922038216");
    }
}
