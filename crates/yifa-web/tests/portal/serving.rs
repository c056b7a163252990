//! A paper with a code: whoever may see the matter reads it without, those who do the work print the copy that is served, and
//! the journal knows who read personal data.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use yifa_app::paper::{MadeCopy, PaperCopy};
use yifa_documents::Withheld;
use yifa_kernel::disclosure::mask_party;
use yifa_kernel::id::{FieldId, MatterId};
use yifa_kernel::value::{PartyKind, Value};
use yifa_store::{JournalQuery, MatterId as StoreId, MatterOrder, MatterQuery};

use crate::party::told;
use crate::person::Person;
use crate::{Answer, CITY, RUNTIME};

impl Person {
    /// Presses the button that prints the copy which is served.
    fn print(&self, matter: &MatterId, seq: u64) -> Answer {
        let csrf = self.get(&format!("/matters/{matter}")).input("csrf");
        self.post(&format!("/matters/{matter}/papers/{seq}/serving-copy"), &[("csrf", &csrf)])
    }

    /// The lines of the journal about this person and a matter: the kind of each with the paper it names.
    fn journalled(&self, matter: &MatterId) -> Vec<(String, Option<u64>)> {
        let city = &CITY.0;
        let query = JournalQuery {
            matter: Some(StoreId::new(matter.as_str()).expect("a matter")),
            ..JournalQuery::default()
        };
        let page = RUNTIME
            .block_on(city.store().journal(city.jurisdiction(), &query, None, 200))
            .expect("the store");
        let own = page.rows.into_iter().filter(|row| row.actor.to_string().contains(&self.name));
        own.map(|row| (row.kind, row.content.get("paper").and_then(Json::as_u64))).collect()
    }
}

/// A case whose party, a citizen, was told; the number of the notice's event, and its code.
fn case() -> (MatterId, u64, String) {
    let city = &CITY.0;
    for (matter, access) in told() {
        let state = RUNTIME.block_on(city.state(&matter)).expect("the store").expect("the matter");
        let party = state.fields.get(&FieldId::new("party"));
        let notice = state.papers.iter().rfind(|one| one.paper.as_str() == "prior-notice").expect("a notice");
        if matches!(party, Some(Value::Party(party)) if party.kind == PartyKind::Citizen)
            && state.body.as_str() == "urban"
        {
            return (matter, notice.seq, access.code);
        }
    }
    panic!("no case of a citizen")
}

fn copy(matter: &MatterId, seq: u64, which: PaperCopy) -> MadeCopy {
    RUNTIME.block_on(CITY.0.paper_copy(matter, seq, "http://yifa.test", which)).expect("a paper")
}

/// What a reader of the file can select; `None` where no tool reads papers.
fn text_of(answer: &Answer) -> Option<String> {
    let started = Command::new("pdftotext")
        .args(["-raw", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut tool) = started else {
        eprintln!("NOT RUN: nothing here reads the text of a PDF (Debian: poppler-utils)");
        return None;
    };
    let bytes = answer.bytes.clone();
    let mut input = tool.stdin.take().expect("an input");
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let out = tool.wait_with_output().expect("an end");
    writer.join().expect("written").expect("written");
    Some(String::from_utf8(out.stdout).expect("UTF-8"))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn only_the_copy_that_is_served_bears_code_and_mark() {
    let (matter, seq, code) = case();
    let served = copy(&matter, seq, PaperCopy::Serving);
    let read = copy(&matter, seq, PaperCopy::Reading { personal: true });
    let masked = copy(&matter, seq, PaperCopy::Reading { personal: false });
    let shows = |made: &MadeCopy, what: &str| format!("{:?}", made.paper).contains(what);
    assert!(served.shows_code && shows(&served, &code) && served.paper.withheld.is_empty());
    assert!(!read.shows_code && !shows(&read, &code) && !shows(&masked, &code));
    assert_eq!(read.paper.withheld, [Withheld::Code]);
    assert_eq!(masked.paper.withheld, [Withheld::Code, Withheld::PersonalData]);
    // But for what is withheld it is the same paper, paragraph by paragraph.
    assert_eq!(read.paper.blocks, served.paper.blocks);
    assert_eq!(masked.paper.blocks.len(), served.paper.blocks.len());
    assert_eq!(read.paper.number, served.paper.number);
    let state = RUNTIME.block_on(CITY.0.state(&matter)).expect("the store").expect("the matter");
    let Some(Value::Party(party)) = state.fields.get(&FieldId::new("party")) else { panic!("a party") };
    assert!(shows(&read, &party.name) && read.shows_personal);
    assert!(!shows(&masked, &party.name) && !masked.shows_personal, "{:?}", masked.paper);
    for hidden in [&party.code, &party.address, &party.phone].into_iter().flatten() {
        assert!(!shows(&masked, hidden), "{hidden}");
    }
}

#[test]
fn whoever_does_the_work_reads_without_the_code_and_prints_with_it() {
    let (matter, seq, code) = case();
    let officer = Person::new("officer-who-serves", "officer", "urban");
    let path = format!("/matters/{matter}/papers/{seq}");
    let read = officer.get(&path);
    assert_eq!(read.status, 200, "{}", read.text);
    assert_eq!(read.headers["cache-control"], "no-store");
    assert_eq!(officer.journalled(&matter), [("personal_data_opened".to_owned(), Some(seq))]);
    assert_eq!(officer.get(&format!("{path}/docx")).status, 200);
    assert_eq!(officer.journalled(&matter).len(), 2, "the editable copy shows personal data too");

    let printed = officer.print(&matter, seq);
    assert_eq!(printed.status, 200, "{}", printed.text);
    assert!(officer.journalled(&matter).contains(&("serving_copy_made".to_owned(), Some(seq))));
    let (Some(read), Some(printed)) = (text_of(&read), text_of(&printed)) else { return };
    assert!(printed.contains(&code), "{printed}");
    assert!(!printed.contains("阅览件") && squeezed(&printed).contains("扫码核验本文书"), "{printed}");
    assert!(!read.contains(&code) && !read.contains(code.split('-').next().expect("a half")), "{read}");
    assert!(squeezed(&read).contains("阅览件，不是送达本") && !read.contains("扫码核验本文书"), "{read}");
    // Whoever copies the address where the party goes on gets the address.
    assert!(printed.contains("http://yifa.test/public/follow"), "{printed}");
}

#[test]
fn whoever_only_sees_the_matter_reads_it_masked_and_prints_nothing() {
    let (matter, seq, code) = case();
    let path = format!("/matters/{matter}/papers/{seq}");
    let reader = Person::new("reader-of-the-congress", "npc_staff", "city");
    let read = reader.get(&path);
    assert_eq!(read.status, 200, "{}", read.text);
    assert!(
        reader.journalled(&matter).is_empty(),
        "nothing personal was opened: {:?}",
        reader.journalled(&matter)
    );
    assert!(!reader.get(&format!("/matters/{matter}")).text.contains("serving-copy"), "no button");
    let refused = reader.print(&matter, seq);
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains("送达本由办理本案的机关"), "{}", refused.text);
    assert!(reader.journalled(&matter).is_empty());
    if let Some(text) = text_of(&read) {
        let state = RUNTIME.block_on(CITY.0.state(&matter)).expect("the store").expect("the matter");
        let Some(Value::Party(party)) = state.fields.get(&FieldId::new("party")) else { panic!("a party") };
        assert!(!text.contains(&party.name) && !text.contains(&code), "{text}");
        assert!(squeezed(&text).contains("个人信息"), "it says what is not shown: {text}");
    }

    // Of the same body, with nothing to do in it: the paper, but not the copy that is served.
    let colleague = Person::new("reviewer-who-has-no-case", "legal_reviewer", "urban");
    assert_eq!(colleague.get(&path).status, 200);
    assert_eq!(colleague.journalled(&matter), [("personal_data_opened".to_owned(), Some(seq))]);
    assert_eq!(colleague.print(&matter, seq).status, 403);
    assert_eq!(colleague.journalled(&matter).len(), 1);

    // Of another body: neither.
    let stranger = Person::new("clerk-of-culture", "officer", "culture");
    assert_eq!(stranger.get(&path).status, 403);
    let csrf = stranger.get("/matters").input("csrf");
    for at in [seq, 99_999] {
        let path = format!("/matters/{matter}/papers/{at}/serving-copy");
        assert_eq!(stranger.post(&path, &[("csrf", &csrf)]).status, 403);
    }
}

#[test]
fn a_serving_copy_is_made_by_a_form_of_ours_of_a_paper_that_has_a_code() {
    let (matter, seq, _) = case();
    let officer = Person::new("officer-in-a-hurry", "officer", "urban");
    let path = format!("/matters/{matter}/papers/{seq}/serving-copy");
    for csrf in ["", "wrong", "𠮷"] {
        assert_eq!(officer.post(&path, &[("csrf", csrf)]).status, 403, "{csrf}");
    }
    assert_eq!(officer.get(&path).status, 405, "no link makes one");
    let state = RUNTIME.block_on(CITY.0.state(&matter)).expect("the store").expect("the matter");
    let form = state.papers.iter().find(|one| one.paper.as_str() == "filing-form").expect("a form");
    assert_eq!(officer.print(&matter, form.seq).status, 404, "it has no code");
    assert_eq!(officer.print(&matter, 99_999).status, 404);
    assert!(officer.journalled(&matter).iter().all(|(kind, _)| kind != "serving_copy_made"));
}

/// The file of a case: its cover says whose it is and how it stands, and each service has its sheet.
#[test]
fn a_case_file_holds_the_record_of_each_service() {
    let city = &CITY.0;
    let officer = Person::new("officer-who-binds", "officer", "urban");
    let mut bound = 0;
    for (state, outcome) in [("closed", "已结案归档"), ("performed", "未结案（现处于：已履行）")]
    {
        let query = MatterQuery {
            procedures: vec!["penalty-ordinary".into()],
            states: vec![state.into()],
            ..MatterQuery::default()
        };
        let page = city.store().matters(city.jurisdiction(), &query, MatterOrder::Number, None, 200);
        let rows = RUNTIME.block_on(page).expect("the store").rows;
        let row = rows.iter().find(|row| row.body.as_str() == "urban").expect("a case");
        let matter = MatterId::new(row.matter.as_str());
        let file = officer.get(&format!("/matters/{matter}/case-file"));
        assert_eq!(file.status, 200, "{}", file.text);
        let record = RUNTIME.block_on(city.state(&matter)).expect("the store").expect("the matter");
        let Some(text) = text_of(&file).map(|text| squeezed(&text)) else { return };
        let served = record.acts.iter().filter(|act| act.action.as_str().ends_with("_serve")).count();
        assert!(served >= 2, "the notice and the decision were served");
        for said in ["送达回证（告知书）", "送达回证（决定书）"] {
            // In the index and on the sheet itself.
            assert!(text.matches(said).count() >= 2, "{said}: {text}");
        }
        assert!(text.contains(&format!("办理结果{outcome}")), "{text}");
        assert!(
            text.contains("承办人") && text.contains("保管期限30年（《档案法实施条例》第十九条第二款"),
            "{text}"
        );
        let Some(Value::Party(party)) = record.fields.get(&FieldId::new("party")) else { panic!("a party") };
        let cover = text.split("卷内目录").next().expect("a cover");
        assert!(cover.contains(&format!("当事人{}", squeezed(&mask_party(party)))), "{cover}");
        assert!(party.kind == PartyKind::Organisation || !cover.contains(&party.name), "{cover}");
        for access in record
            .papers
            .iter()
            .filter_map(|paper| RUNTIME.block_on(city.paper_access(&matter, paper.seq)).expect("the store"))
        {
            assert!(!text.contains(&access.code), "the code is the party's alone");
        }
        bound += 1;
    }
    assert_eq!(bound, 2);
}
