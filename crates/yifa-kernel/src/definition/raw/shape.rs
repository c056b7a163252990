//! Shapes that are "one or many": how they are read, and their schemas.

use std::fmt;

use schemars::JsonSchema;
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{At, Branch, Condition, Require, Target};

/// One string or a list of strings.
#[derive(Debug, Clone, Default)]
pub struct OneOrMany(pub Vec<String>);

// ---- shapes that are "one or many" -------------------------------------------------------------------------

struct OneOrManyVisitor;

impl<'de> Visitor<'de> for OneOrManyVisitor {
    type Value = OneOrMany;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a list of strings")
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(OneOrMany(vec![v.to_owned()]))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element::<String>()? {
            all.push(one);
        }
        Ok(OneOrMany(all))
    }
}

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(OneOrManyVisitor)
    }
}

struct TargetVisitor;

impl<'de> Visitor<'de> for TargetVisitor {
    type Value = Target;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a state or a list of { when, state }")
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        Ok(Target::One(v.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element::<At<Branch>>()? {
            all.push(one);
        }
        Ok(Target::Branches(all))
    }
}

/// A condition written either as a bare string or as a table.
struct ConditionItem(Condition);

struct ConditionVisitor;

impl<'de> Visitor<'de> for ConditionVisitor {
    type Value = ConditionItem;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition or { that, because }")
    }
    fn visit_str<E>(self, v: &str) -> Result<Self::Value, E> {
        let that = Spanned::new(0..0, v.to_owned());
        Ok(ConditionItem(Condition { that, because: None, next: None, next_en: None }))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Condition::deserialize(serde::de::value::MapAccessDeserializer::new(map)).map(ConditionItem)
    }
}

impl<'de> Deserialize<'de> for ConditionItem {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(ConditionVisitor)
    }
}

struct RequireVisitor;

impl<'de> Visitor<'de> for RequireVisitor {
    type Value = Vec<At<ConditionItem>>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a condition or a list of conditions")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        Ok(vec![Spanned::new(0..0, ConditionVisitor.visit_map(map)?)])
    }
    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Self::Value, E> {
        Ok(vec![Spanned::new(0..0, ConditionVisitor.visit_str(v)?)])
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = seq.next_element::<At<ConditionItem>>()? {
            all.push(one);
        }
        Ok(all)
    }
}

struct RequireItems(Vec<At<ConditionItem>>);

impl<'de> Deserialize<'de> for RequireItems {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(RequireVisitor).map(RequireItems)
    }
}

/// Schema stand-in: one string or several.
#[derive(JsonSchema)]
#[serde(untagged)]
pub enum OneOrManySchema {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl JsonSchema for OneOrMany {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        OneOrManySchema::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        OneOrManySchema::json_schema(generator)
    }
}

/// Schema stand-in: a state or branches.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum TargetSchema {
    One(String),
    Branches(Vec<Branch>),
}

/// Schema stand-in: conditions.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum RequireSchema {
    One(String),
    Many(Vec<ConditionSchema>),
}

#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub enum ConditionSchema {
    Bare(String),
    Full(Condition),
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(TargetVisitor)
    }
}

impl<'de> Deserialize<'de> for Require {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let whole = At::<RequireItems>::deserialize(d)?;
        let span = whole.span();
        let items = whole.into_inner().0.into_iter().map(|item| {
            let own = if item.span() == (0..0) { span.clone() } else { item.span() };
            let mut condition = item.into_inner().0;
            if condition.that.span() == (0..0) {
                condition.that = Spanned::new(own.clone(), condition.that.into_inner());
            }
            Spanned::new(own, condition)
        });
        Ok(Self(items.collect()))
    }
}
