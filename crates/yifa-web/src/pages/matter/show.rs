//! The page of one matter: where it stands, by when, what may be done and what not yet, and everything that
//! has happened.

mod samples;

use askama::Template;
use jiff::civil::Date;

use crate::chart::Flow;
use crate::components::{ClockView, Crumb, Pointing, Reason, RefusalView, Tone};
use crate::face::Chrome;

/// One matter.
#[derive(Debug, Clone, Template)]
#[template(path = "pages/matter/show.html")]
pub struct MatterPage {
    /// The frame.
    pub chrome: Chrome,
    /// The way back.
    pub crumbs: Vec<Crumb>,
    /// Its number.
    pub number: String,
    /// Its name, personal data masked.
    pub name: String,
    /// Its procedure.
    pub procedure: String,
    /// The page of its procedure's definition.
    pub procedure_href: String,
    /// The body that has it.
    pub body: String,
    /// Its state.
    pub state: String,
    /// How the state is coloured.
    pub tone: Tone,
    /// The day on which it was opened.
    pub opened_on: Date,
    /// The main road through the states, with where it stands.
    pub strip: Vec<StateStep>,
    /// Why an action that needs no form was refused just now.
    pub refusal: Option<RefusalView>,
    /// Its limits, most urgent first.
    pub clocks: Vec<ClockView>,
    /// The next steps that the reader can do.
    pub open: Vec<ActionOpen>,
    /// What the reader can do besides: again, or when something happens.
    pub also: Vec<ActionOpen>,
    /// What is waited for, where no next step is the reader's.
    pub waits: Option<String>,
    /// What may not be done now, with why not.
    pub closed: Vec<ActionClosed>,
    /// What is recorded.
    pub data: Vec<DataField>,
    /// Address to which the reason for opening personal data is posted (`field`, `reason`, `csrf`).
    pub reveal_to: String,
    /// What happened, latest first.
    pub events: Vec<Event>,
    /// Papers issued.
    pub papers: Vec<PaperLink>,
    /// Boards of the matters that belong to it: name and address.
    pub boards: Vec<(String, String)>,
    /// Where it is read in two languages, when it is a translation.
    pub bilingual: Option<String>,
    /// Where its text is reviewed by the machine, when it is a document of a register.
    pub review: Option<String>,
    /// Whether the reader may have the case file bound.
    pub may_bind: bool,
    /// Where it is bound.
    pub case_file: String,
    /// Files and evidence.
    pub files: Vec<MatterFile>,
    /// Whether the reader follows it.
    pub follows: bool,
    /// Address to which following is posted (`follow`, `csrf`).
    pub follow_to: String,
    /// What the next acts still lack.
    pub missing: Vec<Missing>,
    /// How long it stood where.
    pub days: Vec<StateDays>,
    /// Remarks inside the office.
    pub remarks: Vec<Remark>,
    /// Address to which remarks are posted (`text`, or `remove` with an id; `csrf`).
    pub remark_to: String,
    /// Where the slips that it hands out are drawn, if it hands out any.
    pub slips: Option<String>,
    /// The approval form of this matter, for print.
    pub approval: String,
    /// Parallel tracks and linked matters.
    pub links: Vec<LinkedMatter>,
    /// Matters that point here.
    pub pointing: Option<Pointing>,
    /// What the public sees, if anything.
    pub public: Option<PublicPreview>,
    /// Its flow chart.
    pub flow: Flow,
    /// Proof that nothing was changed.
    pub proof: Proof,
}

/// So many limits are shown at once on a narrow screen.
const CLOCKS_AT_ONCE: usize = 3;

impl MatterPage {
    /// The limit that ends next, or has ended and is not kept.
    pub fn next_due(&self) -> Option<&ClockView> {
        self.clocks
            .iter()
            .filter(|clock| clock.left.is_counting() && clock.kind.presses())
            .min_by_key(|clock| clock.due)
    }

    /// The limits that are counting now, the most urgent of them, and the others.
    pub fn clocks_apart(&self) -> (Vec<&ClockView>, Vec<&ClockView>) {
        let (mut now, others): (Vec<_>, Vec<_>) =
            self.clocks.iter().partition(|clock| clock.left.is_counting());
        let later = now.split_off(now.len().min(CLOCKS_AT_ONCE));
        (now, later.into_iter().chain(others).collect())
    }

    /// How many fields hold something.
    pub fn recorded(&self) -> usize {
        self.data.iter().filter(|field| field.shown != Shown::Empty).count()
    }
}

/// Something that is still missing, and what cannot be done without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What is missing, on which article, what to do next.
    pub reason: Reason,
    /// The acts that wait for it.
    pub acts: Vec<String>,
}

/// How long a matter stood in a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateDays {
    /// The state.
    pub state: String,
    /// Calendar days, all stays together.
    pub days: u32,
    /// The event with which it came there last.
    pub event: u64,
    /// Whether it stands there now.
    pub here: bool,
}

/// A remark of a colleague.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Identifier.
    pub id: String,
    /// Who.
    pub by: String,
    /// Of which body.
    pub body: String,
    /// When.
    pub at: String,
    /// What.
    pub text: String,
    /// Whether the reader said it.
    pub mine: bool,
}

/// A file of the matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterFile {
    /// Its name.
    pub name: String,
    /// Where it is; `None` when the reader may not open it.
    pub href: Option<String>,
    /// A small picture of it.
    pub thumbnail: Option<String>,
    /// The field in which it lies.
    pub field: String,
    /// Its size in words.
    pub size: String,
    /// The day on which it came.
    pub on: Date,
    /// Its SHA-256.
    pub digest: String,
}

/// A step of the status strip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateStep {
    /// The state's name.
    pub label: String,
    /// Where it lies.
    pub mark: StepMark,
}

/// Where a step lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepMark {
    /// Been there.
    Past,
    /// Stands there.
    Here,
    /// Not reached.
    Ahead,
}

/// An action that may be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionOpen {
    /// Its name.
    pub label: String,
    /// Its form.
    pub href: String,
    /// The article that provides for it.
    pub article: String,
    /// By when, in words, if a clock asks for it.
    pub by_when: Option<String>,
}

/// An action that may not be done now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionClosed {
    /// Identifier, unique on the page.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Why not.
    pub reasons: Vec<Reason>,
}

/// A recorded field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataField {
    /// Identifier.
    pub id: String,
    /// Label.
    pub label: String,
    /// What is shown.
    pub shown: Shown,
}

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Not recorded yet.
    Empty,
    /// One line.
    Plain(String),
    /// Several paragraphs.
    Long(String),
    /// Leads to another page: text and address.
    Link(String, String),
    /// Several lines.
    Lines(Vec<String>),
    /// Personal or sealed: masked text, and whether the reader may open it with a reason.
    Masked(String, bool),
    /// Personal data opened with a recorded reason.
    Revealed(String),
    /// Rows under column labels.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Number within the matter, from 1.
    pub seq: u64,
    /// The action's name.
    pub title: String,
    /// Who did it: name and body; the law, with its article, when it acted by itself.
    pub actor: String,
    /// Whether the law itself acted.
    pub by_law: bool,
    /// When it happened.
    pub happened: String,
    /// When the organ learned of it, if that is another time.
    pub known: Option<String>,
    /// When it was recorded, if that is another time.
    pub recorded: Option<String>,
    /// The article.
    pub article: Option<String>,
    /// Label and value of what was recorded, personal data masked.
    pub values: Vec<(String, String)>,
    /// Papers issued by it: title and address.
    pub papers: Vec<(String, String)>,
    /// First characters of its hash.
    pub hash: String,
}

/// A paper issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperLink {
    /// Title.
    pub title: String,
    /// Number.
    pub number: String,
    /// Day of issue.
    pub issued_on: Date,
    /// The PDF.
    pub href: String,
    /// Where the copy that is served is printed, for those who may, of a paper with a code.
    pub serving: Option<String>,
}

/// A track or a linked matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedMatter {
    /// What the link means, for example 听证.
    pub kind: String,
    /// Its page.
    pub href: String,
    /// Its number.
    pub number: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: String,
}

/// What the public sees of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicPreview {
    /// Its public page.
    pub href: String,
    /// Public since.
    pub since: Date,
    /// Public until.
    pub until: Option<Date>,
    /// Label and value, as shown to the public.
    pub shows: Vec<(String, String)>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// The end of the chain of hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// How many events.
    pub events: u64,
    /// Hash of the last one.
    pub head: String,
    /// The command that checks it.
    pub command: String,
}
