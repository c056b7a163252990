//! From sentences to obligations.
//!
//! Owns: the walk over an item's sentences and segments, what is carried from one to the next, and the choice
//! of the kind. It must not know any notice's wording: words live in the lists of its neighbours.

use super::actor::{self, ActorsFrom, Group, Subject};
use super::amount::{Decimal, Interval, Quantity, UnitKind};
use super::figure;
use super::finding::{Finding, FindingCode};
use super::item::Piece;
use super::lexicon::{self, Class, Hits};
use super::measure;
use super::model::Numbering;
use super::obligation::{Confidence, Draft, ObligationKind, Reason, Rhythm};
use super::sentence::{
    LONGEST_SEGMENT, LONGEST_SENTENCE, bounded, ends_segment, ends_sentence, is_dated, split, trimmed,
    without_mark, without_note,
};
use super::task::{Frame, Task};
use super::timing::{self, Deadline, Period};
use super::verbs;
use std::ops::Range;

/// Fills in the obligations of all items. `text` is folded, `hidden` the same with titles and quotations hidden.
pub(super) fn attach(text: &str, hidden: &str, pieces: &mut [Piece], findings: &mut Vec<Finding>) {
    let mut frames: Vec<Frame> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let frame = Frame::new(text, hidden, piece, piece.node.parent.map(|parent| &frames[parent]));
        if !frame.is_background {
            piece.obligations = of_piece(text, hidden, piece, &frame, findings);
        }
        frames.push(frame);
    }
}

fn of_piece(
    text: &str,
    hidden: &str,
    piece: &Piece,
    frame: &Frame,
    findings: &mut Vec<Finding>,
) -> Vec<Draft> {
    let mut walk = Walk {
        text,
        hidden,
        frame,
        drafts: Vec::new(),
        findings,
        subject: None,
        reported: None,
        goal: None,
        read_up_to: 0,
    };
    let is_whole = piece.own.is_empty() && !piece.has_children;
    if let Some(heading) = piece.heading.clone() {
        let is_title = piece.node.label.numbering <= Numbering::Section || !is_whole;
        walk.sentence(heading);
        if is_title {
            // A heading names the topic; only a figure or a time in it asks for something by itself.
            walk.drafts.retain(|draft| draft.quantity.is_some() || draft.deadline.is_some());
            walk.drafts.retain(|draft| !draft.reasons.contains(&Reason::CountedParts));
        }
        walk.subject = None;
    }
    for span in piece.own.clone() {
        let sentences = split(hidden, span, ends_sentence);
        for sentence in
            sentences.into_iter().flat_map(|long| bounded(hidden, long, LONGEST_SENTENCE, &["，", "、"]))
        {
            walk.sentence(sentence);
        }
    }
    if !frame.tasks.is_empty() {
        for task in frame.tasks.iter().filter(|task| task.due.is_set()) {
            walk.noted_task(piece, task);
        }
        walk.drafts.sort_by_key(|draft| draft.span.start);
    } else if walk.drafts.is_empty()
        && !piece.has_children
        && piece.notes.iter().any(|note| note.due.is_set())
    {
        walk.noted(piece);
    }
    walk.drafts
}

struct Walk<'a> {
    text: &'a str,
    hidden: &'a str,
    frame: &'a Frame,
    drafts: Vec<Draft>,
    findings: &'a mut Vec<Finding>,
    /// The subject last read in this item.
    subject: Option<Subject>,
    /// The rhythm of the last account in this item.
    reported: Option<Period>,
    /// The goal that governs the rest of its paragraph: 到2027年，….
    goal: Option<Deadline>,
    /// Where the sentence before ended.
    read_up_to: usize,
}

/// What one sentence carries from segment to segment.
#[derive(Default)]
struct Carried {
    deadline: Option<Deadline>,
    /// Whether that time stood alone in the part before: 年底前，各部门要完成….
    waits: bool,
    period: Option<Period>,
    /// The frame that a deliverable has to follow: 7个方面.
    aspects: Option<Quantity>,
    /// Where the event of that time stands, when it is counted from one.
    of_event: Option<Range<usize>>,
    /// The end of the segment before, when it names an event: 文件公布后，15日内.
    event: Option<Range<usize>>,
    /// Whether the part before asked for a figure, of which 其中 tells a part.
    is_figured: bool,
    is_past: bool,
    /// The first last day in the sentence, wherever it asks for something.
    due: Option<Range<usize>>,
}

/// One segment with what was read in it.
struct Segment<'a> {
    span: Range<usize>,
    text: &'a str,
    times: timing::Found,
    sentence: Range<usize>,
    hits: Hits<'a>,
}

impl Segment<'_> {
    /// Whether it holds nothing but a time counted from an event: 自印发之日起3个月内.
    fn is_counted_time(&self) -> bool {
        let Some((span, Deadline::Within { .. })) = &self.times.deadline else { return false };
        let start = self.times.event.as_ref().map_or(span.start, |event| event.start);
        let opening =
            self.text[..start].trim_matches(|c: char| c.is_whitespace() || "自从在于应须".contains(c));
        opening.is_empty() && self.times.event.is_some() && span.end == self.text.trim_end().len()
    }

    fn report(&self) -> Option<usize> {
        if self.hits.has(Class::Report) { verbs::report(self.text) } else { None }
    }

    fn inspection(&self) -> Option<usize> {
        if self.hits.has(Class::Check) { verbs::inspection(self.text) } else { None }
    }

    fn deliverable(&self) -> Option<verbs::Deliverable> {
        if self.hits.has(Class::Deliver) { verbs::deliverable(self.text) } else { None }
    }
}

impl Walk<'_> {
    fn sentence(&mut self, sentence: Range<usize>) {
        let hidden = self.hidden;
        let sentence = without_mark(hidden, sentence);
        let written = &hidden[sentence.clone()];
        self.keep_goal(&sentence);
        if written.trim_end().ends_with('的') {
            // 发生重大违法案件的: one of several conditions, not a task.
            return;
        }
        let hits = lexicon::scan(written, sentence.start);
        let hits = Hits::new(&hits);
        let looks_back = |at: usize| verbs::looks_back(written, at - sentence.start);
        let is_past = hits.starts(Class::Past).any(looks_back)
            || is_dated(written)
            || verbs::is_told_of_a_year(written);
        let mut carried = Carried { is_past, ..Carried::default() };
        let before = self.drafts.len();
        let segments = split(hidden, sentence.clone(), ends_segment);
        for span in segments.into_iter().flat_map(|long| bounded(hidden, long, LONGEST_SEGMENT, &["、"])) {
            let span = without_note(hidden, span);
            let text = &hidden[span.clone()];
            let hits = hits.inside(&span);
            let times = if hits.has(Class::Time) { timing::find(text) } else { timing::Found::default() };
            let segment = Segment { times, text, span, sentence: sentence.clone(), hits };
            self.segment(&segment, &mut carried);
        }
        if self.drafts.len() == before && hits.has(Class::Modal) {
            self.rule(&sentence, written);
        }
        let unreadable = || {
            let found = timing::unreadable(written).filter(|_| !is_past)?;
            Some(shift(&found, sentence.start))
        };
        if self.drafts.len() == before
            && let Some(due) = carried.due.take().or_else(unreadable)
        {
            let finding = Finding::new(FindingCode::TimeWithoutTask, due.clone());
            self.findings.push(finding.with("written", &self.text[due]));
        }
        self.measured(before, sentence);
    }

    /// A goal ends with its paragraph and the points below it, ——, and where another time is spoken of.
    fn keep_goal(&mut self, sentence: &Range<usize>) {
        const OTHERS: [&str; 7] = ["今年", "本年", "当年", "明年", "近期", "目前", "今后"];
        let written = &self.hidden[sentence.clone()];
        let begin = sentence.start + written.len() - written.trim_start().len();
        let is_parted =
            self.hidden.get(self.read_up_to..begin).is_none_or(|between| between.contains(['\n', '\r']));
        let is_point = written.trim_start().starts_with("——");
        if (is_parted && !is_point) || OTHERS.iter().any(|word| written.contains(word)) {
            self.goal = None;
        }
        self.read_up_to = sentence.end;
    }

    /// Proposes measures for what a sentence asks for, from a place in the list on. Of several things that one clause asks
    /// for, each has its own words; the only one may be named at the beginning: 清理规范性文件，10月底前公布目录.
    fn measured(&mut self, from: usize, sentence: Range<usize>) {
        let text = self.text;
        let is_only = self.drafts.len() == from + 1;
        for draft in &mut self.drafts[from..] {
            let subject = draft.names.iter().filter(|_| draft.from == ActorsFrom::Subject);
            let parts = subject.chain(&draft.event).chain([&draft.what]);
            let what: String = parts.map(|span| &text[span.clone()]).collect();
            let around = if is_only { sentence.clone() } else { draft.span.clone() };
            let texts = [
                what,
                text[draft.span.clone()].to_owned(),
                text[around].to_owned(),
                self.frame.headings.clone(),
            ];
            draft.measure = measure::propose(draft.kind, draft.deadline.as_ref(), &texts);
        }
    }

    fn segment(&mut self, segment: &Segment<'_>, carried: &mut Carried) {
        let starts = segment.times.starts();
        if let Some(subject) = actor::subject(segment.text, segment.span.start, segment.hits, &starts) {
            self.subject = Some(subject.shifted(segment.span.start));
        }
        let count = self.drafts.len();
        if segment.hits.has(Class::Figure) {
            self.figures(segment, carried);
        }
        let is_time_only = segment.is_counted_time() && segment.span.end < segment.sentence.end;
        if self.drafts.len() == count && !carried.is_past && !is_time_only && !verbs::is_basis(segment.text) {
            self.acts(segment, carried);
        }
        self.at_each_time(segment, count);
        let is_used = self.drafts.len() > count;
        if let Some((_, deadline @ Deadline::By { .. })) = &segment.times.deadline {
            carried.deadline = Some(deadline.clone());
        }
        // 到2030年，水平显著提升 paints a goal; 到2030年底前 is a time.
        let is_goal = segment.text.trim_start().starts_with(['到', '至']) && !segment.text.ends_with('前');
        let is_by = matches!(segment.times.deadline, Some((_, Deadline::By { .. })));
        if is_by {
            let is_alone =
                segment.times.deadline.as_ref().is_some_and(|(span, _)| span.end == segment.text.len());
            let written = segment.text.trim();
            let governs = is_alone && (written.starts_with(['到', '至']) || written.ends_with("年前"));
            self.goal = carried.deadline.clone().filter(|_| governs);
        }
        carried.waits = (is_by || is_time_only) && !is_used && !is_goal;
        let is_hoped = is_goal || segment.text.trim_start().starts_with("力争");
        if !is_hoped && !carried.is_past && !verbs::is_basis(segment.text) {
            let due = segment.times.deadline.as_ref().map(|(due, _)| shift(due, segment.span.start));
            carried.due = carried.due.take().or(due);
        }
        if is_time_only {
            carried.deadline = segment.times.deadline.clone().map(|(_, deadline)| deadline);
        }
        if is_by || is_time_only {
            let event = segment.times.event.as_ref().filter(|_| is_time_only);
            carried.of_event = event.map(|event| shift(event, segment.span.start));
        }
        carried.period = match segment.times.period {
            Some((_, period)) if !is_used => Some(period),
            _ if is_used => None,
            _ => carried.period,
        };
        carried.is_figured = self.drafts[count..].iter().any(|draft| draft.quantity.is_some());
        let ends_event =
            ["后", "之日起", "之后", "以后"].iter().any(|end| segment.text.trim_end().ends_with(end));
        carried.event = ends_event.then(|| segment.span.clone());
    }

    /// Gives what a segment asks for to each of the times beside each other in it: as many figures, one to each.
    fn at_each_time(&mut self, segment: &Segment<'_>, from: usize) {
        let Some((_, first)) = segment.times.deadline.as_ref().filter(|_| !segment.times.more.is_empty())
        else {
            return;
        };
        let asked = self.drafts.split_off(from);
        let times: Vec<&Deadline> = [first].into_iter().chain(&segment.times.more).collect();
        let is_each = asked.len() == times.len() && segment.text.contains("分别");
        let at = |draft: &Draft, time: &Deadline| Draft { deadline: Some(time.clone()), ..draft.clone() };
        if is_each {
            self.drafts.extend(asked.iter().zip(times).map(|(draft, time)| at(draft, time)));
        } else {
            let each = asked.iter().flat_map(|draft| times.iter().map(move |time| at(draft, time)));
            self.drafts.extend(each);
        }
    }

    /// Obligations by figures.
    fn figures(&mut self, segment: &Segment<'_>, carried: &mut Carried) {
        let period = segment.times.period.as_ref().map(|(_, period)| *period).or(carried.period);
        let is_basis = verbs::is_basis(segment.text);
        let count = self.drafts.len();
        let is_part = carried.is_figured && segment.text.trim_start().starts_with("其中");
        // The figure asked for last: the one beside it is asked for in the same way.
        let mut last: Option<figure::Found> = None;
        for mut found in figure::find(segment.text) {
            if segment.times.covers(found.span.start) || verbs::is_origin(segment.text, &found.span) {
                continue;
            }
            let beside = last.take().filter(|last| verbs::is_beside(segment.text, last, &found));
            if let Some(last) = &beside {
                found.take_bound(last);
            }
            let span = shift(&found.span, segment.span.start);
            if found.is_reversed {
                let finding = Finding::new(FindingCode::ReversedRange, span.clone());
                self.findings.push(finding.with("written", &self.text[span.clone()]));
            }
            if found.quantity.unit_kind == UnitKind::Aspect && is_basis {
                carried.aspects = Some(found.quantity.clone());
            }
            let verb = verbs::verb_before(segment.text, found.span.start);
            let has_time = segment.times.deadline.is_some() || carried.deadline.is_some() || period.is_some();
            let is_rate = verbs::is_rate(segment.text, &found);
            let is_said = found.is_bounded || has_time || is_rate || is_part || beside.is_some();
            let is_asked = verb.is_some() || (is_said && !is_basis);
            let describes = verbs::describes(segment.text, &found, self.drafts.len() > count);
            if is_asked && !describes && !carried.is_past && verbs::is_countable(&found, period.is_some()) {
                last = Some(found.clone());
                self.figure(segment, carried, found, verb.is_some(), period);
            }
        }
    }

    fn figure(
        &mut self,
        segment: &Segment<'_>,
        carried: &Carried,
        found: figure::Found,
        has_verb: bool,
        period: Option<Period>,
    ) {
        let mut reasons = Vec::new();
        reasons.extend(has_verb.then_some(Reason::Verb));
        reasons.extend(found.is_bounded.then_some(Reason::Bound));
        let is_times = found.quantity.unit_kind == UnitKind::Times;
        let kind = match kind_of(&found.quantity) {
            ObligationKind::Count | ObligationKind::CountRange if is_times && period.is_some() => {
                kind_of_act(segment).unwrap_or(ObligationKind::Rhythm)
            }
            kind => kind,
        };
        let times = is_times.then_some(found.quantity.interval);
        let rhythm = period.map(|period| Rhythm { times, period });
        let mut draft = self.draft(segment, kind, reasons);
        draft.rhythm = rhythm;
        draft.quantity = Some(found.quantity.clone());
        draft.confidence = Confidence::High;
        self.timed(&mut draft, segment, carried);
        let whole = self.what_of_figure(segment, &found.span);
        let rates = self.rates_of_figure(segment, &found);
        for what in if rates.is_empty() { vec![whole] } else { rates } {
            self.push(Draft { what, ..draft.clone() });
        }
    }

    /// The rates that share a figure, where there are several: 审核率、备案率均达100%; or the one of several that it
    /// belongs to: 审核率、备案率分别达到100%、95%.
    fn rates_of_figure(&self, segment: &Segment<'_>, figure: &figure::Found) -> Vec<Range<usize>> {
        let text = segment.text;
        let figures: Vec<Range<usize>> = figure::find(text)
            .into_iter()
            .filter(figure::Found::is_percent)
            .map(|found| found.span)
            .collect();
        let Some(first) = figures.first().filter(|_| figure.is_percent()) else { return Vec::new() };
        let is_each = text[..first.start].contains("分别");
        let from = self.after_subject(segment).min(first.start);
        let up_to = if is_each { first.start } else { figure.span.start };
        let mut rates = verbs::rates(&text[..up_to], from);
        if is_each && rates.len() == figures.len() {
            rates = figures
                .iter()
                .position(|one| *one == figure.span)
                .map(|at| rates.swap_remove(at))
                .into_iter()
                .collect();
        } else if is_each || rates.len() < 2 {
            return Vec::new();
        }
        rates.into_iter().map(|rate| shift(&rate, segment.span.start)).collect()
    }

    /// Of several figures in a row each takes its own part: 培育5家甲、3家乙和2家丙.
    fn what_of_figure(&self, segment: &Segment<'_>, figure: &Range<usize>) -> Range<usize> {
        let text = segment.text;
        // The figures of a time part nothing: 11月30日前完成清理、评估两项工作.
        let is_own = |span: &Range<usize>| !segment.times.covers(span.start);
        let figures: Vec<Range<usize>> =
            figure::find(text).into_iter().map(|found| found.span).filter(is_own).collect();
        let joint = |from: usize, to: usize| text[from..to].rfind(['、', '和', '及']).map(|at| from + at);
        let before = figures.iter().rev().find(|other| other.end <= figure.start);
        let after = figures.iter().find(|other| other.start >= figure.end);
        let start = before.and_then(|other| joint(other.end, figure.start)).map(|at| at + "、".len());
        let end = after.and_then(|other| joint(figure.end, other.start)).unwrap_or(text.len());
        let start = start.unwrap_or_else(|| self.after_subject(segment)).min(figure.start);
        segment.span.start + start..segment.span.start + end
    }

    /// Obligations by verbs.
    fn acts(&mut self, segment: &Segment<'_>, carried: &Carried) {
        let is_counted =
            matches!(segment.times.deadline, Some((_, Deadline::Within { .. } | Deadline::Lead { .. })));
        if is_counted {
            self.act(segment, carried, ObligationKind::Deadline, None, Confidence::High, vec![Reason::Time]);
        } else if let Some(at) = segment.report() {
            self.report(segment, carried, at);
        } else if let Some(at) = segment.inspection() {
            self.act(
                segment,
                carried,
                ObligationKind::Inspection,
                Some(at),
                Confidence::Medium,
                vec![Reason::Verb],
            );
        } else if let Some(deliverable) = segment.deliverable() {
            self.deliverable(segment, carried, &deliverable);
        } else if (segment.times.deadline.is_some() || carried.waits) && segment.hits.has(Class::Act) {
            self.act(segment, carried, ObligationKind::Deadline, None, Confidence::High, vec![Reason::Time]);
        } else if (segment.times.period.is_some() || carried.period.is_some()) && segment.hits.has(Class::Act)
        {
            self.act(segment, carried, ObligationKind::Rhythm, None, Confidence::High, vec![Reason::Time]);
        }
    }

    fn act(
        &mut self,
        segment: &Segment<'_>,
        carried: &Carried,
        kind: ObligationKind,
        at: Option<usize>,
        confidence: Confidence,
        reasons: Vec<Reason>,
    ) {
        let mut draft = self.draft(segment, kind, reasons);
        draft.what = segment.span.start + at.unwrap_or_else(|| self.after_subject(segment))..segment.span.end;
        draft.confidence = confidence;
        draft.rhythm = once(segment.times.period.as_ref().map(|(_, period)| *period).or(carried.period));
        self.timed(&mut draft, segment, carried);
        self.push(draft);
    }

    fn report(&mut self, segment: &Segment<'_>, carried: &Carried, at: usize) {
        let own = segment.times.period.as_ref().map(|(_, period)| *period).or(carried.period);
        let mut reasons = vec![Reason::Verb];
        reasons.extend((own.is_none() && self.reported.is_some()).then_some(Reason::CarriedRhythm));
        let confidence = if own.is_some() { Confidence::High } else { Confidence::Medium };
        let carried_period = own.or(self.reported);
        self.act(segment, carried, ObligationKind::Report, Some(at), confidence, reasons);
        if let Some(draft) = self.drafts.last_mut() {
            draft.rhythm = once(carried_period);
        }
        self.reported = carried_period;
    }

    fn deliverable(&mut self, segment: &Segment<'_>, carried: &Carried, found: &verbs::Deliverable) {
        let confidence = if found.is_soft { Confidence::Low } else { Confidence::Medium };
        let mut reasons = vec![Reason::Verb];
        reasons.extend(found.is_soft.then_some(Reason::Soft));
        let quantity = match found.parts {
            Some(parts) => {
                reasons.push(Reason::CountedParts);
                Some(counted(parts))
            }
            None => {
                reasons.extend(carried.aspects.is_some().then_some(Reason::Frame));
                carried.aspects.clone()
            }
        };
        self.act(segment, carried, ObligationKind::Deliverable, Some(found.start), confidence, reasons);
        if let Some(draft) = self.drafts.last_mut() {
            draft.quantity = quantity;
        }
    }

    fn rule(&mut self, sentence: &Range<usize>, written: &str) {
        let Some(is_plain) = verbs::rule(written) else { return };
        let times = timing::Found::default();
        let hits = Hits::new(&[]);
        let segment =
            Segment { span: sentence.clone(), text: written, times, sentence: sentence.clone(), hits };
        let mut draft = self.draft(&segment, ObligationKind::Rule, vec![Reason::Modal]);
        draft.confidence = if is_plain { Confidence::High } else { Confidence::Medium };
        self.push(draft);
    }

    /// An item whose note sets a time is a task, whatever its words.
    fn noted(&mut self, piece: &Piece) {
        let first = || split(self.hidden, piece.own.first().cloned()?, ends_sentence).into_iter().next();
        let Some(span) = piece.heading.clone().or_else(first) else { return };
        self.noted_in(span);
    }

    /// The same for one of several tasks of an item.
    fn noted_task(&mut self, piece: &Piece, task: &Task) {
        if self.drafts.iter().any(|draft| task.span.contains(&draft.span.start)) {
            return;
        }
        let inside = |own: &Range<usize>| own.start.max(task.span.start)..own.end.min(task.span.end);
        let stretches = piece.own.iter().map(inside).filter(|own| own.start < own.end);
        let sentence = stretches.flat_map(|own| split(self.hidden, own, ends_sentence));
        let named = sentence.map(|span| without_note(self.hidden, span)).find(|span| span.start < span.end);
        if let Some(span) = named.or_else(|| piece.heading.clone()) {
            self.noted_in(span);
        }
    }

    fn noted_in(&mut self, span: Range<usize>) {
        let from = self.drafts.len();
        let span = without_note(self.hidden, without_mark(self.hidden, span));
        let times = timing::Found::default();
        let text = &self.hidden[span.clone()];
        let segment = Segment { span: span.clone(), text, times, sentence: span, hits: Hits::new(&[]) };
        let carried = Carried::default();
        let sentence = segment.sentence.clone();
        self.act(&segment, &carried, ObligationKind::Deadline, None, Confidence::Medium, Vec::new());
        self.measured(from, sentence);
    }

    fn draft(&self, segment: &Segment<'_>, kind: ObligationKind, mut reasons: Vec<Reason>) -> Draft {
        let (names, groups, from) = self.who(segment, kind);
        let is_carried =
            names.first().is_some_and(|name| from == ActorsFrom::Subject && name.start < segment.span.start);
        reasons.extend(is_carried.then_some(Reason::Carried));
        Draft {
            span: trimmed(self.text, segment.span.clone()),
            kind,
            names,
            groups,
            from,
            what: segment.span.clone(),
            quantity: None,
            deadline: None,
            event: None,
            rhythm: None,
            measure: None,
            confidence: Confidence::Medium,
            reasons,
        }
    }

    fn who(
        &self,
        segment: &Segment<'_>,
        kind: ObligationKind,
    ) -> (Vec<Range<usize>>, Vec<Group>, ActorsFrom) {
        if let Some(subject) = &self.subject {
            let groups = actor::groups(&self.text[subject.span.clone()]);
            return (subject.names.clone(), groups, ActorsFrom::Subject);
        }
        let noted = self.frame.noted_at(segment.span.start);
        if !noted.is_empty() {
            let named: String = noted.iter().map(|span| &self.text[span.clone()]).collect();
            return (noted.to_vec(), actor::groups(&named), ActorsFrom::Note);
        }
        let groups = actor::groups(&self.hidden[segment.sentence.clone()]);
        if segment.text.contains("报本级政府") || segment.text.contains("报同级政府") {
            return (Vec::new(), vec![Group::Departments], ActorsFrom::Receiver);
        }
        match kind {
            ObligationKind::Rule => (Vec::new(), Vec::new(), ActorsFrom::Everyone),
            ObligationKind::Inspection | ObligationKind::Deliverable if groups.iter().any(is_body) => {
                (Vec::new(), groups.into_iter().filter(is_body).collect(), ActorsFrom::Object)
            }
            _ => (Vec::new(), vec![Group::Government], ActorsFrom::Issuer),
        }
    }

    /// Where the predicate of a segment begins.
    fn after_subject(&self, segment: &Segment<'_>) -> usize {
        let own = self
            .subject
            .as_ref()
            .map(|subject| &subject.span)
            .filter(|subject| segment.span.start <= subject.start && subject.end <= segment.span.end);
        let start = own.map_or(0, |subject| subject.end - segment.span.start);
        let rest = &segment.text[start..];
        let opens = |modal: &&&str| rest.starts_with(**modal) && !actor::is_other_word(rest);
        let modal = ["应当", "应", "要", "须", "必须", "将"].iter().find(opens);
        start + modal.map_or(0, |modal| modal.len())
    }

    /// Gives a draft the time of its own segment, or the one carried.
    fn timed(&self, draft: &mut Draft, segment: &Segment<'_>, carried: &Carried) {
        let Some((_, deadline)) = &segment.times.deadline else {
            draft.deadline.clone_from(&carried.deadline);
            draft.event.clone_from(&carried.of_event);
            draft.reasons.extend(carried.deadline.is_some().then_some(Reason::Carried));
            if draft.deadline.is_none()
                && draft.rhythm.is_none()
                && draft.quantity.is_some()
                && self.goal.is_some()
            {
                draft.deadline.clone_from(&self.goal);
                draft.reasons.push(Reason::Carried);
            }
            let due = self.frame.due_at(segment.span.start);
            if draft.deadline.is_none() && draft.rhythm.is_none() && due.is_set() {
                draft.rhythm = once(due.period);
                draft.deadline = due.deadline;
                draft.reasons.push(Reason::Noted);
            }
            return;
        };
        draft.reasons.push(Reason::Time);
        draft.event = segment.times.event.as_ref().map(|event| shift(event, segment.span.start));
        let is_counted = matches!(deadline, Deadline::Within { .. } | Deadline::Lead { .. });
        if draft.event.is_none() && is_counted {
            draft.event = carried.event.clone().map(|span| trimmed(self.text, span));
        }
        draft.deadline = Some(deadline.clone());
    }

    fn push(&mut self, mut draft: Draft) {
        draft.what = trimmed(self.text, draft.what);
        self.drafts.push(draft);
    }
}

/// Persons named in an object are not the ones who act.
fn is_body(group: &Group) -> bool {
    !matches!(group, Group::Officers | Group::CivilServants)
}

fn kind_of(quantity: &Quantity) -> ObligationKind {
    match (quantity.unit_kind, quantity.interval) {
        (UnitKind::Percent, _) => ObligationKind::Rate,
        (_, Interval { min: Some(min), max: Some(max) }) if min == max => ObligationKind::Count,
        (_, Interval { min: Some(_), max: Some(_) }) => ObligationKind::CountRange,
        (_, Interval { min: Some(_), max: None }) => ObligationKind::Minimum,
        (_, Interval { min: None, .. }) => ObligationKind::Maximum,
    }
}

fn kind_of_act(segment: &Segment<'_>) -> Option<ObligationKind> {
    let is_inspection = segment.inspection().map(|_| ObligationKind::Inspection);
    is_inspection.or_else(|| segment.report().map(|_| ObligationKind::Report))
}

fn once(period: Option<Period>) -> Option<Rhythm> {
    period.map(|period| Rhythm { times: Some(Interval::exactly(Decimal::whole(1))), period })
}

fn counted(parts: u64) -> Quantity {
    let interval = Interval::exactly(Decimal::whole(parts));
    Quantity { interval, approximate: false, unit: "项".to_owned(), unit_kind: UnitKind::Count }
}

fn shift(span: &Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}
