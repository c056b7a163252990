//! Owns the case file 卷宗: every paper and exhibit of a matter and of its tracks, in the order in which they came to be,
//! bound into one PDF with cover, index and page numbers.

use jiff::civil::Date;
use yifa_documents::{
    CaseFile, Language, NotBound, Paper, Part, PartContent, Pdf, Proof, RecordSheet, Renderer,
};
use yifa_kernel::disclosure::mask_party;
use yifa_kernel::id::{FieldId, MatterId, StateId};
use yifa_kernel::matter::{Act, Facts, State, called, people_in, recorded_by, render_paper, replay};
use yifa_kernel::procedure::{BasisClass, Parameter, ParameterValue, Procedure, Unit};
use yifa_kernel::value::{FileRef, Value};
use yifa_kernel::words::{Tongue, in_words};

use crate::city::{City, Opened};
use crate::error::{AppError, Result};
use crate::paper::typed;

/// A case file bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoundFile {
    /// The file.
    pub pdf: Pdf,
    /// Titles of the parts that could not be read, and why; each stands in the file as a sheet.
    pub not_bound: Vec<(String, String)>,
}

/// A part before its paper is set in type: settled here, drawn on a thread that may take its time.
enum Wanted {
    Paper(Box<Paper>),
    Ready(PartContent),
}

struct Entry {
    on: Date,
    title: String,
    number: Option<String>,
    wanted: Wanted,
}

impl City {
    /// Binds the case file of a matter. What is sealed is named, not shown.
    ///
    /// # Errors
    /// [`AppError::NotFound`]; no Chinese font on this machine; the store.
    pub async fn case_file(&self, matter: &MatterId, verify_at: &str) -> Result<BoundFile> {
        let opened = self.open_matter(matter).await?;
        let mut entries = self.entries(&opened, verify_at).await?;
        let earlier = opened.state.earlier_tracks.iter().map(|(_, track)| track);
        for track in earlier.chain(opened.state.tracks.values()) {
            let child = self.open_matter(track).await?;
            entries.extend(self.entries(&child, verify_at).await?);
        }
        // Within a day the order of the log stands: the sort is stable.
        entries.sort_by_key(|entry| entry.on);
        let mut file = self.cover(&opened, verify_at)?;
        let titles: Vec<String> = entries.iter().map(|entry| entry.title.clone()).collect();
        let made = tokio::task::spawn_blocking(move || {
            let renderer = Renderer::shared()?;
            for entry in entries {
                let content = match entry.wanted {
                    Wanted::Paper(paper) => PartContent::Pdf(renderer.render_pdf(&paper)?.bytes),
                    Wanted::Ready(content) => content,
                };
                file.parts.push(Part {
                    title: entry.title,
                    number: entry.number,
                    on: Some(entry.on),
                    content,
                });
            }
            renderer.render_case_file(&file)
        });
        let (pdf, not_bound) =
            made.await.map_err(|cause| AppError::invalid("case file", cause.to_string()))??;
        let named = |one: NotBound| (titles.get(one.part).cloned().unwrap_or_default(), one.why);
        Ok(BoundFile { pdf, not_bound: not_bound.into_iter().map(named).collect() })
    }

    fn cover(&self, opened: &Opened, verify_at: &str) -> Result<CaseFile> {
        let state = &opened.state;
        let procedure = self.procedure(state)?;
        let stands = procedure.states.iter().find(|one| Some(&one.id) == state.stands.as_ref());
        let body = opened.facts.bodies.get(&state.body);
        let cover = &procedure.case_file;
        let party = procedure.fields.iter().find_map(|field| match state.fields.get(&field.id) {
            Some(Value::Party(party)) if !field.sealed => Some(mask_party(party)),
            _ => None,
        });
        let in_charge = cover.in_charge.as_ref();
        let in_charge = in_charge.map(|field| people_in(self.registry(), state, &opened.facts, field));
        let archived = |act: &&Act| !act.cleared && Some(&act.action) == cover.archived_by.as_ref();
        let retention = cover.retention.as_ref().and_then(|id| procedure.parameters.get(id));
        let proof = opened.stored.last().map(|last| Proof {
            event_hash: last.hash.to_string(),
            verify_url: format!("{verify_at}/verify/{}/{}", state.matter, last.seq),
        });
        Ok(CaseFile {
            language: Language::ZhHans,
            organ: body.map_or_else(String::new, |body| body.name.clone()),
            title: procedure.label.zh.clone(),
            number: state.number.clone(),
            name: called(self.registry(), state, &opened.facts),
            party,
            in_charge: in_charge.map(|people| people.join("、")),
            archived_on: state.acts.iter().rfind(archived).map(Act::on),
            retention: retention.map(kept_for),
            state: stands.map_or_else(String::new, |stands| stands.label.zh.clone()),
            opened_on: state.opened_on,
            closed_on: state.closed.then(|| ended_on(procedure, state)).flatten(),
            made_on: self.today(),
            parts: Vec::new(),
            proof,
        })
    }

    fn procedure(&self, state: &State) -> Result<&Procedure> {
        self.registry()
            .procedure_of(state)
            .ok_or_else(|| AppError::NotFound(format!("procedure {}", state.procedure)))
    }

    /// Papers and files of one matter, in the order of its log.
    async fn entries(&self, opened: &Opened, verify_at: &str) -> Result<Vec<Entry>> {
        let procedure = self.procedure(&opened.state)?;
        let mut entries = Vec::new();
        for act in &opened.state.acts {
            if let Some(name) = procedure.action(&act.action).and_then(|action| action.filed_as.as_ref()) {
                entries.push(self.record_sheet(opened, procedure, act, name));
            }
            for (field, value) in &act.values {
                for file in value.files() {
                    entries.push(self.exhibit(procedure, field, file, act.on()).await?);
                }
            }
        }
        for issued in &opened.state.papers {
            let matter = &opened.state.matter;
            let then: Vec<_> =
                opened.events.iter().filter(|event| event.seq <= issued.seq).cloned().collect();
            let Some(state) = replay(matter, &then) else { continue };
            let Some(content) = render_paper(self.registry(), &state, &opened.facts, issued) else {
                continue;
            };
            let stored = opened.stored.iter().find(|event| event.seq == issued.seq);
            let hash = stored.map_or_else(String::new, |stored| stored.hash.to_string());
            let mut paper = typed(&content, &hash, &format!("{verify_at}/verify/{matter}/{}", issued.seq));
            // The file is read by many: the code stands in the copy that was served, and there alone.
            if let Some(access) = self.paper_access(matter, issued.seq).await? {
                paper.access(&access.number, None, &format!("{verify_at}/public/follow"));
            }
            entries.push(Entry {
                on: issued.on,
                title: content.title.clone(),
                number: issued.number.clone(),
                wanted: Wanted::Paper(Box::new(paper)),
            });
        }
        Ok(entries)
    }

    /// The record of an act, for the file: what was recorded, by whom, on which day.
    fn record_sheet(&self, opened: &Opened, procedure: &Procedure, act: &Act, name: &str) -> Entry {
        let (state, facts) = (&opened.state, &opened.facts);
        let body = act.actor.body.as_ref().unwrap_or(&state.body);
        let organ = facts.bodies.get(facts.bodies.on(body, act.on()));
        let organ = organ.map_or_else(String::new, |body| body.name.clone());
        let label = procedure.action(&act.action).map_or_else(String::new, |action| action.label.zh.clone());
        let recorded = recorded_by(self.registry(), state, facts, act);
        let by = self.by_whom(act, facts);
        let stored = opened.stored.iter().find(|event| event.seq == act.seq);
        let sheet = RecordSheet {
            organ: &organ,
            title: name,
            number: state.number.clone(),
            matter: &called(self.registry(), state, facts),
            act: &label,
            recorded: recorded.into_iter().map(|(label, text)| (label.zh, text)).collect(),
            by: by.as_deref(),
            on: act.on(),
            withdrawn: act.cleared,
            proof: stored
                .map(|stored| Proof { event_hash: stored.hash.to_string(), verify_url: String::new() }),
        };
        let paper = sheet.paper(Language::ZhHans);
        Entry { on: act.on(), title: name.to_owned(), number: None, wanted: Wanted::Paper(Box::new(paper)) }
    }

    /// The name of whoever acted; nobody of the public has one, so that the role says who it was. `None` for the law itself.
    fn by_whom(&self, act: &Act, facts: &Facts) -> Option<String> {
        let person = act.actor.as_person()?;
        let named = facts.names.get(person).cloned();
        let role = || self.registry().role(&act.actor.role).map(|role| role.label.zh.clone());
        named.or_else(role).or_else(|| Some(person.to_string()))
    }

    async fn exhibit(
        &self,
        procedure: &Procedure,
        field: &FieldId,
        file: &FileRef,
        on: Date,
    ) -> Result<Entry> {
        let declared = procedure.field(field);
        let label = declared.map_or_else(|| field.to_string(), |declared| declared.label.zh.clone());
        let content = if declared.is_some_and(|declared| declared.sealed) {
            PartContent::Sealed
        } else {
            self.content_of(file).await?
        };
        let title = match content {
            PartContent::Sealed => label,
            PartContent::Pdf(_) | PartContent::Picture(_) | PartContent::Kept { .. } => {
                Part::called(Language::ZhHans, &label, &file.name)
            }
        };
        Ok(Entry { on, title, number: None, wanted: Wanted::Ready(content) })
    }

    async fn content_of(&self, file: &FileRef) -> Result<PartContent> {
        let kept =
            PartContent::Kept { name: file.name.clone(), bytes: file.bytes, digest: file.digest.clone() };
        let Ok(digest) = file.digest.parse() else { return Ok(kept) };
        Ok(match self.store().blob_get(self.jurisdiction(), digest).await? {
            Some(bytes) if bytes.starts_with(b"%PDF-") => PartContent::Pdf(bytes),
            Some(bytes) if is_picture(&bytes) => PartContent::Picture(bytes),
            Some(_) | None => kept,
        })
    }
}

/// The day on which a matter came to its end: acts that leave it there may follow.
fn ended_on(procedure: &Procedure, state: &State) -> Option<Date> {
    let ends = |id: &StateId| procedure.state(id).is_some_and(|state| state.is_final);
    let ended = |act: &&Act| ends(&act.to) && !act.from.as_ref().is_some_and(ends);
    state.acts.iter().rfind(ended).map(Act::on).or_else(|| state.last_on())
}

/// `30年（《…》第…条；默认值）`: how long, and from where that is known.
fn kept_for(parameter: &Parameter) -> String {
    let long = match &parameter.value {
        ParameterValue::Length(length) => {
            let unit = match length.unit() {
                Unit::Year => "年",
                Unit::Month => "个月",
                Unit::WorkingDay => "个工作日",
                Unit::CalendarDay => "日",
                Unit::Hour => "小时",
            };
            format!("{}{unit}", length.n())
        }
        ParameterValue::Value(value) => in_words(value, Tongue::Hans),
    };
    let firm = match parameter.class {
        BasisClass::ProductDefault if !parameter.overlaid => "；默认值，以本单位经审核的保管期限表为准",
        _ => "",
    };
    format!("{long}（{}{firm}）", parameter.basis.join("、"))
}

/// Whether bytes begin like a picture that a page can show.
fn is_picture(bytes: &[u8]) -> bool {
    [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"GIF8", b"RIFF"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
}
