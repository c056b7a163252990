//! Owns what the public does without an account: an answer sheet that is kept while it is filled in, the act that it becomes
//! through the same engine as every other, and the number and code by which somebody follows their own matter.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use yifa_kernel::id::{ActionId, BodyId, MatterId, PersonId, ProcedureId, RoleId};
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::procedure::{Action, Procedure};
use yifa_kernel::value::FileRef;
use yifa_law::fold::fold;
use yifa_store::{NewRecord, sha256};

use crate::account::secret;
use crate::city::City;
use crate::error::{AppError, Result};

/// The role of whoever has no account.
pub const PUBLIC_ROLE: &str = "citizen";
/// How long an answer sheet is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(48);
/// Most text and most files of one sheet.
const MOST_TEXT: usize = 200_000;
const MOST_FILES: usize = 20;

/// An answer sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The procedure.
    pub procedure: ProcedureId,
    /// The action that it is for.
    pub action: ActionId,
    /// The matter on which it acts; `None` when it opens one.
    pub matter: Option<MatterId>,
    /// Who acts: a name made for this sheet, or that of the follower.
    pub person: PersonId,
    /// What was typed, by the name of the input.
    pub pairs: Vec<(String, String)>,
    /// Files, by the name of the input.
    pub files: Vec<(String, FileRef)>,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// The reference and the code that its sender gets.
    reference: String,
    code: String,
    /// What it became.
    pub receipt: Option<Receipt>,
    version: u64,
}

/// What the sender of a sheet gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The reference to follow it by.
    pub reference: String,
    /// The matter's own number, if it has one.
    pub number: Option<String>,
    /// The code to follow it by; `None` when the sheet acted on a matter that was there already.
    pub code: Option<String>,
    /// The follower's name in addresses.
    pub follow: Option<String>,
}

/// Somebody who follows a matter by number and code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// The matter.
    pub matter: MatterId,
    /// The person who opened it.
    pub person: PersonId,
    /// The reference.
    pub reference: String,
}

/// Somebody without an account.
pub fn public_actor(person: &PersonId, role: &RoleId) -> Actor {
    Actor { who: Who::Person(person.clone()), role: role.clone(), body: None }
}

/// The actions by which anybody may open a matter of a procedure.
pub fn public_openings(procedure: &Procedure) -> impl Iterator<Item = &Action> {
    let anybody = |action: &&Action| action.by.iter().any(|role| role.as_str() == PUBLIC_ROLE);
    procedure.opening_actions().filter(anybody)
}

impl City {
    /// Begins a sheet; gives its name, which is as good as a key.
    ///
    /// # Errors
    /// The store.
    pub async fn begin_sheet(
        &self,
        procedure: &ProcedureId,
        action: &ActionId,
        matter: Option<&MatterId>,
        follower: Option<&Follower>,
        pairs: Vec<(String, String)>,
    ) -> Result<String> {
        let token = secret();
        let own = || PersonId::new(format!("citizen-{}", &sha256(token.as_bytes()).to_string()[..16]));
        let sheet = Sheet {
            procedure: procedure.clone(),
            action: action.clone(),
            matter: matter.cloned(),
            person: follower.map_or_else(own, |follower| follower.person.clone()),
            pairs,
            files: Vec::new(),
            begun_at: self.clock().now(),
            reference: format!("{}-{}-{}", self.today().year(), letters(4), letters(4)),
            code: format!("{}-{}", letters(5), letters(5)),
            receipt: None,
            version: 0,
        };
        self.keep_sheet(&token, &sheet).await?;
        Ok(token)
    }

    /// A sheet; `None` when there is none of this name any more.
    ///
    /// # Errors
    /// The store.
    pub async fn sheet(&self, token: &str) -> Result<Option<Sheet>> {
        let id = sha256(token.as_bytes()).to_string();
        let found = self.store().record_get(self.jurisdiction(), "sheet", &id, self.clock().now()).await?;
        Ok(found.and_then(|record| sheet_from(&record.value, record.version)))
    }

    /// Keeps a sheet as it stands now.
    ///
    /// # Errors
    /// More text or files than a sheet may hold; somebody else changed it meanwhile; the store.
    pub async fn keep_sheet(&self, token: &str, sheet: &Sheet) -> Result<()> {
        let length: usize = sheet.pairs.iter().map(|(key, text)| key.len() + text.len()).sum();
        if length > MOST_TEXT || sheet.files.len() > MOST_FILES {
            return Err(AppError::invalid("answers", "too long"));
        }
        let record = NewRecord {
            collection: "sheet".into(),
            id: sha256(token.as_bytes()).to_string(),
            value: sheet_to(sheet),
            expected_version: Some(sheet.version),
            expires_at: self.clock().now().checked_add(KEPT).ok(),
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    /// Does what a sheet asks for, once however often it is sent.
    ///
    /// # Errors
    /// The law says no; the store.
    pub async fn send_sheet(&self, token: &str, sheet: &Sheet, command: &Command) -> Result<Receipt> {
        if let Some(receipt) = &sheet.receipt {
            return Ok(receipt.clone());
        }
        let key = format!("sheet:{}", sha256(token.as_bytes()));
        let done = self.execute(command, Some(&key)).await?;
        let number = self.state(&done.matter).await?.and_then(|state| state.number.clone());
        let opens = sheet.matter.is_none();
        let mut receipt = Receipt { reference: sheet.reference.clone(), number, code: None, follow: None };
        if opens {
            let follower = Follower {
                matter: done.matter,
                person: sheet.person.clone(),
                reference: sheet.reference.clone(),
            };
            let names = std::iter::once(&receipt.reference).chain(&receipt.number);
            for name in names {
                self.put_follower(&follower_id(name, &sheet.code), &follower).await?;
            }
            receipt.follow = Some(follower_id(&sheet.reference, &sheet.code));
            receipt.code = Some(sheet.code.clone());
        }
        let sent = Sheet { receipt: Some(receipt.clone()), ..sheet.clone() };
        match self.keep_sheet(token, &sent).await {
            // Sent twice at once: the other one has kept the same receipt.
            Err(AppError::Store(yifa_store::StoreError::RecordConflict { .. })) | Ok(()) => Ok(receipt),
            Err(other) => Err(other),
        }
    }

    async fn put_follower(&self, id: &str, follower: &Follower) -> Result<()> {
        let value = json!({ "matter": follower.matter.as_str(), "person": follower.person.as_str(),
            "reference": follower.reference });
        let record = NewRecord {
            collection: "follow".into(),
            id: id.to_owned(),
            value,
            expected_version: None,
            expires_at: None,
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    /// Who follows a matter, by the name that [`follower_id`] makes.
    ///
    /// # Errors
    /// The store.
    pub async fn follower(&self, id: &str) -> Result<Option<Follower>> {
        let found = self.store().record_get(self.jurisdiction(), "follow", id, self.clock().now()).await?;
        Ok(found.and_then(|record| {
            let text = |key: &str| record.value.get(key).and_then(Json::as_str);
            Some(Follower {
                matter: MatterId::new(text("matter")?),
                person: PersonId::new(text("person")?),
                reference: text("reference")?.to_owned(),
            })
        }))
    }
}

/// The name of whoever knows a number and its code. Spaces, dashes, brackets and letters' case make no difference.
pub fn follower_id(number: &str, code: &str) -> String {
    let plain = |text: &str| -> String {
        let kept = fold(text).to_uppercase();
        kept.chars().filter(|c| c.is_alphanumeric()).map(alike).collect()
    };
    sha256(format!("{}\n{}", plain(number), plain(code)).as_bytes()).to_string()
}

/// What is easily taken for something else when a code is read off paper.
fn alike(c: char) -> char {
    match c {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// Random letters and digits without those that look alike.
fn letters(n: usize) -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let bytes = rand::random::<[u8; 16]>();
    bytes.iter().take(n).map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

fn sheet_to(sheet: &Sheet) -> Json {
    let files: Vec<Json> =
        sheet.files.iter().map(|(key, file)| json!([key, file.digest, file.name, file.bytes])).collect();
    let receipt = sheet.receipt.as_ref().map(|one| {
        json!({ "reference": one.reference, "number": one.number, "code": one.code, "follow": one.follow })
    });
    json!({ "procedure": sheet.procedure.as_str(), "action": sheet.action.as_str(),
        "matter": sheet.matter.as_ref().map(|matter| matter.as_str()), "person": sheet.person.as_str(),
        "pairs": sheet.pairs, "files": files, "begun_at": sheet.begun_at.to_string(), "reference": sheet.reference,
        "code": sheet.code, "receipt": receipt })
}

fn sheet_from(json: &Json, version: u64) -> Option<Sheet> {
    let text = |json: &Json, key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned);
    let pairs = json
        .get("pairs")?
        .as_array()?
        .iter()
        .filter_map(|pair| Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned())));
    let files = json.get("files")?.as_array()?.iter().filter_map(|file| {
        let part = |at: usize| file.get(at).and_then(Json::as_str).map(str::to_owned);
        let one = FileRef { digest: part(1)?, name: part(2)?, bytes: file.get(3)?.as_u64()? };
        Some((part(0)?, one))
    });
    let receipt = json.get("receipt").filter(|one| one.is_object()).and_then(|one| {
        Some(Receipt {
            reference: text(one, "reference")?,
            number: text(one, "number"),
            code: text(one, "code"),
            follow: text(one, "follow"),
        })
    });
    Some(Sheet {
        procedure: ProcedureId::new(text(json, "procedure")?),
        action: ActionId::new(text(json, "action")?),
        matter: text(json, "matter").map(MatterId::new),
        person: PersonId::new(text(json, "person")?),
        pairs: pairs.collect(),
        files: files.collect(),
        begun_at: text(json, "begun_at")?.parse().ok()?,
        reference: text(json, "reference")?,
        code: text(json, "code")?,
        receipt,
        version,
    })
}

/// The body that a public form names as the one to handle a new matter.
pub fn public_body(sheet: &Sheet, input: &str) -> Option<BodyId> {
    let found = sheet.pairs.iter().find(|(key, text)| key == input && !text.is_empty());
    found.map(|(_, text)| BodyId::new(text.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_and_code_are_read_as_people_copy_them() {
        let id = follower_id("2026-8F3K-Q7TD", "ABCDE-01234");
        assert_eq!(id, follower_id(" 2026 8f3k q7td ", "abcde o1234"));
        assert_eq!(follower_id("云投〔2026〕3号", "A-1"), follower_id("云投(2026)3号", "AL"));
        assert_ne!(id, follower_id("2026-8F3K-Q7TD", "ABCDE-01235"));
        assert_ne!(follower_id("ab", "c"), follower_id("a", "bc"));
    }
}
