use super::NumeralFault::*;
use super::*;
use proptest::prelude::*;

#[test]
fn reads_what_statutes_and_offices_write() {
    for (text, value) in [
        ("零", 0),
        ("〇", 0),
        ("0", 0),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("廿", 20),
        ("廿一", 21),
        ("卅", 30),
        ("卌五", 45),
        ("一百", 100),
        ("一百零三", 103),
        ("一百〇三", 103),
        ("一百一十五", 115),
        ("一百十五", 115),
        ("一百二十三", 123),
        ("九百八十九", 989),
        ("一千零一十", 1_010),
        ("一千零一", 1_001),
        ("一千二百六十", 1_260),
        ("壹佰贰拾叁", 123),
        ("貳佰陸拾", 260),
        ("一万", 10_000),
        ("十万", 100_000),
        ("两万零五十", 20_050),
        ("兩萬零五十", 20_050),
        ("一万零三", 10_003),
        ("一万三千", 13_000),
        ("一百万零五千", 1_005_000),
        ("一千三百万", 13_000_000),
        ("一亿", 100_000_000),
        ("一亿零五百万", 105_000_000),
        ("一万亿", 1_000_000_000_000),
        ("三亿二千万零一", 320_000_001),
        ("二〇二一", 2021),
        ("二零二一", 2021),
        ("一九九七", 1997),
        ("二○○八", 2008),
        ("123", 123),
        ("１２3", 123),
        ("1,234,567", 1_234_567),
        ("3万", 30_000),
        ("３万5千", 35_000),
        ("3500万", 35_000_000),
    ] {
        assert_eq!(parse(text), Ok(value), "{text}");
    }
}

#[test]
fn refuses_with_the_place_of_the_fault() {
    for (text, at, fault) in [
        ("", 0, Empty),
        ("二十-", 6, ForeignCharacter('-')),
        ("百", 0, MissingDigit),
        ("万", 0, MissingDigit),
        ("零百", 0, MisplacedZero),
        ("一百二", 6, Ambiguous),
        ("一万二", 6, Ambiguous),
        ("十百", 3, UnitOrder),
        ("二十三十", 9, UnitOrder),
        ("一亿亿", 3, UnitOrder),
        ("三五百", 3, MissingDigit),
        ("一百零二十", 12, MisplacedZero),
        ("一百零零三", 9, MisplacedZero),
        ("一百零", 6, MisplacedZero),
        ("一万零", 3, MisplacedZero),
        ("二十零三", 6, MisplacedZero),
        ("二百3", 6, MixedNotation),
        ("1,23", 0, MisplacedSeparator),
        (",123", 0, MisplacedSeparator),
        ("1,234万", 1, MixedNotation),
        ("99999999999999999999", 19, TooLarge),
        ("十五日", 6, ForeignCharacter('日')),
    ] {
        assert_eq!(parse(text), Err(NumeralError { at, fault }), "{text}");
    }
}

#[test]
fn takes_the_whole_run_of_numeral_characters() {
    assert_eq!(prefix("二百三十一条"), Some(("二百三十一".len(), Ok(231))));
    assert!(matches!(prefix("一百二条"), Some((9, Err(_)))));
    assert_eq!(prefix("条"), None);
    assert_eq!(prefix(""), None);
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(number in 0..=LARGEST) {
        prop_assert_eq!(parse(&to_chinese(number)), Ok(number));
    }

    #[test]
    fn small_numbers_read_back(number in 0u64..100_000) {
        prop_assert_eq!(parse(&to_chinese(number)), Ok(number));
        if number > 9 {
            prop_assert_eq!(parse(&to_chinese_digits(number)), Ok(number));
        }
    }

    #[test]
    fn any_text_gives_an_answer(text in "\\PC{0,12}") {
        let _ = parse(&text);
        let _ = prefix(&text);
    }

    #[test]
    fn any_run_of_numeral_characters_gives_an_answer(text in "[零〇一二两三九十百千万亿廿0-9,]{0,14}") {
        if let Err(error) = parse(&text) {
            prop_assert!(text.is_char_boundary(error.at));
        }
    }
}
