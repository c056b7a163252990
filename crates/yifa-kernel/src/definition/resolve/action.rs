//! Actions resolved: states, roles, values, effects.

use std::collections::BTreeMap;

use super::{Resolver, label, many};
use crate::definition::diagnostic::Diagnostic;
use crate::definition::parsed::In;
use crate::definition::raw;
use crate::definition::raw::{At, OneOrMany, Target};
use crate::guard::{Guard, Kind};
use crate::id::{ActionId, FieldId, PaperId, ProcedureId, RoleId, StateId};
use crate::procedure::{
    Action, Addressed, BasisClass, Condition, Does, DoesOn, Draw, Fills, From, Gathers, HandsOut, Label,
    Needed, Opens, Place, Together, Whose,
};

impl Resolver<'_> {
    pub(in crate::definition) fn action(&mut self, raw: &In<raw::Action>) -> Action {
        let (file, it) = (raw.file.as_str(), &raw.it);
        let from = self.from(file, it.from.as_ref());
        let to = self.to(file, it.to.as_ref());
        let by = it.by.get_ref().0.iter().map(|role| {
            if role != "law" && !self.world.roles.contains(role) {
                let name = At::new(it.by.span(), role.clone());
                self.unknown(file, &name, "role");
            }
            RoleId::new(role)
        });
        let by: Vec<RoleId> = by.collect();
        if by.is_empty() {
            self.fault("D0505", file, it.id.span(), format!("nobody may do `{}`", it.id.get_ref()));
        }
        let of = it.of.as_ref().map(|of| self.whose(file, it, of)).unwrap_or_default();
        let online = it.online.as_ref().and_then(|said| self.said_online(file, it, said));
        let mut records = Vec::new();
        for one in &it.records {
            let name = one.get_ref();
            let needed = if name.ends_with('?') { Needed::Optional } else { Needed::Required };
            let bare = At::new(one.span(), name.trim_end_matches('?').to_owned());
            records.extend(self.has_field(file, &bare).map(|field| (field, needed)));
        }
        let together = it.together.iter().filter_map(|one| self.together(file, one, &records)).collect();
        let addressed = it.addressed.as_ref().and_then(|one| self.addressed(file, it, one));
        let names = self.names;
        let sets = self.values(file, &it.sets, &names.fields);
        let mut adds = Vec::new();
        for (table, row) in &it.adds {
            match self.names.fields.get(table.as_str()).cloned() {
                Some(Kind::Table(columns)) => {
                    let columns: BTreeMap<FieldId, Kind> = columns.iter().cloned().collect();
                    adds.push((FieldId::new(table), self.values(file, row, &columns)));
                }
                _ => self.fault("D0509", file, it.id.span(), format!("`adds`: `{table}` is not a table")),
            }
        }
        let gathers = it.gathers.iter().filter_map(|(field, states)| self.gathers(file, it, field, states));
        let gathers = gathers.collect();
        let fills = it.fills.iter().filter_map(|(table, raw)| self.fills(file, it, table, raw)).collect();
        let begins = it.begins.iter().filter_map(|(table, raw)| self.begins(file, it, table, raw)).collect();
        let require = it.require.0.iter().filter_map(|one| self.require(file, it, one)).collect();
        let issues: Vec<PaperId> =
            many(it.issues.as_ref().map(At::get_ref)).into_iter().map(PaperId::new).collect();
        for paper in &issues {
            if !self.raw.papers.contains_key(paper.as_str()) {
                let span = it.issues.as_ref().map_or(it.id.span(), At::span);
                let says = format!("there is no paper `documents/{paper}.toml`");
                self.fault("D0201", file, span, says);
            }
        }
        let opens = it.opens.iter().filter_map(|one| self.opens(file, one)).collect();
        let does = it.does.iter().filter_map(|one| self.does(file, one)).collect();
        for role in &it.notifies {
            if !self.world.roles.contains(role) {
                let name = At::new(it.id.span(), role.clone());
                self.unknown(file, &name, "role");
            }
        }
        let freezes: Vec<FieldId> = it.freezes.iter().filter_map(|one| self.has_field(file, one)).collect();
        let thaws: Vec<FieldId> = it.thaws.iter().filter_map(|one| self.has_field(file, one)).collect();
        let clears: Vec<ActionId> = it.clears.iter().filter_map(|one| self.has_action(file, one)).collect();
        let takes_back = it.takes_back.as_ref().and_then(|one| self.takes_back(file, it, one));
        let draws = it.draws.as_ref().and_then(|draw| self.draw(file, draw));
        let hands_out = it.hands_out.as_ref().and_then(|slips| self.hands_out(file, slips, &records));
        Action {
            id: ActionId::new(it.id.get_ref()),
            label: label(&it.title, &it.en),
            online,
            from,
            to,
            by,
            of,
            records,
            together,
            addressed,
            sets,
            adds,
            gathers,
            fills,
            begins,
            require,
            basis: it.basis.get_ref().0.clone(),
            class: it.class.unwrap_or(BasisClass::Law),
            issues,
            filed_as: it.filed_as.clone(),
            opens,
            does,
            notifies: it.notifies.iter().map(RoleId::new).collect(),
            freezes,
            thaws,
            clears,
            takes_back,
            draws,
            hands_out,
            place: Place { file: file.to_owned(), span: it.id.span() },
        }
    }

    /// What the public reads of an act is said only of one that the public does.
    fn said_online(&mut self, file: &str, it: &raw::Action, said: &At<raw::Wording>) -> Option<Label> {
        if !it.by.get_ref().0.iter().any(|role| self.world.outside.contains(role)) {
            let says = format!(
                "`{}` says what the public does, and nobody of the public may do it",
                it.id.get_ref()
            );
            let help = "leave `online` out, or let a role with the scope `own` or `slip` do it";
            self.faults.push(Diagnostic::new("D0513", file, said.span(), says).help(help));
            return None;
        }
        Some(label(&said.get_ref().title, &said.get_ref().en))
    }

    /// What is one thing stands side by side, and some of it must be answered.
    fn together(
        &mut self,
        file: &str,
        raw: &At<raw::Together>,
        records: &[(FieldId, Needed)],
    ) -> Option<Together> {
        let it = raw.get_ref();
        let fields: Vec<FieldId> = it.fields.iter().filter_map(|one| self.has_field(file, one)).collect();
        if fields.len() < it.fields.len() {
            return None;
        }
        let recorded: Vec<&FieldId> = records.iter().map(|(id, _)| id).collect();
        let side_by_side = recorded.windows(fields.len().max(1)).any(|some| some.iter().copied().eq(&fields));
        if fields.len() < 2 || !side_by_side {
            let all: Vec<&str> = fields.iter().map(FieldId::as_str).collect();
            let says = format!("`{}` do not stand side by side in what is recorded", all.join("`, `"));
            let help = "name two fields or more in the order of `records`, with nothing between them";
            self.faults.push(Diagnostic::new("D0514", file, raw.span(), says).help(help));
            return None;
        }
        Some(Together { label: label(&it.title, &it.en), fields })
    }

    /// Only what is opened is addressed to a body.
    fn addressed(&mut self, file: &str, it: &raw::Action, raw: &raw::Addressed) -> Option<Addressed> {
        if it.from.is_some() {
            let says = format!("`{}` opens nothing: its body is that of the matter", it.id.get_ref());
            self.fault("D0514", file, raw.among.span(), says);
            return None;
        }
        let among = self.condition(file, &raw.among)?;
        let to = raw.to.as_ref().and_then(|line| self.expression(file, line, Some(&Kind::Body)));
        let said = |one: &Option<raw::Wording>| one.as_ref().map(|one| label(&one.title, &one.en));
        let (note, otherwise) = (said(&raw.note), said(&raw.otherwise));
        let addressed = Addressed { among, to, basis: raw.basis.0.clone(), note, otherwise };
        let recorded =
            |id: &&FieldId| it.records.iter().any(|one| one.get_ref().trim_end_matches('?') == id.as_str());
        if let Some(unasked) = addressed.looks_at().into_iter().find(|id| !recorded(id)) {
            let says =
                format!("`{}` does not record `{unasked}`, by which the body is known", it.id.get_ref());
            self.fault("D0514", file, raw.among.span(), says);
            return None;
        }
        Some(addressed)
    }

    /// Whose people act. A matter that is being opened names nobody yet.
    pub(in crate::definition) fn whose(
        &mut self,
        file: &str,
        it: &raw::Action,
        of: &At<OneOrMany>,
    ) -> Vec<Whose> {
        if it.from.is_none() {
            let says = format!("`{}` opens the matter: nobody is named in it yet", it.id.get_ref());
            self.fault("D0510", file, of.span(), says);
        }
        let mut all = Vec::new();
        for name in &of.get_ref().0 {
            let kind = self.names.fields.get(name.as_str());
            let bodies = |kind: &Kind| matches!(kind, Kind::Body | Kind::Matter(_));
            let named = match kind {
                Some(Kind::List(one)) => bodies(one),
                Some(kind) => bodies(kind),
                None => false,
            };
            match name.as_str() {
                "handling" => all.push(Whose::Handling),
                "parent" if self.names.parent.is_some() => all.push(Whose::Parent),
                field if named => all.push(Whose::Field(FieldId::new(field))),
                other => {
                    let says = format!("`{other}` names no body");
                    let help = "name a field of type body or matter, `handling`, or in a track `parent`";
                    self.faults.push(Diagnostic::new("D0510", file, of.span(), says).help(help));
                }
            }
        }
        all
    }

    pub(in crate::definition) fn from(&mut self, file: &str, raw: Option<&At<OneOrMany>>) -> From {
        let Some(raw) = raw else { return From::Nothing };
        if raw.get_ref().0 == ["*"] {
            return From::Anywhere;
        }
        let all = raw.get_ref().0.clone();
        let states = all.into_iter().filter_map(|one| self.has_state(file, &At::new(raw.span(), one)));
        From::States(states.collect())
    }

    pub(in crate::definition) fn to(
        &mut self,
        file: &str,
        raw: Option<&At<Target>>,
    ) -> Vec<(Option<Guard>, StateId)> {
        let Some(raw) = raw else { return Vec::new() };
        match raw.get_ref() {
            Target::One(state) => {
                let name = At::new(raw.span(), state.clone());
                self.has_state(file, &name).map(|state| (None, state)).into_iter().collect()
            }
            Target::Branches(branches) => {
                let mut all = Vec::new();
                for (index, branch) in branches.iter().enumerate() {
                    let branch = branch.get_ref();
                    let last = index + 1 == branches.len();
                    if last != branch.when.is_none() {
                        let says = "only the last branch has no `when`, so that every case leads somewhere";
                        self.fault("D0506", file, branch.state.span(), says);
                    }
                    let when = self.when(file, branch.when.as_ref());
                    all.extend(self.has_state(file, &branch.state).map(|state| (when, state)));
                }
                all
            }
        }
    }

    pub(in crate::definition) fn require(
        &mut self,
        file: &str,
        action: &raw::Action,
        raw: &At<raw::Condition>,
    ) -> Option<Condition> {
        let it = raw.get_ref();
        let guard = self.condition(file, &it.that)?;
        let basis = it.because.clone().map_or_else(|| action.basis.get_ref().0.clone(), |one| vec![one]);
        let next = it.next.as_ref().map(|zh| label(zh, it.next_en.as_deref().unwrap_or(zh)));
        Some(Condition { guard, basis, next, overlaid: false })
    }

    pub(in crate::definition) fn opens(&mut self, file: &str, raw: &raw::Opens) -> Option<Opens> {
        let procedure = ProcedureId::new(raw.procedure.get_ref());
        let Some(names) = self.world.all.get(&procedure) else {
            self.unknown(file, &raw.procedure, "procedure");
            return None;
        };
        let action = self.opening(file, &raw.procedure, raw.action.as_deref())?;
        let when = self.when(file, raw.when.as_ref());
        let passes = self.values(file, &raw.passes, &names.fields);
        let each = match &raw.each {
            Some(field) => Some(self.bodies(file, field)?),
            None => None,
        };
        Some(Opens { procedure, action, each, link: raw.link.clone(), when, passes })
    }

    /// A field that names bodies.
    fn bodies(&mut self, file: &str, name: &At<String>) -> Option<FieldId> {
        let field = self.has_field(file, name)?;
        let kind = self.names.fields.get(&field);
        let of_bodies = match kind {
            Some(Kind::Body) => true,
            Some(Kind::List(one)) => **one == Kind::Body,
            _ => false,
        };
        if !of_bodies {
            self.fault("D0509", file, name.span(), format!("`each`: `{field}` names no bodies"));
        }
        of_bodies.then_some(field)
    }

    /// The opening action of a child's procedure: the one named, or the only one.
    pub(in crate::definition) fn opening(
        &mut self,
        file: &str,
        procedure: &At<String>,
        named: Option<&str>,
    ) -> Option<ActionId> {
        let all = self.world.openings.get(procedure.get_ref().as_str()).cloned().unwrap_or_default();
        let found = match named {
            Some(name) => all.iter().find(|one| one.as_str() == name).cloned(),
            None if all.len() == 1 => all.first().cloned(),
            None => all.iter().find(|one| self.lawful(procedure.get_ref(), one)).cloned(),
        };
        let Some(found) = found else {
            let says = format!("`{}` has no opening action that fits here", procedure.get_ref());
            self.fault("D0509", file, procedure.span(), says);
            return None;
        };
        if !self.lawful(procedure.get_ref(), &found) {
            let says = format!(
                "`{found}` of `{}` must be allowed `by = \"law\"` to be done with another act",
                procedure.get_ref()
            );
            self.fault("D0403", file, procedure.span(), says);
        }
        Some(found)
    }

    pub(in crate::definition) fn lawful(&self, procedure: &str, action: &ActionId) -> bool {
        self.world.lawful.get(procedure).is_some_and(|all| all.contains(action))
    }

    pub(in crate::definition) fn does(&mut self, file: &str, raw: &raw::Does) -> Option<Does> {
        let target = raw.on.get_ref().clone();
        let (on, procedures, row) = match target.split_once('.') {
            None if target == "parent" => {
                (DoesOn::Parent, self.names.parent.clone().into_iter().collect(), None)
            }
            None => match self.names.fields.get(target.as_str()) {
                Some(Kind::Matter(of)) => (DoesOn::Field(target.as_str().into()), of.to_vec(), None),
                Some(Kind::List(one)) => match one.as_ref() {
                    Kind::Matter(of) => (DoesOn::Field(target.as_str().into()), of.to_vec(), None),
                    _ => (DoesOn::Parent, Vec::new(), None),
                },
                _ => match self.names.tracks.get(target.as_str()) {
                    Some(child) => (DoesOn::Track(target.as_str().into()), vec![child.clone()], None),
                    None => (DoesOn::Parent, Vec::new(), None),
                },
            },
            Some((table, column)) => match self.names.fields.get(table) {
                Some(kind @ Kind::Table(columns)) => {
                    let of = columns.iter().find(|(id, _)| id.as_str() == column);
                    let of = match of {
                        Some((_, Kind::Matter(of))) => of.to_vec(),
                        _ => Vec::new(),
                    };
                    (DoesOn::Column(table.into(), column.into()), of, Some(kind.clone()))
                }
                _ => (DoesOn::Parent, Vec::new(), None),
            },
        };
        let Some(names) = procedures.iter().find_map(|id| self.world.all.get(id)) else {
            self.fault("D0509", file, raw.on.span(), format!("`{target}` does not point to matters"));
            return None;
        };
        let action = ActionId::new(raw.action.get_ref());
        if !names.actions.contains_key(&action)
            || !procedures.iter().any(|id| self.lawful(id.as_str(), &action))
        {
            let says = format!("`{action}` is not an action that the law may do there");
            self.fault("D0403", file, raw.action.span(), says);
            return None;
        }
        let kinds = names.fields.clone();
        let Some(row) = row else {
            let when = self.when(file, raw.when.as_ref());
            let with = self.values(file, &raw.with, &kinds);
            return Some(Does { on, action, when, with });
        };
        let when =
            raw.when.as_ref().and_then(|line| self.row_expression(file, line, &row, Some(&Kind::Bool)));
        let mut with = Vec::new();
        for (field, line) in &raw.with {
            let Some(kind) = kinds.get(field.as_str()) else {
                self.fault("D0201", file, line.span(), format!("there is no field `{field}` there"));
                continue;
            };
            with.extend(
                self.row_expression(file, line, &row, Some(kind)).map(|guard| (FieldId::new(field), guard)),
            );
        }
        Some(Does { on, action, when, with })
    }

    pub(in crate::definition) fn row_expression(
        &mut self,
        file: &str,
        line: &At<String>,
        row: &Kind,
        wanted: Option<&Kind>,
    ) -> Option<Guard> {
        let checked = Guard::for_element(line.get_ref(), self.scope, row.clone());
        let guard = checked.map_err(|fault| self.guard_fault("D0301", file, line, fault)).ok()?;
        self.fits(file, line, guard, wanted)
    }

    /// What is taken back must have had no other effect than to be recorded, or it would stand on without its ground.
    fn takes_back(&mut self, file: &str, it: &raw::Action, name: &At<String>) -> Option<ActionId> {
        let found = self.has_action(file, name)?;
        let other =
            self.raw.actions.iter().map(|one| &one.it).find(|one| one.id.get_ref() == name.get_ref())?;
        let has_effects = other.to.is_some()
            || other.issues.is_some()
            || other.draws.is_some()
            || other.hands_out.is_some()
            || other.takes_back.is_some()
            || !(other.opens.is_empty() && other.does.is_empty())
            || !(other.freezes.is_empty() && other.thaws.is_empty() && other.clears.is_empty());
        if has_effects || other.from.is_none() {
            let says = format!("`{found}` does more than add to the matter: it cannot be taken back");
            let help = "only an act that leaves the matter where it stands, issues and opens nothing, can be";
            self.faults.push(Diagnostic::new("D0511", file, name.span(), says).help(help));
            return None;
        }
        let own_rows =
            other.adds.keys().find(|table| it.adds.contains_key(*table) || it.sets.contains_key(*table));
        if let Some(table) = own_rows {
            let says = format!("`{}` takes rows out of `{table}` and also writes it", it.id.get_ref());
            self.fault("D0511", file, name.span(), says);
            return None;
        }
        Some(found)
    }

    /// What the registers know goes into a list of matters of one procedure that nobody enters.
    fn gathers(&mut self, file: &str, it: &raw::Action, field: &str, states: &[String]) -> Option<Gathers> {
        let fault = |says: String| Diagnostic::new("D0509", file, it.id.span(), says);
        let kind = self.names.fields.get(field).cloned();
        let procedure = match &kind {
            Some(Kind::List(of)) => match of.as_ref() {
                Kind::Matter(procedures) if procedures.len() == 1 => procedures.first().cloned(),
                _ => None,
            },
            _ => None,
        };
        let Some(procedure) = procedure else {
            let says = format!("`gathers`: `{field}` is not a list of matters of one procedure");
            self.faults.push(fault(says));
            return None;
        };
        let entered = it.records.iter().any(|one| one.get_ref().trim_end_matches('?') == field);
        if entered || it.sets.contains_key(field) {
            self.faults.push(fault(format!("`gathers`: `{field}` is also entered or set by this action")));
        }
        let known = self.world.all.get(&procedure).map(|names| names.states.clone()).unwrap_or_default();
        for state in states.iter().filter(|state| !known.contains(state)) {
            self.faults.push(fault(format!("`gathers`: `{procedure}` has no state `{state}`")));
        }
        let states = states.iter().map(StateId::new).collect();
        Some(Gathers { field: FieldId::new(field), procedure, states })
    }

    /// A table filled from the registers, one of whose columns points to matters of one procedure; nobody enters its rows.
    fn fills(&mut self, file: &str, it: &raw::Action, table: &str, raw: &raw::Fills) -> Option<Fills> {
        let entered = it.records.iter().any(|one| one.get_ref().trim_end_matches('?') == table);
        if entered || it.sets.contains_key(table) || it.adds.contains_key(table) {
            let says = format!("`fills`: `{table}` is also entered, set or added to by this action");
            self.fault("D0509", file, raw.by.span(), says);
        }
        self.listed(file, "fills", table, raw)
    }

    /// A table that the form begins with; who fills it in enters it.
    fn begins(&mut self, file: &str, it: &raw::Action, table: &str, raw: &raw::Fills) -> Option<Fills> {
        if !it.records.iter().any(|one| one.get_ref().trim_end_matches('?') == table) {
            let says = format!("`begins`: `{table}` is not entered by this action");
            self.fault("D0509", file, raw.by.span(), says);
        }
        self.listed(file, "begins", table, raw)
    }

    /// A row for each matter on a roll.
    fn listed(&mut self, file: &str, key: &str, table: &str, raw: &raw::Fills) -> Option<Fills> {
        let fault = |says: String| Diagnostic::new("D0509", file, raw.by.span(), says);
        let columns: BTreeMap<FieldId, Kind> = match self.names.fields.get(table) {
            Some(Kind::Table(columns)) => columns.iter().cloned().collect(),
            _ => BTreeMap::new(),
        };
        let by = FieldId::new(raw.by.get_ref());
        let Some(Kind::Matter(of)) =
            columns.get(&by).filter(|kind| matches!(kind, Kind::Matter(of) if of.len() == 1))
        else {
            let says =
                format!("`{key}`: `{table}` has no column `{by}` that points to matters of one procedure");
            self.faults.push(fault(says));
            return None;
        };
        let element = Kind::Matter(of.clone());
        let procedure = of.first().cloned()?;
        let known = self.world.all.get(&procedure).map(|names| names.states.clone()).unwrap_or_default();
        for state in raw.states.iter().filter(|state| !known.contains(state)) {
            self.faults.push(fault(format!("`{key}`: `{procedure}` has no state `{state}`")));
        }
        let when =
            raw.when.as_ref().and_then(|line| self.row_expression(file, line, &element, Some(&Kind::Bool)));
        let mut with = Vec::new();
        for (column, line) in &raw.with {
            match columns.get(column.as_str()).filter(|_| *column != *raw.by.get_ref()) {
                Some(kind) => {
                    let guard = self.row_expression(file, line, &element, Some(kind));
                    with.extend(guard.map(|guard| (FieldId::new(column), guard)));
                }
                None => self.unknown(file, &At::new(line.span(), column.clone()), "column"),
            }
        }
        if let Some(order) = raw.order.as_ref().filter(|one| !columns.contains_key(one.get_ref().as_str())) {
            self.unknown(file, order, "column");
        }
        Some(Fills {
            table: FieldId::new(table),
            by,
            procedure,
            states: raw.states.iter().map(StateId::new).collect(),
            everywhere: raw.everywhere,
            when,
            with,
            order: raw.order.as_ref().map(|one| FieldId::new(one.get_ref())),
        })
    }

    /// What slips carry is recorded by the act that hands them out, and as many are handed out as it says.
    fn hands_out(
        &mut self,
        file: &str,
        raw: &raw::HandsOut,
        records: &[(FieldId, Needed)],
    ) -> Option<HandsOut> {
        let count = self.has_field(file, &raw.count)?;
        let carries: Vec<FieldId> = raw.carries.iter().filter_map(|one| self.has_field(file, one)).collect();
        let recorded =
            |field: &FieldId| records.iter().any(|(one, needed)| one == field && *needed == Needed::Required);
        if self.names.fields.get(&count) != Some(&Kind::Int) {
            let says = format!("`{count}` is not a number: it says how many slips are handed out");
            self.fault("D0509", file, raw.count.span(), says);
            return None;
        }
        let missing = std::iter::once((&count, &raw.count)).chain(carries.iter().zip(&raw.carries));
        let missing: Vec<_> = missing.filter(|(field, _)| !recorded(field)).collect();
        for (field, place) in &missing {
            let says = format!("the act that hands out slips does not record `{field}`");
            self.fault("D0509", file, place.span(), says);
        }
        missing.is_empty().then_some(HandsOut { count, carries })
    }

    pub(in crate::definition) fn draw(&mut self, file: &str, raw: &raw::Draw) -> Option<Draw> {
        let (from, into) = (self.has_field(file, &raw.from)?, self.has_field(file, &raw.into)?);
        if self.names.fields.get(&from) != self.names.fields.get(&into) {
            self.fault(
                "D0509",
                file,
                raw.into.span(),
                "what is drawn must be kept in a field of the same kind",
            );
            return None;
        }
        Some(Draw { from, count: self.expression(file, &raw.count, Some(&Kind::Int))?, into })
    }
}
