//! One text for one JSON value: keys sorted by code point, no blanks. What the log hashes, byte for byte.

use serde_json::Value;

use crate::error::{Result, StoreError};

/// Deepest nesting that is stored; a deeper value could not be read back.
const DEEPEST: usize = 100;

/// Writes a value in its only form.
///
/// # Errors
/// `Invalid` when the value nests deeper than 100 levels.
pub(crate) fn canonical(what: &str, value: &Value) -> Result<String> {
    let mut out = String::new();
    write(&mut out, value, 0)
        .ok_or_else(|| StoreError::invalid(what, format!("JSON may nest {DEEPEST} levels deep")))?;
    Ok(out)
}

fn write(out: &mut String, value: &Value, depth: usize) -> Option<()> {
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
        Value::Array(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write(out, item, depth + 1)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            // Sorted here: whether serde_json's map keeps order depends on features of other crates.
            let mut sorted: Vec<_> = members.iter().collect();
            sorted.sort_unstable_by_key(|(key, _)| *key);
            out.push('{');
            for (at, (key, member)) in sorted.into_iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write(out, member, depth + 1)?;
            }
            out.push('}');
        }
    }
    Some(())
}

/// Reads stored JSON.
pub(crate) fn parse(what: &str, text: &str) -> Result<Value> {
    serde_json::from_str(text)
        .map_err(|cause| StoreError::caused(crate::error::FaultKind::Corrupt, what.to_owned(), cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn keys_are_sorted_and_text_is_escaped() {
        let value = json!({"乙": 1, "a\"b": [true, null, 1.5, "\u{0}"], "b": {}, "a": {"z": 1, "y": 2}});
        let text = canonical("x", &value).unwrap();
        assert_eq!(text, r#"{"a":{"y":2,"z":1},"a\"b":[true,null,1.5,"\u0000"],"b":{},"乙":1}"#);
        assert_eq!(parse("x", &text).unwrap(), value);
    }

    #[test]
    fn a_bottomless_value_is_refused() {
        let deep = |levels| (0..levels).fold(json!(1), |inner, _| json!([inner]));
        assert!(canonical("x", &deep(DEEPEST)).is_ok());
        assert!(canonical("x", &deep(DEEPEST + 1)).is_err());
    }
}
