//! Owns the one form of what is written in many ways: 某府发[2026]03号 is 某府发〔2026〕3号, so that conditions, registers and
//! searches meet one value.

use std::collections::BTreeMap;

use yifa_law::docnumber::{self, Oddity};

use crate::id::FieldId;
use crate::procedure::{Field, Procedure};
use crate::value::Value;

/// The values given, document numbers in their one form.
pub(super) fn one_form(
    procedure: &Procedure,
    mut given: BTreeMap<FieldId, Value>,
) -> BTreeMap<FieldId, Value> {
    for field in procedure.fields.iter().filter(|field| holds_numbers(field)) {
        if let Some(value) = given.get_mut(&field.id) {
            rewrite(field, value);
        }
    }
    given
}

fn holds_numbers(field: &Field) -> bool {
    field.document_number || field.columns.iter().any(|column| column.document_number)
}

fn rewrite(field: &Field, value: &mut Value) {
    match value {
        Value::Text(text) if field.document_number => *text = written(text),
        Value::List(all) => all.iter_mut().for_each(|one| rewrite(field, one)),
        Value::Table(rows) => {
            for column in field.columns.iter().filter(|column| column.document_number) {
                for row in rows.iter_mut() {
                    if let Some(Value::Text(text)) = row.get_mut(&column.id) {
                        *text = written(text);
                    }
                }
            }
        }
        _ => {}
    }
}

/// The number as documents bear it; what is no number, or has words after it, stays as it was typed.
fn written(text: &str) -> String {
    match docnumber::parse(text) {
        Ok(read) if !read.oddities.iter().any(|odd| matches!(odd, Oddity::Trailing(_))) => {
            read.number.to_string()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn every_writing_of_a_number_is_one() {
        for text in [
            "云府规〔2026〕3号",
            "云府规[2026]3号",
            "云府规（2026）03 号",
            " 云府规【2026】第3号 ",
            "雲府規〔２０２６〕3號",
        ] {
            assert_eq!(written(text), "云府规〔2026〕3号", "{text}");
        }
    }

    #[test]
    fn what_is_no_number_stays_as_typed() {
        for text in ["", "见附件", "云府规3号", "云府规〔2026〕3号等五件", "〔2026〕3号"] {
            assert_eq!(written(text), text);
        }
    }
}
