//! Owns papers on their way out: what the kernel says stands in them becomes a typed page and a PDF.

mod legal;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use yifa_documents::{
    Block, Language, Layout, Level, Paper, Pdf, Proof, Renderer, Signature, Table, Watermark, Withheld, docx,
};
use yifa_kernel::id::MatterId;
use yifa_kernel::matter::{
    Act, Command, PaperContent, PaperPart, Settled, State, render_masked_paper, render_paper, replay, settle,
};
use yifa_kernel::procedure::{Label, PaperLayout};

use crate::city::City;
use crate::error::{AppError, Result};

/// A paper as the record knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedRecord {
    /// What it says.
    pub content: PaperContent,
    /// The hash of the event that issued it: the mark printed on it.
    pub hash: String,
    /// The later act by which the act that issued it was taken back, and its day.
    pub taken_back: Option<(Label, Date)>,
}

/// For whom a copy of a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperCopy {
    /// 送达本: for whoever is served, with the code where the paper has one. It is the paper that the mark verifies.
    Serving,
    /// For whoever reads it in the matter. The code is not shown, nor personal data unless they may open it: where something
    /// is not shown it is a reading copy 阅览件, and says so; else it is the same paper.
    Reading {
        /// The reader may open personal data.
        personal: bool,
    },
}

/// A copy of a paper, ready to be set in type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadeCopy {
    /// What stands in it.
    pub paper: Paper,
    /// Whether personal data can be read in it.
    pub shows_personal: bool,
    /// Whether the code can be read in it.
    pub shows_code: bool,
}

impl MadeCopy {
    /// As PDF.
    ///
    /// # Errors
    /// No Chinese font on this machine.
    pub async fn pdf(self) -> Result<Pdf> {
        let made = tokio::task::spawn_blocking(move || Renderer::shared()?.render_pdf(&self.paper)).await;
        Ok(made.map_err(|cause| AppError::invalid("paper", cause.to_string()))??)
    }

    /// As a DOCX file, to be edited elsewhere.
    ///
    /// # Errors
    /// The file cannot be packed.
    pub fn docx(&self) -> Result<Vec<u8>> {
        Ok(docx(&self.paper)?)
    }
}

/// The papers that an act would issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafts {
    /// Each as PDF.
    pub papers: Vec<Pdf>,
    /// Whether personal data that is on record can be read in them.
    pub show_personal: bool,
}

/// What a paper says, to whoever may open personal data and to others.
struct Contents {
    clear: PaperContent,
    masked: PaperContent,
    hash: String,
}

impl City {
    /// A copy of a paper that was issued with a numbered event of a matter.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if that event issued no paper.
    pub async fn paper_copy(
        &self,
        matter: &MatterId,
        seq: u64,
        verify_at: &str,
        copy: PaperCopy,
    ) -> Result<MadeCopy> {
        let Contents { clear, masked, hash } = self.paper_contents(matter, seq).await?;
        let personal = clear != masked;
        let (content, hides_personal, serving) = match copy {
            PaperCopy::Serving => (clear, false, true),
            PaperCopy::Reading { personal: true } => (clear, false, false),
            PaperCopy::Reading { personal: false } => (masked, personal, false),
        };
        let mut paper = typed(&content, &hash, &format!("{verify_at}/verify/{matter}/{seq}"));
        let access = self.paper_access(matter, seq).await?;
        if let Some(access) = &access {
            let code = serving.then_some(access.code.as_str());
            paper.access(&access.number, code, &format!("{verify_at}/public/follow"));
            if !serving {
                paper.withhold(Withheld::Code);
            }
        }
        if hides_personal {
            paper.withhold(Withheld::PersonalData);
        }
        Ok(MadeCopy {
            paper,
            shows_personal: personal && !hides_personal,
            shows_code: serving && access.is_some(),
        })
    }

    /// The papers that an act would issue, as drafts with a watermark; nothing is kept and no number is taken.
    ///
    /// # Errors
    /// [`AppError::Refused`] if the law would refuse the act; [`AppError::NotFound`] if it issues no paper.
    pub async fn draft_papers(&self, command: &Command) -> Result<Drafts> {
        let stamp = self.clock().stamp();
        let mut known = self.known_for(std::slice::from_ref(command)).await?;
        let changes = loop {
            match settle(self.registry(), &known, command, &stamp) {
                Settled::Needs(needs) => self.learn(&mut known, needs).await?,
                Settled::Refused(refusal) => return Err(AppError::Refused(refusal)),
                Settled::Changes { changes, .. } => break changes,
            }
        };
        let missing = || AppError::NotFound(format!("paper of {}", command.action));
        let after: BTreeMap<MatterId, Arc<State>> =
            changes.iter().map(|change| (change.after.matter.clone(), change.after.clone())).collect();
        let change = changes.into_iter().next().ok_or_else(missing)?;
        let facts = self.facts_after(&change.after, &after, &known).await?;
        let issued = || change.after.papers.iter().filter(|paper| paper.seq > change.before);
        // What opens a matter shows what was just typed, and nothing that is on record.
        let show_personal = change.before > 0
            && issued().any(|one| {
                let (registry, after) = (self.registry(), &change.after);
                render_paper(registry, after, &facts, one)
                    != render_masked_paper(registry, after, &facts, one)
            });
        let drafts: Vec<Paper> = issued()
            .filter_map(|issued| render_paper(self.registry(), &change.after, &facts, issued))
            .map(|content| {
                let mut paper = typed(&content, "", "");
                paper.proof = None;
                // The number is taken when the paper is issued, not before.
                paper.number = None;
                paper.watermark = Some(Watermark::Draft);
                paper
            })
            .collect();
        if drafts.is_empty() {
            return Err(missing());
        }
        let made = tokio::task::spawn_blocking(move || {
            let renderer = Renderer::shared()?;
            drafts.iter().map(|draft| renderer.render_pdf(draft)).collect::<Result<Vec<_>, _>>()
        });
        let papers = made.await.map_err(|cause| AppError::invalid("paper", cause.to_string()))??;
        Ok(Drafts { papers, show_personal })
    }

    /// A paper that was issued, and whether its act still stands.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn issued_paper(&self, matter: &MatterId, seq: u64) -> Result<IssuedRecord> {
        let (content, hash) = self.paper_content(matter, seq).await?;
        let state = self.state(matter).await?;
        let taken_back = state.and_then(|state| self.taken_back(&state, seq));
        Ok(IssuedRecord { content, hash, taken_back })
    }

    /// The act that took back the act by which a paper was issued.
    fn taken_back(&self, state: &State, seq: u64) -> Option<(Label, Date)> {
        let issued = state.papers.iter().find(|paper| paper.seq == seq)?;
        let is_its = |act: &&Act| act.action == issued.action && act.seq <= seq;
        let act = state.acts.iter().rev().find(is_its).filter(|act| act.cleared)?;
        let procedure = self.registry().procedure_of(state)?;
        let later = state.acts.iter().filter(|later| later.seq > act.seq);
        later
            .filter_map(|later| Some((procedure.action(&later.action)?, later.on())))
            .find_map(|(by, on)| by.clears.contains(&issued.action).then(|| (by.label.clone(), on)))
    }

    /// What a paper says, and the hash of the event that issued it. It is made from the matter as it stood right then.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub async fn paper_content(&self, matter: &MatterId, seq: u64) -> Result<(PaperContent, String)> {
        let contents = self.paper_contents(matter, seq).await?;
        Ok((contents.clear, contents.hash))
    }

    async fn paper_contents(&self, matter: &MatterId, seq: u64) -> Result<Contents> {
        let missing = || AppError::NotFound(format!("paper {seq} of matter {matter}"));
        let opened = self.open_matter(matter).await?;
        let then: Vec<_> = opened.events.iter().filter(|event| event.seq <= seq).cloned().collect();
        let state = replay(matter, &then).ok_or_else(missing)?;
        let issued = state.papers.iter().find(|paper| paper.seq == seq).ok_or_else(missing)?;
        let (registry, facts) = (self.registry(), &opened.facts);
        let clear = render_paper(registry, &state, facts, issued).ok_or_else(missing)?;
        let masked = render_masked_paper(registry, &state, facts, issued).ok_or_else(missing)?;
        let stored = opened.stored.iter().find(|event| event.seq == seq).ok_or_else(missing)?;
        Ok(Contents { clear, masked, hash: stored.hash.to_string() })
    }
}

/// What a paper says, ready to be set in type: `hash` is that of the event which issued it, `verify_url` where anybody
/// may check it.
pub fn typed(content: &PaperContent, hash: &str, verify_url: &str) -> Paper {
    let layout = match content.layout {
        PaperLayout::Official => Layout::Official,
        PaperLayout::Letter => Layout::Letter,
        PaperLayout::Order => Layout::Order,
        PaperLayout::Minutes => Layout::Minutes,
        PaperLayout::Enforcement => Layout::Enforcement,
        PaperLayout::Plain => Layout::Plain,
    };
    let mut paper = Paper::new(layout, Language::ZhHans, &content.organ, &content.title);
    paper.number = content.number.as_deref().map(|number| below_the_mark(content, number));
    paper.addressee.clone_from(&content.addressee);
    // Mark, number and signature of an order say whose it is; nothing else stands before its text.
    if content.addressee.is_none() && layout != Layout::Order {
        for (label, text) in &content.particulars {
            // A form has a box for each; elsewhere the text itself need not be announced by a list of what it says.
            if layout == Layout::Plain || !is_said(content, text) {
                paper.particular(&label.zh, text);
            }
        }
    }
    for part in &content.parts {
        match part {
            PaperPart::Heading(text) => {
                paper.heading(Level::First, text);
            }
            PaperPart::Text(text) => {
                for line in text.lines().flat_map(legal::articles).filter(|line| !line.trim().is_empty()) {
                    paper.paragraph(line);
                }
            }
            PaperPart::Table { header, rows } => {
                paper.blocks.push(Block::Table(Table {
                    caption: String::new(),
                    header: header.clone(),
                    rows: rows.clone(),
                }));
            }
        }
    }
    for annex in &content.annexes {
        match &annex.text {
            Some(text) => paper.annex(&annex.title, legal::blocks(text, &annex.title)),
            None => paper.without_annex(&annex.title),
        };
    }
    for file in &content.files {
        paper.file(&file.name, file.bytes, &file.digest);
    }
    paper.made_on = Some(content.on);
    paper.signature = signature(content);
    paper.sign_lines.clone_from(&content.signs);
    paper.proof = Some(Proof { event_hash: hash.to_owned(), verify_url: verify_url.to_owned() });
    paper
}

/// The number as it is printed: the mark of an order says already whose order it is.
fn below_the_mark(content: &PaperContent, number: &str) -> String {
    let mark = format!("{}令", content.organ);
    let below = number.strip_prefix(&mark).filter(|_| content.layout == PaperLayout::Order);
    below.unwrap_or(number).to_owned()
}

/// A head signs an order without a seal; minutes are not signed (GB/T 9704-2012, 7.3.5 and 10.3).
fn signature(content: &PaperContent) -> Option<Signature> {
    let by = |name: &str, seal| Some(Signature { name: name.to_owned(), date: Some(content.on), seal });
    match (content.layout, &content.signer) {
        (PaperLayout::Minutes, _) => None,
        _ if !content.seal => None,
        (_, Some(signer)) => by(signer, false),
        (_, None) => by(&content.organ, true),
    }
}

/// Whether title, number, date or text of a paper say a particular already, each part of it.
fn is_said(content: &PaperContent, particular: &str) -> bool {
    let dated = format!("{}年{}月{}日", content.on.year(), content.on.month(), content.on.day());
    let says = |text: &str, part: &str| text.contains(part);
    let said = |part: &str| {
        part == dated
            || says(&content.title, part)
            || content.number.as_deref().is_some_and(|number| says(number, part))
            || content.parts.iter().any(|one| match one {
                PaperPart::Heading(text) | PaperPart::Text(text) => says(text, part),
                PaperPart::Table { rows, .. } => rows.iter().flatten().any(|cell| says(cell, part)),
            })
    };
    said(particular) || particular.split('，').all(said)
}

/// Reads the machine's fonts in the background, so that the first paper does not wait for them.
pub fn prepare() {
    Renderer::prepare_in_background();
}
