//! The roster of people 人员名册: one row for each role of each person, by sign-in name. It opens accounts; one that is on
//! record and says the same is passed over, one that says something else is changed on its own page.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::try_join_all;
use yifa_kernel::id::{PersonId, RoleId};
use yifa_law::fold::fold;

use super::kept::mark;
use super::{
    Judged, Keeps, Reading, Roster, RosterColumn, RosterEntry, RosterFaultKind as F, RosterOrder,
    RosterOutcome, standing,
};
use crate::account::{Account, LEAST_PASSWORD, Post, account_to, is_sign_in_name};
use crate::citizen::random_letters;
use crate::city::City;
use crate::error::Result;
use crate::sheet::{Sheet, SheetRow};

/// The columns of a roster of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonColumn {
    /// 登录名
    SignInName,
    /// 姓名
    Name,
    /// 英文姓名
    English,
    /// 角色
    Role,
    /// 机关
    Body,
    /// 初始密码: blank to have one drawn.
    Password,
}

impl RosterColumn for PersonColumn {
    const ROSTER: Roster = Roster::People;
    const ALL: &'static [Self] =
        &[Self::SignInName, Self::Name, Self::English, Self::Role, Self::Body, Self::Password];

    fn names(self) -> [&'static str; 3] {
        match self {
            Self::SignInName => ["登录名", "Sign-in name", "person"],
            Self::Name => ["姓名", "Name", "name"],
            Self::English => ["英文姓名", "English name", "en"],
            Self::Role => ["角色", "Role", "role"],
            Self::Body => ["机关", "Body", "body"],
            Self::Password => ["初始密码", "First password", "password"],
        }
    }

    fn is_needed(self) -> bool {
        matches!(self, Self::SignInName | Self::Name | Self::Role | Self::Body)
    }
}

/// A password that was drawn for somebody, to be handed to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstPassword {
    /// The sign-in name.
    pub person: PersonId,
    /// The name.
    pub name: String,
    /// The password, kept nowhere.
    pub password: String,
}

/// Somebody as the rows so far tell.
struct Told {
    line: u32,
    account: Account,
    password: String,
}

/// The accounts that are opened.
struct Opened(Vec<Told>);

impl Keeps for Opened {
    async fn keep(self, city: &City) -> Result<Vec<FirstPassword>> {
        city.open_accounts(self.0).await
    }
}

impl City {
    /// Judges a roster of people, and opens the accounts unless it has faults or this is a trial.
    ///
    /// # Errors
    /// Sheet: a column that is not known, or one that is missing. The store. Faults of rows are in the outcome.
    pub async fn import_people(
        &self,
        sheet: &Sheet,
        order: &RosterOrder,
    ) -> Result<RosterOutcome<PersonColumn>> {
        let judged = self.judged_people(sheet).await?;
        self.kept_roster(sheet, judged, order).await
    }

    async fn judged_people(&self, sheet: &Sheet) -> Result<Judged<PersonColumn, Opened>> {
        let mut reading = Reading::new(sheet)?;
        let mut told: BTreeMap<PersonId, Told> = BTreeMap::new();
        for row in &sheet.rows {
            self.read_person(&mut reading, row, &mut told);
        }
        let on_record: BTreeMap<PersonId, Account> =
            self.accounts().await?.into_iter().map(|account| (account.person.clone(), account)).collect();
        let mut new = Vec::new();
        for (person, one) in told {
            match on_record.get(&person) {
                None => new.push(one),
                Some(known) if *known == one.account => {}
                Some(_) => {
                    let row = sheet.rows.iter().find(|row| row.line == one.line);
                    row.into_iter().for_each(|row| reading.refuse(row, PersonColumn::SignInName, F::Taken));
                }
            }
        }
        let rows_of_new: usize = new.iter().map(|one| one.account.posts.len()).sum();
        let faulty = reading.faults.iter().map(|fault| fault.line).collect::<BTreeSet<_>>();
        let makes = new.iter().map(|one| RosterEntry {
            line: one.line,
            id: one.account.person.to_string(),
            name: one.account.name.clone(),
            mark: mark(&account_to(&one.account)),
        });
        Ok(Judged {
            new: rows_of_new,
            there: sheet.rows.len().saturating_sub(rows_of_new + faulty.len()),
            faults: reading.faults,
            makes: makes.collect(),
            keeps: (!new.is_empty()).then_some(Opened(new)),
        })
    }

    async fn open_accounts(&self, new: Vec<Told>) -> Result<Vec<FirstPassword>> {
        let mut drawn = Vec::new();
        let mut ready = Vec::new();
        for one in new {
            let password = if one.password.is_empty() {
                let password = random_letters(12);
                let (person, name) = (one.account.person.clone(), one.account.name.clone());
                drawn.push(FirstPassword { person, name, password: password.clone() });
                password
            } else {
                one.password
            };
            ready.push((one.account, password));
        }
        // Each password is hashed by itself, a few at a time; the store keeps together what waits at once.
        for some in ready.chunks(16) {
            try_join_all(some.iter().map(|(account, password)| self.open_account(account, password))).await?;
        }
        self.reload_names().await?;
        Ok(drawn)
    }

    fn read_person(
        &self,
        reading: &mut Reading<PersonColumn>,
        row: &SheetRow,
        told: &mut BTreeMap<PersonId, Told>,
    ) {
        use PersonColumn as C;
        let count = reading.faults.len();
        let person = reading.needed(row, C::SignInName);
        if !person.is_empty() && !is_sign_in_name(&person) {
            reading.refuse(row, C::SignInName, F::SignInName);
        }
        let name = reading.needed(row, C::Name);
        let en = reading.text(row, C::English);
        let password = reading.text(row, C::Password);
        if !password.is_empty() && password.chars().count() < LEAST_PASSWORD {
            reading.refuse(row, C::Password, F::PasswordShort);
        }
        let word = reading.needed(row, C::Role);
        let role = self.role_called(&word);
        if role.is_none() && !word.is_empty() {
            reading.refuse(row, C::Role, F::NotFound);
        }
        let called = reading.needed(row, C::Body);
        let bodies = self.bodies();
        let body = standing(&bodies, &called).map(|body| body.id.clone());
        if body.is_none() && !called.is_empty() {
            reading.refuse(row, C::Body, F::NotFound);
        }
        let (Some(role), Some(body)) = (role, body) else { return };
        if reading.faults.len() > count {
            return;
        }
        let post = Post { role, body };
        let Some(known) = told.get_mut(person.as_str()) else {
            let en = if en.is_empty() { name.clone() } else { en };
            let person = PersonId::new(person);
            let account = Account { person: person.clone(), name, en, posts: vec![post], open: true };
            told.insert(person, Told { line: row.line, account, password });
            return;
        };
        if known.account.name != name {
            reading.refuse(row, C::Name, F::OtherName(known.line));
        } else if known.account.posts.contains(&post) {
            reading.refuse(row, C::Role, F::Twice(known.line));
        } else {
            known.account.posts.push(post);
            if known.password.is_empty() {
                known.password = password;
            }
        }
    }

    /// The role of an identifier or a name.
    fn role_called(&self, text: &str) -> Option<RoleId> {
        let wanted = fold(text).to_lowercase();
        let named = |label: &str| fold(label).to_lowercase() == wanted;
        let mut all = self.registry().roles().iter().filter(|role| !role.is_of_public());
        let found =
            all.find(|role| role.id.as_str() == text || named(&role.label.zh) || named(&role.label.en));
        found.map(|role| role.id.clone())
    }
}
