//! Owns what the public does without an account: an answer sheet that is kept while it is filled in, the act that it becomes
//! through the same engine as every other, and the number and code by which somebody follows their own matter.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use yifa_kernel::id::{ActionId, BodyId, FieldId, MatterId, PersonId, ProcedureId, RoleId};
use yifa_kernel::matter::{Actor, Command, Who};
use yifa_kernel::procedure::{Action, Procedure};
use yifa_kernel::value::FileRef;
use yifa_law::fold::fold;
use yifa_store::{NewRecord, sha256};

use crate::account::secret;
use crate::city::City;
use crate::error::{AppError, Result};
use crate::slip::Spent;

/// The role of whoever has no account.
pub const PUBLIC_ROLE: &str = "citizen";
/// How long an answer sheet is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(48);
/// How long its receipt is shown once it was sent: whoever comes to this machine later does not find the code.
const SHOWN: SignedDuration = SignedDuration::from_mins(30);
/// Most text and most files of one sheet.
const MOST_TEXT: usize = 200_000;
const MOST_FILES: usize = 20;
/// Most bytes of files that are ever brought to one sheet, those that were taken off again included.
pub const MOST_BYTES: u64 = 128 << 20;

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
    /// The slip by which it was opened: it then becomes one act and names nobody.
    pub slip: Option<OpenedBy>,
    /// What it became.
    pub receipt: Option<Receipt>,
    version: u64,
}

/// The slip that opened a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedBy {
    /// Its digest.
    pub known: String,
    /// The fields that it carries: they are not asked.
    pub carries: Vec<String>,
}

/// What became of a sheet that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It was done; or had been done before, when the same sheet is sent again.
    Received(Receipt),
    /// The slip that opened it had been used by then.
    SlipUsed,
}

/// What a sheet is begun for.
#[derive(Debug)]
pub struct SheetFor<'a> {
    /// The procedure.
    pub procedure: &'a ProcedureId,
    /// The action.
    pub action: &'a ActionId,
    /// The matter on which it acts; `None` when it opens one.
    pub matter: Option<&'a MatterId>,
    /// Whoever follows the matter and acts in it.
    pub follower: Option<&'a Follower>,
    /// What is filled in already.
    pub pairs: Vec<(String, String)>,
    /// The slip that opens it.
    pub slip: Option<OpenedBy>,
}

/// What the sender of a sheet gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The reference to follow it by.
    pub reference: String,
    /// The matter's own number, if it has one.
    pub number: Option<String>,
    /// The code to follow it by; `None` for whoever follows the matter already.
    pub code: Option<String>,
    /// The follower's name in addresses.
    pub follow: Option<String>,
    /// It was opened by a slip: nothing leads back to its sender.
    pub blind: bool,
}

/// Somebody who follows a matter by number and code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Follower {
    /// The matter.
    pub matter: MatterId,
    /// The person who opened it or acted in it, or the party to it.
    pub person: PersonId,
    /// The reference.
    pub reference: String,
    /// The field that names them, for a party that a paper was served on; `None` for whoever opened the matter or acted in it.
    pub party: Option<FieldId>,
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
    pub async fn begin_sheet(&self, wanted: SheetFor<'_>) -> Result<String> {
        let token = secret();
        let sheet = Sheet {
            procedure: wanted.procedure.clone(),
            action: wanted.action.clone(),
            matter: wanted.matter.cloned(),
            person: wanted.follower.map_or_else(|| own_person(&token), |follower| follower.person.clone()),
            pairs: wanted.pairs,
            files: Vec::new(),
            begun_at: self.clock().now(),
            reference: format!("{}-{}-{}", self.today().year(), random_letters(4), random_letters(4)),
            code: format!("{}-{}", random_letters(5), random_letters(5)),
            slip: wanted.slip,
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
            expires_at: self
                .clock()
                .now()
                .checked_add(if sheet.receipt.is_some() { SHOWN } else { KEPT })
                .ok(),
        };
        self.store().record_put(self.jurisdiction(), record, self.clock().now()).await?;
        Ok(())
    }

    /// Takes room on a sheet for a file, before it is kept; tells whether there was so much left.
    ///
    /// # Errors
    /// The store.
    pub async fn take_room(&self, token: &str, bytes: u64) -> Result<bool> {
        let (collection, id) = ("sheet_files", sha256(token.as_bytes()).to_string());
        loop {
            let now = self.clock().now();
            let found = self.store().record_get(self.jurisdiction(), collection, &id, now).await?;
            let (taken, version) = found.map_or((0, 0), |record| {
                (record.value.get("bytes").and_then(Json::as_u64).unwrap_or(0), record.version)
            });
            let taken = taken.saturating_add(bytes);
            if taken > MOST_BYTES {
                return Ok(false);
            }
            let record = NewRecord {
                collection: collection.into(),
                id: id.clone(),
                value: json!({ "bytes": taken }),
                expected_version: Some(version),
                expires_at: now.checked_add(KEPT).ok(),
            };
            match self.store().record_put(self.jurisdiction(), record, now).await {
                Ok(_) => return Ok(true),
                // Another file of the same sheet came at the same moment.
                Err(yifa_store::StoreError::RecordConflict { .. }) => {}
                Err(other) => return Err(other.into()),
            }
        }
    }

    /// Does what a sheet asks for, once however often it is sent.
    ///
    /// # Errors
    /// The law says no; the store.
    pub async fn send_sheet(&self, token: &str, sheet: &Sheet, command: &Command) -> Result<Sent> {
        if let Some(receipt) = &sheet.receipt {
            return Ok(Sent::Received(receipt.clone()));
        }
        if let Some(slip) = &sheet.slip {
            return self.send_blind(token, sheet, &slip.known, command).await;
        }
        let key = format!("sheet:{}", sha256(token.as_bytes()));
        let done = self.execute(command, Some(&key)).await?;
        let number = self.state(&done.matter).await?.and_then(|state| state.number.clone());
        // Whoever follows a matter already keeps their code. Who gave no name gets one too: it leads to the answers, and to
        // taking back what was said; a number alone would lead nowhere.
        let is_new = sheet.person == own_person(token);
        let mut receipt =
            Receipt { reference: sheet.reference.clone(), number, code: None, follow: None, blind: false };
        if is_new {
            let follower = Follower {
                matter: done.matter,
                person: sheet.person.clone(),
                reference: sheet.reference.clone(),
                party: None,
            };
            // The number of a matter that somebody else opened belongs to all who act in it.
            let own_number = receipt.number.iter().filter(|_| sheet.matter.is_none());
            let names = std::iter::once(&receipt.reference).chain(own_number);
            for name in names {
                self.put_follower(&follower_id(name, &sheet.code), &follower).await?;
            }
            receipt.follow = Some(follower_id(&sheet.reference, &sheet.code));
            receipt.code = Some(sheet.code.clone());
        }
        let sent = Sheet { receipt: Some(receipt.clone()), ..sheet.clone() };
        self.keep_sent(token, &sent).await?;
        Ok(Sent::Received(receipt))
    }

    /// Sends a sheet that a slip opened. What was typed is forgotten at once: only the answer itself is kept, in the log.
    async fn send_blind(&self, token: &str, sheet: &Sheet, known: &str, command: &Command) -> Result<Sent> {
        if let Spent::UsedBefore = self.spend_slip(known, command).await? {
            // A double click: the other one has kept the receipt.
            let kept = self.sheet(token).await?.and_then(|sheet| sheet.receipt);
            return Ok(kept.map_or(Sent::SlipUsed, Sent::Received));
        }
        let receipt =
            Receipt { reference: String::new(), number: None, code: None, follow: None, blind: true };
        let sent = Sheet {
            pairs: Vec::new(),
            files: Vec::new(),
            slip: None,
            receipt: Some(receipt.clone()),
            ..sheet.clone()
        };
        self.keep_sent(token, &sent).await?;
        Ok(Sent::Received(receipt))
    }

    async fn keep_sent(&self, token: &str, sent: &Sheet) -> Result<()> {
        match self.keep_sheet(token, sent).await {
            // Sent twice at once: the other one has kept the same receipt.
            Err(AppError::Store(yifa_store::StoreError::RecordConflict { .. })) | Ok(()) => Ok(()),
            Err(other) => Err(other),
        }
    }

    pub(crate) async fn put_follower(&self, id: &str, follower: &Follower) -> Result<()> {
        let value = json!({ "matter": follower.matter.as_str(), "person": follower.person.as_str(),
            "reference": follower.reference, "party": follower.party.as_ref().map(|field| field.as_str()) });
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
                party: text("party").map(FieldId::new),
            })
        }))
    }
}

/// The name of whoever fills in a sheet without following a matter.
fn own_person(token: &str) -> PersonId {
    PersonId::new(format!("citizen-{}", &sha256(token.as_bytes()).to_string()[..16]))
}

/// The name of whoever knows a number and its code. Spaces, dashes, brackets and letters' case make no difference.
pub fn follower_id(number: &str, code: &str) -> String {
    sha256(format!("{}\n{}", plain_code(number), plain_code(code)).as_bytes()).to_string()
}

/// A code as it is compared: people copy it with other dashes, blanks and letters than were printed.
pub(crate) fn plain_code(text: &str) -> String {
    let kept = fold(text).to_uppercase();
    kept.chars().filter(|c| c.is_alphanumeric()).map(alike).collect()
}

/// What is easily taken for something else when a code is read off paper.
fn alike(c: char) -> char {
    match c {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// Letters and digits without those that look alike.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Bytes as letters and digits without those that look alike: one for each byte.
pub(crate) fn code_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect()
}

/// Random letters and digits without those that look alike.
pub(crate) fn random_letters(n: usize) -> String {
    code_of(&rand::random::<[u8; 16]>()[..n.min(16)])
}

fn sheet_to(sheet: &Sheet) -> Json {
    let files: Vec<Json> =
        sheet.files.iter().map(|(key, file)| json!([key, file.digest, file.name, file.bytes])).collect();
    let receipt = sheet.receipt.as_ref().map(|one| {
        json!({ "reference": one.reference, "number": one.number, "code": one.code, "follow": one.follow,
            "blind": one.blind })
    });
    let slip = sheet.slip.as_ref().map(|slip| json!({ "known": slip.known, "carries": slip.carries }));
    json!({ "procedure": sheet.procedure.as_str(), "action": sheet.action.as_str(),
        "matter": sheet.matter.as_ref().map(|matter| matter.as_str()), "person": sheet.person.as_str(),
        "pairs": sheet.pairs, "files": files, "begun_at": sheet.begun_at.to_string(), "reference": sheet.reference,
        "code": sheet.code, "slip": slip, "receipt": receipt })
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
            blind: one.get("blind").and_then(Json::as_bool).unwrap_or_default(),
        })
    });
    let slip = json.get("slip").filter(|one| one.is_object()).and_then(|one| {
        let carries = one.get("carries")?.as_array()?.iter().filter_map(Json::as_str);
        Some(OpenedBy { known: text(one, "known")?, carries: carries.map(str::to_owned).collect() })
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
        slip,
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
