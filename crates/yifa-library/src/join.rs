//! Texts and facts → instruments with their versions.
//!
//! Owns: which texts are versions of one instrument (same title and a common day of adoption, or facts that say so,
//! or a text that repeals the older one of its own name), and which day each takes effect. Namesakes without such a
//! tie stay apart. The name of a file says nothing here.

use crate::cite::Written;
use crate::doubt::{Doubt, DoubtKind};
use crate::edge::RepealWords;
use crate::instrument::{Body, Effect, Instrument, Published, ToldBy, Version};
use crate::library::Told;
use crate::maker::Marks;
use crate::past;
use crate::text::Text;
use jiff::civil::Date;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use yifa_law::instrument::{
    Instrument as Facts, InstrumentId, Rank, Version as FactVersion, normalise_title,
};
use yifa_law::text::IrregularityKind;
use yifa_law::text::normative::NormativeFinding;

/// What is left for the citations and repeals of a version's text.
pub(crate) struct Loose {
    pub(crate) instrument: usize,
    pub(crate) version: usize,
    pub(crate) body: usize,
    pub(crate) written: Vec<Written>,
    pub(crate) repeals: Vec<RepealWords>,
    /// The day on which what it repeals ends.
    pub(crate) effect: Option<Date>,
}

/// Everything joined.
#[derive(Default)]
pub(crate) struct Joined {
    pub(crate) instruments: Vec<Instrument>,
    /// Weak names of each instrument.
    pub(crate) weak: Vec<Vec<String>>,
    /// All days of adoption of each instrument, those of versions that are not at hand included.
    pub(crate) history: Vec<BTreeSet<Date>>,
    pub(crate) loose: Vec<Loose>,
    pub(crate) doubts: Vec<Doubt>,
}

/// Joins.
pub(crate) fn join(mut texts: Vec<Text>, facts: Vec<Facts>, told: &Told) -> Joined {
    texts.sort_by(|a, b| {
        (a.filed_under(), a.adopted(), a.digest, &a.origin).cmp(&(
            b.filed_under(),
            b.adopted(),
            b.digest,
            &b.origin,
        ))
    });
    let mut marks = Marks::default();
    texts.iter().for_each(|text| marks.learn(text.number(), text.maker.name.as_ref()));
    let mut joined = Joined::default();
    let mut seen: BTreeMap<[u8; 32], String> = BTreeMap::new();
    let mut groups: BTreeMap<String, Vec<Text>> = BTreeMap::new();
    for mut text in texts {
        if let Some(first) = seen.get(&text.digest) {
            joined.doubt(&text, DoubtKind::Duplicate(first.clone()));
            continue;
        }
        seen.insert(text.digest, text.origin.clone());
        joined.doubts_of(&text);
        if text.maker.name.is_none()
            && let Some(maker) = marks.maker_of(text.number().as_ref())
        {
            text.maker.name = Some(maker.to_owned());
            joined.doubt(&text, DoubtKind::MakerPresumed(maker.to_owned()));
        }
        groups.entry(text.filed_under()).or_default().push(text);
    }
    let mut facts: Vec<Option<Facts>> = facts.into_iter().map(Some).collect();
    let by_name = facts_by_name(&facts);
    for (name, group) in groups {
        for (cluster, fact) in
            joined.clusters(group, by_name.get(&name).map_or(&[][..], Vec::as_slice), &facts)
        {
            let fact = fact.and_then(|index| facts[index].take());
            joined.enter(&name, cluster, fact, told);
        }
    }
    for fact in facts.into_iter().flatten() {
        let name = normalise_title(fact.title());
        joined.enter(&name, Vec::new(), Some(fact), told);
    }
    joined
}

fn facts_by_name(facts: &[Option<Facts>]) -> BTreeMap<String, Vec<usize>> {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, fact) in facts.iter().enumerate() {
        let Some(fact) = fact else { continue };
        let titles = fact.versions().iter().map(|version| &version.facts().title);
        let all: BTreeSet<String> = titles.chain(fact.aliases()).map(|name| normalise_title(name)).collect();
        all.into_iter().for_each(|name| names.entry(name).or_default().push(index));
    }
    names
}

/// Texts that are versions of one instrument, while they are gathered.
struct Cluster {
    texts: Vec<Text>,
    days: BTreeSet<Date>,
    fact: Option<usize>,
}

impl Cluster {
    fn absorb(&mut self, other: Self) {
        self.texts.extend(other.texts);
        self.days.extend(other.days);
        self.fact = self.fact.or(other.fact);
    }

    /// Whether a text of it repeals an older text of the same title.
    fn repeals_own_name(&self, name: &str) -> bool {
        self.texts.iter().flat_map(|text| &text.repeals).any(|words| normalise_title(&words.title) == name)
    }
}

impl Joined {
    fn doubt(&mut self, text: &Text, kind: DoubtKind) {
        let (origin, digest) = (text.origin.clone(), text.digest);
        self.doubts.push(Doubt { origin, digest, title: text.title().to_owned(), kind });
    }

    fn doubts_of(&mut self, text: &Text) {
        // A document has its day of issue at its end, not in a header.
        let dated = text.adopted().is_some();
        let odd = text.statute().irregularities.iter();
        for odd in odd.filter(|odd| !(dated && odd.kind == IrregularityKind::NoDate)) {
            self.doubt(text, DoubtKind::Text(odd.clone()));
        }
        // Where facts beside the text tell the day of effect, the text need not.
        let told = text.page.effective.is_some();
        let findings = text.document.findings.iter();
        for finding in findings.filter(|one| !told || **one == NormativeFinding::EffectBeforeIssue) {
            self.doubt(text, DoubtKind::Dates(*finding));
        }
    }

    /// The texts of one title as instruments, each with the facts that belong to it.
    fn clusters(
        &mut self,
        group: Vec<Text>,
        among: &[usize],
        facts: &[Option<Facts>],
    ) -> Vec<(Vec<Text>, Option<usize>)> {
        let name = group.first().map(Text::filed_under).unwrap_or_default();
        let (dated, undated): (Vec<Text>, Vec<Text>) =
            group.into_iter().partition(|text| text.adopted().is_some());
        let mut clusters: Vec<Cluster> = Vec::new();
        for text in dated {
            let days = text.history();
            let fact = among.iter().copied().find(|index| {
                facts[*index].as_ref().is_some_and(|fact| {
                    fact.versions().iter().any(|version| days.contains(&version.facts().promulgated))
                })
            });
            let mut new = Cluster { texts: vec![text], days, fact };
            let mut apart = Vec::new();
            for old in clusters {
                let same = !old.days.is_disjoint(&new.days) || (new.fact.is_some() && old.fact == new.fact);
                if same { new.absorb(old) } else { apart.push(old) }
            }
            apart.push(new);
            clusters = apart;
        }
        clusters.sort_by_key(|cluster| cluster.days.first().copied());
        let mut merged: Vec<Cluster> = Vec::new();
        for mut cluster in clusters {
            if cluster.repeals_own_name(&name) {
                let older = std::mem::take(&mut merged);
                older.into_iter().for_each(|old| cluster.absorb(old));
            }
            merged.push(cluster);
        }
        for text in undated {
            self.doubt(&text, DoubtKind::NoDay);
            match &mut merged[..] {
                [] => merged.push(Cluster { texts: vec![text], days: BTreeSet::new(), fact: None }),
                [only] => only.texts.push(text),
                [.., newest] => {
                    self.doubt(&text, DoubtKind::WhichNamesake);
                    newest.texts.push(text);
                }
            }
        }
        if let ([only], [fact]) = (&mut merged[..], among)
            && facts[*fact].is_some()
        {
            only.fact = only.fact.or(Some(*fact));
        }
        merged.into_iter().map(|cluster| (cluster.texts, cluster.fact)).collect()
    }

    fn enter(&mut self, name: &str, texts: Vec<Text>, facts: Option<Facts>, told: &Told) {
        let index = self.instruments.len();
        let mut history: BTreeSet<Date> = texts.iter().flat_map(Text::history).collect();
        if let Some(facts) = &facts {
            history.extend(facts.versions().iter().map(|version| version.facts().promulgated));
        }
        let recorded = texts.iter().find_map(|text| told.endings.get(&text.digest)).cloned();
        let weak: BTreeSet<String> = texts.iter().flat_map(Text::other_names).collect();
        let newest = texts.iter().rev().find(|text| text.maker.rank.is_some());
        let maker = newest.or(texts.last()).and_then(|text| text.maker.name.clone());
        let maker = maker.or_else(|| facts.as_ref().and_then(|facts| facts.maker().map(str::to_owned)));
        let rank = facts.as_ref().map(Facts::rank).or_else(|| newest.and_then(|text| text.maker.rank));
        let rank = sharper(rank, newest.and_then(|text| text.maker.rank));
        let id = facts
            .as_ref()
            .map_or_else(|| made_id(name, history.first().copied()), |facts| facts.id().clone());
        let recorded = recorded.or_else(|| told.instrument_endings.get(&id).cloned());
        let past = past::told_by_heads(&texts);
        let mut versions = self.versions(index, texts, facts.as_ref(), told);
        if let Some(facts) = &facts {
            add_told_versions(&mut versions, facts, told);
        }
        past::add(&mut versions, past, rank);
        let order = sort(&mut versions);
        for loose in self.loose.iter_mut().filter(|loose| loose.instrument == index) {
            loose.version = order[loose.version];
        }
        let title = versions.last().map_or_else(|| name.to_owned(), |version| version.title.clone());
        self.instruments.push(Instrument {
            id,
            title,
            names: facts.as_ref().map(|facts| facts.aliases().to_vec()).unwrap_or_default(),
            rank,
            maker,
            versions,
            ended_by_person: recorded.is_some(),
            ended: recorded.or_else(|| facts.as_ref().and_then(|facts| facts.ended().cloned())),
            partly_ended: Vec::new(),
            facts,
        });
        self.weak.push(weak.into_iter().collect());
        self.history.push(history);
    }

    /// The texts as versions: those of one day are parts, duplicates, or a doubt.
    fn versions(
        &mut self,
        index: usize,
        texts: Vec<Text>,
        facts: Option<&Facts>,
        told: &Told,
    ) -> Vec<Version> {
        let mut by_day: BTreeMap<Option<Date>, Vec<Text>> = BTreeMap::new();
        for text in texts {
            let day = facts.and_then(|facts| told_day(facts, &text)).or_else(|| text.adopted());
            by_day.entry(day).or_default().push(text);
        }
        let mut versions = Vec::new();
        for (day, texts) in by_day {
            let texts = self.of_one_day(texts);
            let Some(first) = texts.first() else { continue };
            let fact = day.and_then(|day| facts.and_then(|facts| facts.version_of(day)));
            let effect = effect(first, fact, told);
            if effect.told_by == ToldBy::Presumed && !first.statute().articles.is_empty() && day.is_some() {
                self.doubt(first, DoubtKind::EffectNotTold);
            }
            let number = fact.and_then(|fact| fact.facts().number.clone()).or_else(|| first.number());
            let title = first.title().split_once(" / ").map_or(first.title(), |(whole, _)| whole).to_owned();
            let version = versions.len();
            let valid_until = fact.and_then(|fact| fact.facts().valid_until).or(first.document.valid_until);
            let published = published(first, fact);
            let made = day.and_then(|day| first.made_on(day));
            let mut bodies = Vec::new();
            for text in texts {
                let recorded = told.effects.get(&text.digest).copied();
                let repeal_day = recorded.or_else(|| text.stated_effect()).or(effect.from);
                self.loose.push(Loose {
                    instrument: index,
                    version,
                    body: bodies.len(),
                    written: text.written,
                    repeals: text.repeals,
                    effect: repeal_day,
                });
                bodies.push(Body {
                    origin: text.origin,
                    digest: text.digest,
                    statute: Arc::new(text.document.statute),
                    cites: Vec::new(),
                });
            }
            versions.push(Version {
                title,
                number,
                adopted: day,
                made,
                effect,
                published,
                valid_until,
                bodies,
                doubtful: false,
            });
        }
        versions
    }

    /// Parts of one instrument stay together; of several whole texts one is kept.
    fn of_one_day(&mut self, mut texts: Vec<Text>) -> Vec<Text> {
        if texts.len() < 2 {
            return texts;
        }
        texts.sort_by_key(|text| {
            (first_article(text), std::cmp::Reverse(text.statute().articles.len()), text.digest)
        });
        if texts.iter().filter(|text| text.is_part()).count() + 1 >= texts.len() && are_parts(&texts) {
            return texts;
        }
        texts.sort_by_key(|text| (std::cmp::Reverse(count_articles(text)), count_repeats(text), text.digest));
        let kept = texts.remove(0);
        let plain =
            |text: &Text| text.statute().source().chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let words = plain(&kept);
        for other in &texts {
            let origin = kept.origin.clone();
            let kind = match plain(other) == words {
                true => DoubtKind::Duplicate(origin),
                false => DoubtKind::TwoTexts { kept: origin, digest: kept.digest },
            };
            self.doubt(other, kind);
        }
        vec![kept]
    }
}

/// How many articles it has, those that stand twice once.
fn count_articles(text: &Text) -> usize {
    text.statute().articles.iter().map(|article| article.number).collect::<BTreeSet<_>>().len()
}

fn count_repeats(text: &Text) -> usize {
    text.statute().articles.len() - count_articles(text)
}

fn first_article(text: &Text) -> u32 {
    text.statute().articles.first().map_or(0, |article| article.number.value)
}

/// Whether the articles of each begin after those of the one before.
fn are_parts(texts: &[Text]) -> bool {
    texts.windows(2).all(|pair| {
        let last = pair[0].statute().last_article_number().unwrap_or(0);
        last > 0 && first_article(&pair[1]) > last
    })
}

/// The promulgation day of the told version that a text belongs to: the same day, or, where a congress adopts and an
/// order promulgates, the only told day within two months after it that no other text of the header names.
fn told_day(facts: &Facts, text: &Text) -> Option<Date> {
    let adopted = text.adopted()?;
    if facts.version_of(adopted).is_some() {
        return Some(adopted);
    }
    let near = facts.versions().iter().map(|version| version.facts().promulgated);
    near.filter(|day| *day > adopted && (*day - adopted).get_days() <= 60).min()
}

fn effect(text: &Text, fact: Option<&FactVersion>, told: &Told) -> Effect {
    if let Some(day) = told.effects.get(&text.digest) {
        return Effect { from: Some(*day), told_by: ToldBy::Person };
    }
    if let Some(from) = fact.and_then(|fact| fact.facts().in_force_from) {
        return Effect { from: Some(from), told_by: ToldBy::Facts };
    }
    let adopted = text.adopted();
    let last =
        text.statute().history.iter().rev().find(|entry| Some(entry.date) == text.statute().last_adoption());
    let amended = text.statute().last_change().is_some()
        && last.is_some_and(|entry| {
            ["修正", "修改"].iter().any(|word| entry.act.contains(word)) || !entry.act.contains("修订")
        });
    match (text.stated_effect(), adopted) {
        (Some(stated), Some(adopted)) if stated < adopted && amended => {
            Effect { from: Some(adopted), told_by: ToldBy::Presumed }
        }
        (Some(stated), _) => Effect { from: Some(stated), told_by: ToldBy::Text },
        (None, Some(adopted)) if !amended && text.document.from_issue => {
            Effect { from: Some(adopted), told_by: ToldBy::Text }
        }
        (None, Some(adopted)) => Effect { from: Some(adopted), told_by: ToldBy::Presumed },
        (None, None) => Effect { from: None, told_by: ToldBy::Presumed },
    }
}

fn published(text: &Text, fact: Option<&FactVersion>) -> Published {
    if let Some(fact) = fact {
        return fact.facts().published_on.map_or(Published::Never, Published::On);
    }
    let told = text.page.published.or_else(|| text.told_publication());
    let legislation = text.maker.rank.is_some_and(Rank::is_legislation);
    told.map(Published::On)
        .or_else(|| text.adopted().filter(|_| legislation).map(Published::Presumed))
        .unwrap_or(Published::NotTold)
}

/// Versions that only facts tell.
fn add_told_versions(versions: &mut Vec<Version>, facts: &Facts, told: &Told) {
    for fact in facts.versions() {
        let fact = fact.facts();
        if versions.iter().any(|version| version.adopted == Some(fact.promulgated)) {
            continue;
        }
        let recorded = told.version_effects.get(&(facts.id().clone(), fact.promulgated));
        let effect = recorded.map_or(Effect { from: fact.in_force_from, told_by: ToldBy::Facts }, |from| {
            Effect { from: Some(*from), told_by: ToldBy::Person }
        });
        versions.push(Version {
            title: fact.title.clone(),
            number: fact.number.clone(),
            adopted: Some(fact.promulgated),
            made: None,
            effect,
            published: fact.published_on.map_or(Published::Never, Published::On),
            valid_until: fact.valid_until,
            bodies: Vec::new(),
            doubtful: false,
        });
    }
}

/// Puts the versions in order of effect, undated ones first; gives the new place of each.
fn sort(versions: &mut Vec<Version>) -> Vec<usize> {
    let mut numbered: Vec<(usize, Version)> = std::mem::take(versions).into_iter().enumerate().collect();
    numbered.sort_by_key(|(_, version)| (version.effect.from, version.adopted));
    let mut order = vec![0; numbered.len()];
    for (new, (old, version)) in numbered.into_iter().enumerate() {
        order[old] = new;
        versions.push(version);
    }
    order
}

/// Facts tell only a class; a text's header may tell more exactly who made a regulation or rule.
fn sharper(told: Option<Rank>, read: Option<Rank>) -> Option<Rank> {
    use Rank::{
        AdministrativeRegulation, CityRegulation, CityRule, DepartmentRule, ProvincialRegulation,
        ProvincialRule,
    };
    match (told, read) {
        (Some(AdministrativeRegulation), Some(read @ (ProvincialRegulation | CityRegulation)))
        | (Some(DepartmentRule), Some(read @ (ProvincialRule | CityRule))) => Some(read),
        (told, read) => told.or(read),
    }
}

/// An identifier that stays as long as the title and the first day of adoption do.
pub(crate) fn made_id(name: &str, first: Option<Date>) -> InstrumentId {
    let day = first.map(|day| day.to_string()).unwrap_or_default();
    let digest = Sha256::digest(format!("{name}|{day}"));
    let hex: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    InstrumentId::new(format!("text-{hex}")).unwrap_or_else(|| unreachable!("hexadecimal digits make a slug"))
}
