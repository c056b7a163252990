//! `yifa report`: a year's figures beside their targets, as Markdown or JSON.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};
use yifa_app::report::{AnnualReport, ReportFigure};
use yifa_kernel::procedure::{Label, Target};

use super::place::Place;
use super::running::{self, answered};
use crate::answer::{Answer, Failure};
use crate::output;
use crate::words::Language;

/// Arguments of `yifa report`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 年度，默认今年 · the year; this year unless given
    #[arg(long)]
    year: Option<i16>,
    /// 只报一个机关及其下级 · one body and all below it
    #[arg(long)]
    body: Option<String>,
    /// 写入文件 · file to write
    #[arg(long)]
    to: Option<PathBuf>,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Makes the report.
///
/// # Errors
/// No such body; a year that has not begun; the store.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    running::runtime()?.block_on(async {
        let place = arguments.place.find()?;
        let city = running::city(&place).await?;
        let body = arguments.body.as_deref().map(|text| {
            let found = city.body_called(text);
            found.ok_or_else(|| {
                Failure::misuse("there is no such body", text, "give its identifier or its name")
            })
        });
        let body = body.transpose()?;
        let year = arguments.year.unwrap_or_else(|| city.today().year());
        let report = city.annual_report(year, body.as_ref()).await.map_err(|error| answered(&error))?;
        let bodies = city.bodies();
        let named = body.as_ref().and_then(|body| bodies.get(body));
        let who = named
            .map(|body| language.pick(&body.name, &body.en).to_owned())
            .or(place.name)
            .unwrap_or_default();
        let text = if arguments.json {
            format!("{:#}", as_json(&report))
        } else {
            markdown(&report, &who, language)
        };
        match &arguments.to {
            None => output::print(&text)?,
            Some(path) => std::fs::write(path, text + "\n").map_err(|error| {
                Failure::fault(
                    error.to_string(),
                    path.display().to_string(),
                    "name a file that can be written",
                )
            })?,
        }
        Ok(Answer::Fine)
    })
}

/// Ten-thousandths as people write them.
fn scaled(number: i64) -> String {
    let (whole, rest) = (number / 10_000, (number % 10_000).abs());
    if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{}", format!("{rest:04}").trim_end_matches('0'))
    }
}

fn target(target: &Target) -> String {
    let unit = if target.percent { "%" } else { "" };
    let number = |ten_thousandths: i64| {
        scaled(if target.percent { ten_thousandths * 100 } else { ten_thousandths }) + unit
    };
    match (target.at_least, target.at_most) {
        (Some(least), Some(most)) if least == most => number(least),
        (Some(least), Some(most)) => format!("{}–{}", number(least), number(most)),
        (Some(least), None) => format!("≥ {}", number(least)),
        (None, Some(most)) => format!("≤ {}", number(most)),
        (None, None) => String::new(),
    }
}

fn as_json(report: &AnnualReport) -> Json {
    let label = |label: &Label| json!({ "zh": label.zh, "en": label.en });
    let figures = report.figures.iter().map(|one| {
        json!({ "measure": one.measure.as_str(), "label": label(&one.label), "unit": one.unit.as_ref().map(label),
            "target": one.target.map(|target| json!({ "at_least": target.at_least.map(scaled), "at_most": target.at_most.map(scaled), "percent": target.percent })),
            "own": one.own,
            "counted": one.figure.counted, "hit": one.figure.hit, "missed": one.figure.missed,
            "pending": one.figure.pending, "amount": one.figure.amount, "basis": one.basis })
    });
    let matters = report.matters.iter().map(|one| {
        json!({ "procedure": one.procedure.as_str(), "label": label(&one.label), "opened": one.opened, "closed": one.closed })
    });
    json!({ "year": report.year, "as_of": report.as_of.to_string(), "body": report.body.as_ref().map(ToString::to_string),
        "figures": figures.collect::<Vec<_>>(), "matters": matters.collect::<Vec<_>>(), "refusals": report.refusals })
}

fn markdown(report: &AnnualReport, who: &str, language: Language) -> String {
    let pick = |zh: &'static str, en: &'static str| language.pick(zh, en);
    let name = |label: &Label| language.pick(&label.zh, &label.en).replace('|', "\\|");
    let mut text = format!(
        "# {who} {} {}\n\n",
        report.year,
        pick("年度依法行政数据", "figures of administration by law")
    );
    let _ = writeln!(text, "{} {}\n", pick("截至", "as of"), report.as_of);
    let _ = writeln!(
        text,
        "## {}\n\n| {} | {} | {} | {} | {} | {} | {} |\n|---|---|--:|--:|--:|--:|---|",
        pick("指标", "Measures"),
        pick("指标", "measure"),
        pick("目标", "target"),
        pick("计数", "counted"),
        pick("达标", "met"),
        pick("未达标", "missed"),
        pick("待定", "pending"),
        pick("依据", "basis")
    );
    for one in &report.figures {
        let ReportFigure { figure, target: wanted, basis, own, .. } = one;
        let wanted = match wanted.as_ref().map(target).unwrap_or_default() {
            wanted if *own && !wanted.is_empty() && report.body.is_none() => {
                format!("{} {wanted}", pick("每个单位", "each body"))
            }
            wanted => wanted,
        };
        let _ = writeln!(
            text,
            "| {} | {wanted} | {} | {} | {} | {} | {} |",
            name(&one.label),
            figure.counted,
            figure.hit,
            figure.missed,
            figure.pending,
            basis.join("、")
        );
    }
    let _ = writeln!(
        text,
        "\n## {}\n\n| {} | {} | {} |\n|---|--:|--:|",
        pick("当年开办的事项", "Matters opened in the year"),
        pick("程序", "procedure"),
        pick("开办", "opened"),
        pick("已办结", "closed")
    );
    for one in &report.matters {
        let _ = writeln!(text, "| {} | {} | {} |", name(&one.label), one.opened, one.closed);
    }
    let _ = writeln!(
        text,
        "\n{} {}",
        pick("全市依法不予办理的操作：", "acts that the law refused in the city:"),
        report.refusals
    );
    text
}
