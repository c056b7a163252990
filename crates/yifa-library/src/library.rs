//! All instruments together: names, what ends what, who cites whom.

use crate::cite::{Cite, CiteTarget, Written};
use crate::doubt::{Doubt, DoubtKind, Held};
use crate::edge::{Repeal, RepealScope, RepealWords};
use crate::find::{Found, Names, choose, choose_said};
use crate::gather::{GatherFault, gather, read_all};
use crate::instrument::{Body, Instrument, ToldBy, Version};
use crate::join::{Joined, Loose, join, made_id};
use crate::text::Text;
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use yifa_law::citation::ResolvedInstrument;
use yifa_law::docnumber::DocumentNumber;
use yifa_law::fold::fold;
use yifa_law::instrument::{
    Ending, EndingKind, Instrument as Facts, InstrumentId, names_instrument, normalise_title,
};

/// What persons have told: about single texts, by the SHA-256 of their bytes; about versions and instruments of which no
/// text is at hand, by identifier and day of adoption.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The day of effect.
    pub effects: BTreeMap<[u8; 32], Date>,
    /// How and since when the instrument of a text no longer holds.
    pub endings: BTreeMap<[u8; 32], Ending>,
    /// The day of effect of a version without a text, by the day of its adoption.
    pub version_effects: BTreeMap<(InstrumentId, Date), Date>,
    /// How and since when an instrument no longer holds, whether or not there is a text.
    pub instrument_endings: BTreeMap<InstrumentId, Ending>,
}

/// The library.
#[derive(Debug, Clone, Default)]
pub struct Library {
    instruments: Vec<Instrument>,
    by_id: BTreeMap<InstrumentId, usize>,
    names: Names,
    repeals: Vec<Repeal>,
    cited_by: Vec<Vec<CiteAt>>,
    doubts: Vec<Doubt>,
    held: Vec<Held>,
}

/// Where a version is: instrument and version by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionAt {
    /// The instrument.
    pub instrument: usize,
    /// The version.
    pub version: usize,
}

/// Where a citation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CiteAt {
    /// The citing version.
    pub at: VersionAt,
    /// Its text.
    pub body: usize,
    /// The citation among those of the text.
    pub cite: usize,
}

impl Library {
    /// Reads all files below a folder and puts them together with facts. `done` is told the number of files at
    /// first and then after each file.
    ///
    /// # Errors
    /// [`GatherFault`] when the folder cannot be read. What is wrong with single files is among
    /// [`held`](Self::held).
    pub fn open(
        folder: &Path,
        facts: Vec<Facts>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Self, GatherFault> {
        let files = gather(folder)?;
        progress(Progress::Files(files.len()));
        let origin = |path: &Path| path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let (texts, held) = read_all(&files, &origin, &|| progress(Progress::Read));
        Ok(Self::build(texts, facts, &Told::default()).holding(held))
    }

    /// Puts texts and facts together.
    pub fn build(texts: Vec<Text>, facts: Vec<Facts>, told: &Told) -> Self {
        let mut joined = join(texts, facts, told);
        let mut library = Self { doubts: std::mem::take(&mut joined.doubts), ..Self::default() };
        library.instruments = std::mem::take(&mut joined.instruments);
        for (index, weak) in joined.weak.iter().enumerate() {
            library.enter(index, weak);
        }
        let loose = std::mem::take(&mut joined.loose);
        library.derive_repeals(&loose, joined);
        library.lead_citations(loose);
        library.mark_doubtful();
        library
    }

    /// Adds the texts that are held back, for the report.
    #[must_use]
    pub fn holding(mut self, mut held: Vec<Held>) -> Self {
        held.sort();
        self.held = held;
        self
    }

    /// All instruments. An index into this list names an instrument as long as the library lives.
    pub fn instruments(&self) -> &[Instrument] {
        &self.instruments
    }

    /// The instrument with an identifier.
    pub fn get(&self, id: &InstrumentId) -> Option<(usize, &Instrument)> {
        self.by_id.get(id).map(|index| (*index, &self.instruments[*index]))
    }

    /// The instrument with a title or short name, written in any way; of namesakes the one in force on `on`.
    pub fn named(&self, name: &str, on: Date) -> Found<'_> {
        choose(&self.instruments, self.names.named(name), on)
    }

    /// The instrument with a version of this number.
    pub fn numbered(&self, number: &DocumentNumber, on: Date) -> Found<'_> {
        choose(&self.instruments, self.names.numbered(number), on)
    }

    /// What a citation leads to on a day; `None` for the text's own instrument. A name without 《》 may have words
    /// in front that do not belong to it: the longest known end of it counts. Of namesakes, a year or day that the
    /// citation says decides; which version it means is for [`Instrument::version_said`].
    pub fn find(&self, written: &Written, on: Date) -> Option<Found<'_>> {
        if written.resolved.instrument == ResolvedInstrument::Own {
            return None;
        }
        let among = self.names.meant(&written.resolved.instrument, written.quoted);
        Some(choose_said(&self.instruments, among, on, written.resolved.said.as_ref()))
    }

    /// All that a citation may mean, on whatever day.
    pub(crate) fn meant(&self, instrument: &ResolvedInstrument, quoted: bool) -> &[usize] {
        self.names.meant(instrument, quoted)
    }

    /// Whether another instrument has the same title.
    pub fn has_namesake(&self, instrument: &Instrument) -> bool {
        self.names.named(&instrument.title).len() > 1
    }

    /// All endings derived from the texts.
    pub fn repeals(&self) -> &[Repeal] {
        &self.repeals
    }

    /// All citations of an instrument, by its index, from other instruments.
    pub fn cited_by(&self, index: usize) -> &[CiteAt] {
        self.cited_by.get(index).map_or(&[], Vec::as_slice)
    }

    /// The version at a place.
    pub fn version(&self, at: VersionAt) -> Option<&Version> {
        self.instruments.get(at.instrument)?.versions.get(at.version)
    }

    /// The citation at a place, and the text that it stands in.
    pub fn cite(&self, at: CiteAt) -> Option<(&Body, &Cite)> {
        let body = self.version(at.at)?.bodies.get(at.body)?;
        Some((body, body.cites.get(at.cite)?))
    }

    /// What is odd about the texts, in order of title.
    pub fn doubts(&self) -> &[Doubt] {
        &self.doubts
    }

    /// The texts that are held back.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// How many articles all versions have.
    pub fn count_articles(&self) -> usize {
        self.instruments.iter().flat_map(Instrument::versions).map(|version| version.articles().count()).sum()
    }

    /// Marks the versions about whose words or days something is doubtful. Days that facts or a person tell are not.
    fn mark_doubtful(&mut self) {
        let (mut words, mut days) = (BTreeSet::new(), BTreeSet::new());
        for doubt in self.doubts.iter().filter(|doubt| doubt.kind.is_unsettling()) {
            let of = if doubt.kind.is_about_days() { &mut days } else { &mut words };
            of.insert(doubt.unsettles());
        }
        for version in self.instruments.iter_mut().flat_map(|one| &mut one.versions) {
            let told = matches!(version.effect.told_by, ToldBy::Facts | ToldBy::Person);
            let of = |doubted: &BTreeSet<[u8; 32]>| {
                version.bodies.iter().any(|body| doubted.contains(&body.digest))
            };
            version.doubtful = of(&words) || (!told && of(&days));
        }
    }

    fn enter(&mut self, index: usize, weak: &[String]) {
        let instrument = &self.instruments[index];
        self.by_id.insert(instrument.id.clone(), index);
        let titles = instrument.versions.iter().map(|version| version.title.as_str());
        let told = instrument.names.iter().map(String::as_str);
        for name in titles.chain(told).chain([instrument.title.as_str()]) {
            self.names.enter(index, name);
        }
        weak.iter().for_each(|name| self.names.enter_weak(index, name));
        for number in instrument.versions.iter().filter_map(Version::number) {
            self.names.enter_number(index, number);
        }
    }

    /// C02: an ending takes effect with the repealing text; what is ended is older than it.
    fn derive_repeals(&mut self, loose: &[Loose], mut joined: Joined) {
        let mut seen = BTreeSet::new();
        for one in loose {
            for words in &one.repeals {
                let from = words.from.or(one.effect);
                let Some(target) = self.ended_by(one, words, from, &mut joined.history) else { continue };
                if !seen.insert((one.instrument, target, words.scope == RepealScope::Whole)) {
                    continue;
                }
                self.repeals.push(Repeal {
                    by: one.instrument,
                    version: one.version,
                    span: words.span.clone(),
                    target,
                    from,
                    scope: words.scope.clone(),
                });
                self.apply(one, words, target, from);
            }
        }
        self.doubts.sort_by(|a, b| (&a.title, &a.origin).cmp(&(&b.title, &b.origin)));
    }

    fn apply(&mut self, one: &Loose, words: &RepealWords, target: usize, from: Option<Date>) {
        let by = self.instruments[one.instrument].title.clone();
        match words.scope {
            RepealScope::Whole => {
                let Some(from) = from else { return };
                let instrument = &mut self.instruments[target];
                let told = instrument.facts.as_ref().is_some_and(|facts| facts.ended().is_some())
                    || instrument.ended_by_person;
                if !told && instrument.ended.as_ref().is_none_or(|ended| from < ended.from) {
                    instrument.ended =
                        Some(Ending { kind: EndingKind::Repealed, from, by: Some(by), place: None });
                }
            }
            RepealScope::Articles(_) => self.instruments[target].partly_ended.push((one.instrument, from)),
            RepealScope::Conflicting => {
                self.instruments[target].partly_ended.push((one.instrument, from));
                self.doubt(one, DoubtKind::PartlyAffects(words.title.clone()));
            }
        }
    }

    fn doubt(&mut self, one: &Loose, kind: DoubtKind) {
        let instrument = &self.instruments[one.instrument];
        let Body { origin, digest, .. } = &instrument.versions[one.version].bodies[one.body];
        let (origin, title) = (origin.clone(), instrument.title.clone());
        self.doubts.push(Doubt { origin, digest: *digest, title, kind });
    }

    /// The instrument that a sentence ends; one that is known only by this sentence is entered.
    fn ended_by(
        &mut self,
        one: &Loose,
        words: &RepealWords,
        from: Option<Date>,
        history: &mut Vec<BTreeSet<Date>>,
    ) -> Option<usize> {
        let by_number = words.number.as_ref().map(|number| self.names.numbered(number)).unwrap_or_default();
        let among: Vec<usize> =
            if by_number.is_empty() { self.names.named(&words.title).to_vec() } else { by_number.to_vec() };
        let hinted =
            words.adopted.and_then(|day| among.iter().copied().find(|index| history[*index].contains(&day)));
        if hinted == Some(one.instrument) || (hinted.is_none() && among.contains(&one.instrument)) {
            self.own_name(one, words, &history[one.instrument]);
            return None;
        }
        let is_older = |index: &usize| match (history[*index].first(), from) {
            (Some(first), Some(from)) => *first <= from,
            (None, _) | (_, None) => true,
        };
        // One that was changed after its supposed end is a later namesake, or lived on.
        let lived_on = |index: &usize| {
            from.is_some_and(|from| {
                self.instruments[*index].versions.iter().any(|version| version.adopted > Some(from))
            })
        };
        let fitting: Vec<usize> =
            among.iter().copied().filter(|index| is_older(index) && !lived_on(index)).collect();
        match (hinted, &fitting[..]) {
            (Some(index), _) => return Some(index),
            (None, [only]) => return Some(*only),
            (None, [_, ..]) => {
                self.doubt(one, DoubtKind::WhichNamesake);
                return None;
            }
            (None, []) => {}
        }
        if !among.is_empty() {
            self.doubt(one, DoubtKind::NamesakeNotEnded(words.title.clone()));
        }
        // 《采矿许可证》自行废止: a certificate ends, no instrument.
        if !names_instrument(&words.title) || words.scope != RepealScope::Whole {
            return None;
        }
        Some(self.enter_known_by_repeal(words, history))
    }

    /// A text that names its own title: the older version, or itself.
    fn own_name(&mut self, one: &Loose, words: &RepealWords, history: &BTreeSet<Date>) {
        let instrument = &self.instruments[one.instrument];
        let own = &instrument.versions[one.version];
        let older = instrument.versions[..one.version].iter().any(|version| version.adopted.is_some());
        let other_day =
            words.adopted.is_some_and(|day| Some(day) != own.adopted && (!history.contains(&day) || older));
        let other_number = words.number.is_some() && words.number != own.number;
        // 《某办法（试行）》 that 某办法 ends is the one before it.
        let on_trial = |title: &str| ["试行", "暂行"].iter().any(|word| fold(title).contains(word));
        let its_trial = on_trial(&words.title) && !on_trial(&own.title);
        if !older && !other_day && !other_number && !its_trial {
            self.doubt(one, DoubtKind::RepealsItself);
        }
    }

    fn enter_known_by_repeal(&mut self, words: &RepealWords, history: &mut Vec<BTreeSet<Date>>) -> usize {
        let name = normalise_title(&words.title);
        let mut id = made_id(&name, words.adopted);
        if self.by_id.contains_key(&id) {
            id = made_id(&format!("{name}|ended"), words.adopted);
        }
        if let Some(index) = self.by_id.get(&id) {
            return *index;
        }
        let index = self.instruments.len();
        self.instruments.push(Instrument {
            id,
            title: words.title.clone(),
            names: Vec::new(),
            rank: None,
            maker: None,
            versions: Vec::new(),
            ended: None,
            ended_by_person: false,
            partly_ended: Vec::new(),
            facts: None,
        });
        history.push(words.adopted.into_iter().collect());
        self.enter(index, &[]);
        if let Some(number) = &words.number {
            self.names.enter_number(index, number);
        }
        index
    }

    /// Leads the citations of all texts to instruments, as on the day of the citing text.
    fn lead_citations(&mut self, loose: Vec<Loose>) {
        let led: Vec<(VersionAt, usize, Vec<Cite>)> = loose
            .into_par_iter()
            .map(|one| {
                let version = &self.instruments[one.instrument].versions[one.version];
                let on = version.starts().or(version.adopted).unwrap_or(Date::MAX);
                let cites =
                    one.written.into_iter().filter_map(|written| self.lead(written, one.instrument, on));
                (VersionAt { instrument: one.instrument, version: one.version }, one.body, cites.collect())
            })
            .collect();
        self.cited_by = vec![Vec::new(); self.instruments.len()];
        for (at, body, cites) in led {
            for (cite, one) in cites.iter().enumerate() {
                if let CiteTarget::Instrument(target) = one.target {
                    self.cited_by[target].push(CiteAt { at, body, cite });
                }
            }
            self.instruments[at.instrument].versions[at.version].bodies[body].cites = cites;
        }
        self.cited_by.iter_mut().for_each(|cites| cites.sort());
    }

    fn lead(&self, written: Written, own: usize, on: Date) -> Option<Cite> {
        let target = match self.find(&written, on)? {
            Found::One(index, _) if index == own => return None,
            Found::One(index, _) => CiteTarget::Instrument(index),
            Found::Several(_) => CiteTarget::Several(said(&written)),
            Found::Unknown => CiteTarget::Unknown(said(&written)),
        };
        Some(Cite { span: written.span, at: written.at, places: written.resolved.places, target })
    }
}

fn said(written: &Written) -> Box<str> {
    match &written.resolved.instrument {
        ResolvedInstrument::Titled { title, .. } => title.as_str().into(),
        ResolvedInstrument::Numbered(number) => number.to_string().into(),
        ResolvedInstrument::Own => "".into(),
    }
}

/// What happens while a folder is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// So many files will be read.
    Files(usize),
    /// One more was read.
    Read,
}
