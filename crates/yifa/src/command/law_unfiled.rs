//! `yifa law unfiled`: documents that are filed nowhere, numbers that are missing, documents that are cited and unknown.

use std::fmt::Write as _;

use clap::Args;
use serde_json::{Value, json};
use yifa_app::city::City;
use yifa_app::completeness::{Completeness, Finding, FindingWords, Following, Gap, Unfiled};
use yifa_kernel::matter::Actor;
use yifa_kernel::procedure::Label;

use super::place::Place;
use super::running::{self, answered, broken};
use crate::answer::{Answer, Failure};
use crate::output;
use crate::words::Language;

/// 要比对的城市 · the city to look through
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// 逐件登记线索，要求制定机关说明 · open a finding for each, so that its maker is asked
    #[arg(long)]
    follow: bool,
    /// 逐件列出报备登记起始日以前的文件 · list what is older than the register of filings, too
    #[arg(long)]
    older: bool,
    /// 输出 JSON · print JSON
    #[arg(long)]
    json: bool,
}

/// Compares and prints. The answer is no when something is missing.
///
/// # Errors
/// The store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let place = arguments.place.find()?;
        let city = running::city(&place).await?;
        let found = city.completeness().await.map_err(|error| answered(&error))?;
        let words = city.finding_words().map_err(|error| broken(&error))?;
        let words = Words { city: &city, words, language };
        let opened = if arguments.follow { follow(&city, &found, &words).await? } else { 0 };
        match arguments.json {
            true => output::print_json(&words.json(&found, opened))?,
            false => output::print(&words.told(&found, opened, arguments.older))?,
        }
        Ok(Answer::no_if(!found.is_whole()))
    })
}

/// Asks the makers about everything that nobody follows yet; gives how many.
async fn follow(city: &City, found: &Completeness, words: &Words<'_>) -> Result<usize, Failure> {
    let mut opened = 0;
    for (finding, followed) in all(found) {
        if followed.is_some() || finding.maker().is_none() {
            continue;
        }
        let evidence = words.words.told(&finding, |line| words.pick(line));
        city.follow(finding, evidence, Actor::law()).await.map_err(|error| answered(&error))?;
        opened += 1;
    }
    Ok(opened)
}

type Followed<'a> = (Finding<'a>, Option<&'a Following>);

/// Everything found, each with the matter that follows it.
fn all(found: &Completeness) -> impl Iterator<Item = Followed<'_>> {
    each(&found.documents, &found.gaps)
}

/// What is older than the register of filings.
fn older(found: &Completeness) -> impl Iterator<Item = Followed<'_>> {
    each(&found.older, &found.older_gaps)
}

fn each<'a>(documents: &'a [Unfiled], gaps: &'a [Gap]) -> impl Iterator<Item = Followed<'a>> {
    let documents = documents.iter().map(|one| (Finding::Document(one), one.followed_in.as_ref()));
    let gaps = gaps.iter().map(|one| (Finding::Gap(one), one.followed_in.as_ref()));
    documents.chain(gaps)
}

struct Words<'a> {
    city: &'a City,
    words: FindingWords,
    language: Language,
}

impl Words<'_> {
    fn label(&self, all: &[(String, Label)], id: &str) -> String {
        let label = all.iter().find(|(choice, _)| choice == id).map(|(_, label)| label);
        label.map_or_else(|| id.to_owned(), |label| self.pick(label))
    }

    fn maker(&self, finding: &Finding<'_>) -> Option<String> {
        let bodies = self.city.bodies();
        let body = bodies.get(finding.maker()?)?;
        Some(self.language.pick(&body.name, &body.en).to_owned())
    }

    /// What was seen where.
    fn evidence(&self, finding: &Finding<'_>) -> Vec<String> {
        self.words.evidence(finding).iter().map(|seen| self.pick(&seen.line)).collect()
    }

    fn pick(&self, label: &Label) -> String {
        self.language.pick(&label.zh, &label.en).to_owned()
    }

    fn json(&self, found: &Completeness, opened: usize) -> Value {
        let one = |(finding, followed): Followed<'_>| {
            json!({
                "cell": finding.cell(), "feed": finding.feed(), "number": finding.number(), "title": finding.title(),
                "maker": finding.maker().map(|body| body.as_str()), "followed_in": followed.map(|one| one.matter.as_str()),
                "evidence": self.evidence(&finding),
            })
        };
        let masked = found.masked.iter().map(|entry| json!({ "feed": entry.feed, "place": entry.place }));
        json!({
            "findings": all(found).map(one).collect::<Vec<_>>(), "complete_from": found.complete_from.to_string(),
            "older": older(found).map(one).collect::<Vec<_>>(), "compared": found.compared, "in_time": found.in_time,
            "masked": masked.collect::<Vec<_>>(), "opened": opened,
        })
    }

    fn told(&self, found: &Completeness, opened: usize, all_older: bool) -> String {
        let count = found.documents.len() + found.gaps.len();
        let (compared, in_time, masked) = (found.compared, found.in_time, found.masked.len());
        let mut out = match self.language {
            Language::Zh => format!(
                "比对 {compared} 条记录：{count} 条线索；{in_time} 件尚在报备期内；{masked} 条年份被遮盖，无从比对\n"
            ),
            Language::En => format!(
                "{compared} entries compared: {count} findings; {in_time} still in time; {masked} with a masked year, not compared\n"
            ),
        };
        all(found).for_each(|one| self.add(&mut out, "✗", &one));
        let count = older(found).count();
        if count > 0 {
            let from = found.complete_from;
            let listed = if all_older {
                ""
            } else {
                self.language.pick("（--older 逐件列出）", " (--older lists them)")
            };
            let _ = match self.language {
                Language::Zh => writeln!(out, "另有 {count} 件早于报备登记起始日 {from}，不计为线索{listed}"),
                Language::En => writeln!(
                    out,
                    "{count} more are older than the register of filings, which begins on {from}, and are no findings{listed}"
                ),
            };
        }
        if all_older {
            older(found).for_each(|one| self.add(&mut out, "·", &one));
        }
        if opened > 0 {
            let _ = writeln!(out, "{} {opened}", self.language.pick("新登记线索", "findings opened:"));
        }
        out
    }

    /// One finding with what was seen where.
    fn add(&self, out: &mut String, sign: &str, (finding, followed): &Followed<'_>) {
        let title =
            if finding.title().is_empty() { String::new() } else { format!("《{}》", finding.title()) };
        let maker = self.maker(finding).map(|maker| format!("  {maker}")).unwrap_or_default();
        let cell = self.label(&self.words.cells, finding.cell());
        let _ = writeln!(out, "{sign} {cell}  {}{title}{maker}", finding.number());
        for line in self.evidence(finding) {
            let _ = writeln!(out, "    {line}");
        }
        if let Some(one) = followed {
            let _ = writeln!(out, "    {} {}", self.language.pick("已在办理", "followed in"), one.name);
        }
    }
}
