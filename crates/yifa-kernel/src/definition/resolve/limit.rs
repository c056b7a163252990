//! Limits and duties of the calendar resolved.

use super::{Resolver, label};
use crate::definition::parsed::In;
use crate::definition::raw;
use crate::definition::raw::{At, LimitKind, Roll};
use crate::definition::written;
use crate::guard::Kind;
use crate::id::{ActionId, LimitId};
use crate::procedure::{BasisClass, CalendarDuty, Extend, Length, Limit, Moment, Pause, Place, Until};

impl Resolver<'_> {
    pub(in crate::definition) fn calendar(
        &mut self,
        file: &str,
        raw: &raw::CalendarDuty,
    ) -> Option<CalendarDuty> {
        let whom = self.condition(file, &raw.whom)?;
        let by = match raw.every {
            raw::Period::Year => written::month_day(raw.by.get_ref()).map(|(month, day)| (Some(month), day)),
            raw::Period::Quarter | raw::Period::Month => match raw.by.get_ref().parse() {
                Ok(day @ 1..=31) => Ok((None, day)),
                _ => Err(format!("`{}` is not a day of the month", raw.by.get_ref())),
            },
        };
        let by = by.map_err(|says| self.fault("D0105", file, raw.by.span(), says)).ok()?;
        let opening = self.opening_by_law(file, raw)?;
        Some(CalendarDuty { every: raw.every, by, whom, opening })
    }

    /// The calendar knows no values: what opens its matter asks for none.
    pub(in crate::definition) fn opening_by_law(
        &mut self,
        file: &str,
        raw: &raw::CalendarDuty,
    ) -> Option<ActionId> {
        let by_law = |one: &&In<raw::Action>| {
            one.it.from.is_none() && one.it.by.get_ref().0.iter().any(|role| role == "law")
        };
        let asks = |one: &&In<raw::Action>| one.it.records.iter().any(|name| !name.get_ref().ends_with('?'));
        let found = self.raw.actions.iter().filter(by_law).find(|one| !asks(one));
        if found.is_none() {
            self.fault(
                "D0405",
                file,
                raw.whom.span(),
                "no action by which the law opens a matter without being given values",
            );
        }
        found.map(|one| ActionId::new(one.it.id.get_ref()))
    }

    pub(in crate::definition) fn length(&mut self, file: &str, raw: &At<String>) -> Option<Length> {
        let text = match raw.get_ref().strip_prefix("param.") {
            None => raw.get_ref().clone(),
            Some(id) => match self.raw.parameters.iter().find(|one| one.it.id.get_ref() == id) {
                Some(parameter) => parameter.it.value.get_ref().clone(),
                None => {
                    self.fault("D0201", file, raw.span(), format!("there is no parameter `{id}`"));
                    return None;
                }
            },
        };
        written::length(&text).map_err(|says| self.fault("D0402", file, raw.span(), says)).ok()
    }

    pub(in crate::definition) fn moment(&mut self, file: &str, raw: &At<String>) -> Option<Moment> {
        let text = raw.get_ref();
        let dated = |kind: Option<&Kind>| matches!(kind, Some(Kind::Date | Kind::Instant));
        let found = match text.split_once('.') {
            None if text == "opened" => Some(Moment::Opened),
            None if self.names.actions.contains_key(text.as_str()) => Some(Moment::Act(text.as_str().into())),
            None if dated(self.names.fields.get(text.as_str())) => Some(Moment::Field(text.as_str().into())),
            Some((action, "on")) if self.names.actions.contains_key(action) => {
                Some(Moment::Act(action.into()))
            }
            Some((action, field)) => {
                let records = self.names.actions.get(action);
                let recorded = records.is_some_and(|all| all.iter().any(|one| one.as_str() == field));
                let fits = recorded && dated(self.names.fields.get(field));
                fits.then(|| Moment::ActField(action.into(), field.into()))
            }
            None => None,
        };
        if found.is_none() {
            let says = format!("`{text}` is not an action, a date field, `action.date_field` or `opened`");
            self.fault("D0201", file, raw.span(), says);
        }
        found
    }

    pub(in crate::definition) fn until(&mut self, file: &str, raw: &At<String>) -> Option<Until> {
        if raw.get_ref() == "calendar" && self.raw.head.calendar.is_some() {
            return Some(Until::Calendar);
        }
        if raw.get_ref().starts_with(|c: char| c.is_ascii_digit()) {
            let day = written::month_day(raw.get_ref());
            let day = day.map_err(|says| self.fault("D0105", file, raw.span(), says)).ok()?;
            return Some(Until::DayOfYear(day.0, day.1));
        }
        self.moment(file, raw).map(Until::Moment)
    }

    pub(in crate::definition) fn limit(&mut self, raw: &In<raw::Limit>) -> Limit {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let names = it.action.get_ref().0.clone();
        let span = it.action.span();
        let actions =
            names.into_iter().filter_map(|one| self.has_action(file, &At::new(span.clone(), one))).collect();
        self.limit_shape(file, it);
        let when = self.when(file, it.when.as_ref());
        let principal =
            it.principal.as_ref().and_then(|line| self.expression(file, line, Some(&Kind::Money)));
        let cap = it.cap.as_ref().and_then(|line| self.expression(file, line, Some(&Kind::Money)));
        for guard in [&when, &principal, &cap].into_iter().flatten() {
            if guard.node.facts().iter().any(|fact| matches!(fact, crate::guard::Fact::Limit(..))) {
                self.fault(
                    "D0404",
                    file,
                    it.id.span(),
                    "a limit may not read the clocks: that could never end",
                );
            }
        }
        let of = it.of.as_ref().and_then(|name| self.has_field(file, name));
        let pause = it.pause.iter().filter_map(|one| {
            let (from, until) = (self.has_action(file, &one.from)?, self.has_action(file, &one.until)?);
            let exclude = one.effect == raw::PauseEffect::Exclude;
            Some(Pause { from, until, exclude, basis: one.basis.0.clone() })
        });
        let pause = pause.collect();
        let extend = it.extend.iter().filter_map(|one| {
            let (on, by) = (self.has_action(file, &one.on)?, self.length(file, &one.by)?);
            Some(Extend { on, by, basis: one.basis.0.clone() })
        });
        let extend = extend.collect();
        let restart = it.restart.iter().filter_map(|one| self.has_action(file, one)).collect();
        let supersede = it.supersede.iter().filter_map(|one| self.has_action(file, one)).collect();
        let lapse = it.lapse.as_ref().and_then(|name| {
            let action = self.has_action(file, name)?;
            let own = self.raw.head.id.get_ref().clone();
            if !self.lawful(&own, &action) {
                self.fault("D0403", file, name.span(), format!("`{action}` must be allowed `by = \"law\"`"));
            }
            Some(action)
        });
        let rate = it.rate.as_ref().and_then(|line| match crate::guard::parse(line.get_ref()) {
            Ok(crate::guard::Expr { node: crate::guard::Parsed::Literal(value), .. }) => value.scaled(),
            _ => {
                self.fault("D0401", file, line.span(), "a rate is written `3 percent`");
                None
            }
        });
        let window = it.window.as_ref().and_then(|days| {
            let both =
                written::month_day(&days.from).and_then(|from| Ok((from, written::month_day(&days.to)?)));
            both.map_err(|says| self.fault("D0105", file, it.id.span(), says)).ok()
        });
        let earlier_of = it.earlier_of.as_ref().map(|name| {
            if !self.names.limits.iter().any(|one| one.as_str() == name.get_ref()) {
                self.unknown(file, name, "limit");
            }
            LimitId::new(name.get_ref())
        });
        Limit {
            id: LimitId::new(it.id.get_ref()),
            label: label(&it.title, &it.en),
            kind: it.kind,
            actions,
            within: it.within.as_ref().and_then(|one| self.length(file, one)),
            from: it.from.as_ref().and_then(|one| self.moment(file, one)),
            by_parameter: it
                .within
                .as_ref()
                .and_then(|one| one.get_ref().strip_prefix("param."))
                .map(ToOwned::to_owned),
            until: it.until.as_ref().and_then(|one| self.until(file, one)),
            of,
            when,
            roll: it.roll.unwrap_or(default_roll(it.kind)),
            pause,
            extend,
            restart,
            supersede,
            lapse,
            rate,
            principal,
            cap,
            window,
            times: it.times.zip(it.every),
            earlier_of,
            notice: it.notice,
            yellow: it.yellow,
            red_after: it.red_after,
            override_by: it.override_by,
            basis: it.basis.get_ref().0.clone(),
            class: it.class.unwrap_or(BasisClass::Law),
            overlaid: None,
            place: Place { file: file.to_owned(), span: it.within.as_ref().map_or(it.id.span(), At::span) },
        }
    }

    /// Each kind of limit needs its own keys and no others.
    pub(in crate::definition) fn limit_shape(&mut self, file: &str, it: &raw::Limit) {
        let needs: &[(&str, bool, bool)] = &match it.kind {
            LimitKind::Duty
            | LimitKind::Right
            | LimitKind::Floor
            | LimitKind::Hours
            | LimitKind::Silence
            | LimitKind::LongStop => {
                let ends = it.within.is_some() != it.until.is_some();
                [
                    ("within` or `until", ends, true),
                    ("from", it.from.is_some(), true),
                    ("of", it.of.is_some(), false),
                ]
            }
            LimitKind::Lead => [
                ("within", it.within.is_some(), true),
                ("of", it.of.is_some(), true),
                ("from", it.from.is_some(), false),
            ],
            LimitKind::Window => [
                ("window", it.window.is_some(), true),
                ("within", it.within.is_some(), false),
                ("of", it.of.is_some(), false),
            ],
            LimitKind::Recurring => [
                ("times", it.times.is_some(), true),
                ("every", it.every.is_some(), true),
                ("within", it.within.is_some(), false),
            ],
            LimitKind::Accrual => [
                ("rate", it.rate.is_some(), true),
                ("principal", it.principal.is_some(), true),
                ("from", it.from.is_some(), true),
            ],
            LimitKind::Open => [
                ("from", it.from.is_some(), true),
                ("within", it.within.is_some(), false),
                ("of", it.of.is_some(), false),
            ],
        };
        for (key, present, wanted) in needs {
            if present != wanted {
                let verb = if *wanted { "needs" } else { "cannot have" };
                let says = format!("a limit of kind {:?} {verb} `{key}`", it.kind).to_lowercase();
                self.fault("D0401", file, it.id.span(), says);
            }
        }
        if it.kind == LimitKind::Silence && it.lapse.is_none() {
            self.fault(
                "D0401",
                file,
                it.id.span(),
                "a limit of kind silence needs `lapse`: what the law then does",
            );
        }
        if it.kind == LimitKind::LongStop && it.earlier_of.is_none() {
            self.fault("D0401", file, it.id.span(), "a long stop needs `earlier_of`: the limit that it caps");
        }
        if it.action.get_ref().0.is_empty() {
            self.fault("D0401", file, it.id.span(), "a limit governs at least one action");
        }
    }
}

/// Duties of organs stay on their day for the warning (T7); a party's rights and lapses move to the next working day;
/// minimum periods never shrink.
pub(in crate::definition) fn default_roll(kind: LimitKind) -> Roll {
    match kind {
        LimitKind::Right | LimitKind::Silence | LimitKind::LongStop | LimitKind::Floor => Roll::Next,
        LimitKind::Duty => Roll::Breach,
        LimitKind::Lead
        | LimitKind::Window
        | LimitKind::Recurring
        | LimitKind::Hours
        | LimitKind::Accrual
        | LimitKind::Open => Roll::Never,
    }
}
