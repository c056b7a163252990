//! A small file can hold a large workbook. It is refused for what it is, quickly, and without taking the machine's memory.

#![expect(clippy::unwrap_used, reason = "a test ends where a workbook is not as it must be")]

use std::io::{Cursor, Write as _};

use yifa_app::AppError;
use yifa_app::sheet::{Sheet, SheetFault};
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const WORKBOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook with one sheet: a text that its cells may name, and its rows so many times over.
fn workbook(shared: &str, rows: &str, times: usize) -> Vec<u8> {
    book(WORKBOOK, RELATIONS, shared, rows, times)
}

/// The same, with other sheets before it.
fn book(workbook: &str, relations: &str, shared: &str, rows: &str, times: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    for (name, text) in [
        ("[Content_Types].xml", TYPES.to_owned()),
        ("xl/workbook.xml", workbook.to_owned()),
        ("xl/_rels/workbook.xml.rels", relations.to_owned()),
        ("xl/sharedStrings.xml", format!(r#"<sst xmlns="{main}"><si><t>{shared}</t></si></sst>"#)),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    write!(zip, r#"<worksheet xmlns="{main}"><sheetData>"#).unwrap();
    for _ in 0..times {
        zip.write_all(rows.as_bytes()).unwrap();
    }
    zip.write_all(b"</sheetData></worksheet>").unwrap();
    if workbook.contains("hidden") {
        zip.start_file("xl/worksheets/sheet2.xml", SimpleFileOptions::default()).unwrap();
        write!(zip, r#"<worksheet xmlns="{main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>选项</t></is></c></row></sheetData></worksheet>"#)
            .unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn fault(bytes: &[u8]) -> SheetFault {
    match Sheet::read(bytes) {
        Err(AppError::Sheet(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c></row>"#;

#[test]
fn a_workbook_is_read_with_its_lines() {
    let rows = format!(r#"{HEADER}<row r="3"><c r="A3" t="s"><v>0</v></c></row>"#);
    let sheet = Sheet::read(&workbook("𠮷野家", &rows, 1)).unwrap();
    assert_eq!(sheet.header, ["名称"]);
    let read: Vec<_> = sheet.rows.iter().map(|row| (row.line, row.cells[0].text.as_str())).collect();
    assert_eq!(read, [(3, "𠮷野家")]);
}

#[test]
fn an_archive_that_unpacks_without_end_is_refused() {
    let row = format!(r#"<row><c t="inlineStr"><is><t>{}</t></is></c></row>"#, "a".repeat(1 << 20));
    let bytes = workbook("", &row, 200);
    assert!(bytes.len() < 1 << 20, "a small file: {}", bytes.len());
    assert_eq!(fault(&bytes), SheetFault::Unpacked);
}

#[test]
fn one_text_that_very_many_cells_name_is_refused() {
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(100));
    assert_eq!(fault(&workbook(&"长".repeat(10_000), &row, 100)), SheetFault::Unpacked);
}

#[test]
fn a_cell_at_the_far_end_makes_no_grid_up_to_it() {
    let far = |at: &str| {
        let row: String = at.chars().filter(char::is_ascii_digit).collect();
        let cell = format!(r#"<row r="{row}"><c r="{at}" t="inlineStr"><is><t>远</t></is></c></row>"#);
        workbook("", &format!("{HEADER}{cell}"), 1)
    };
    assert_eq!(fault(&far("XFD1048576")), SheetFault::TooManyColumns);
    assert_eq!(fault(&far("B1048576")), SheetFault::Stray { line: 1_048_576, text: "远".to_owned() });
    assert_eq!(Sheet::read(&far("A1048576")).unwrap().rows[0].line, 1_048_576);
}

#[test]
fn more_rows_than_are_read_are_refused() {
    let row = r#"<row><c t="inlineStr"><is><t>甲</t></is></c></row>"#;
    assert_eq!(fault(&workbook("", row, 100_002)), SheetFault::TooManyRows);
    // Nor is a wide sheet of nearly nothing.
    let row = r#"<row><c/><c/><c/></row><row><c t="inlineStr"><is><t>甲</t></is></c></row>"#.replace(
        "<c/><c/><c/>",
        &format!("{}{}", "<c/>".repeat(199), r#"<c t="inlineStr"><is><t>乙</t></is></c>"#),
    );
    assert_eq!(fault(&workbook("", &row, 45_000)), SheetFault::TooManyRows);
    let header: Vec<String> = (0..190).map(|column| format!("列{column}")).collect();
    let csv = format!("{}\n{}", header.join(","), "甲\n".repeat(60_000));
    assert_eq!(fault(csv.as_bytes()), SheetFault::TooManyRows);
}

#[test]
fn an_archive_that_is_no_workbook_is_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("content.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<office/>").unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert!(matches!(fault(&bytes), SheetFault::Workbook(_)));
}

#[test]
fn a_hidden_sheet_of_choices_before_the_first_is_passed_over() {
    for state in ["hidden", "veryHidden"] {
        let lists = format!(r#"<sheets><sheet name="选项" sheetId="2" state="{state}" r:id="rId3"/>"#);
        let relation = r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/></Relationships>"#;
        let workbook = WORKBOOK.replace("<sheets>", &lists);
        let relations = RELATIONS.replace("</Relationships>", relation);
        let rows = format!(r#"{HEADER}<row r="2"><c r="A2" t="s"><v>0</v></c></row>"#);
        let sheet = Sheet::read(&book(&workbook, &relations, "甲", &rows, 1)).unwrap();
        assert_eq!((sheet.header, sheet.rows.len()), (vec!["名称".to_owned()], 1), "{state}");
    }
}

#[test]
fn a_formula_is_read_as_what_it_came_to_and_an_error_is_told() {
    let rows = format!(
        r#"{HEADER}<row r="3"><c r="A3" t="str"><f>1+1</f><v>水务局</v></c></row><row r="4"><c r="A4" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>"#
    );
    let sheet = Sheet::read(&workbook("", &rows, 1)).unwrap();
    let read: Vec<_> =
        sheet.rows.iter().map(|row| (row.line, row.cells[0].text.as_str(), row.cells[0].spoiled)).collect();
    assert_eq!(read, [(3, "水务局", false), (4, "#DIV/0!", true)]);
}

#[test]
fn of_merged_cells_the_first_holds_the_text_and_the_others_nothing() {
    let rows = format!(
        r#"{}<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1</v></c></row><row r="3"><c r="A3"/><c r="B3"><v>2</v></c></row>"#,
        HEADER.replace("</row>", r#"<c r="B1" t="inlineStr"><is><t>数</t></is></c></row>"#)
    );
    let sheet = Sheet::read(&workbook("甲", &rows, 1)).unwrap();
    let read: Vec<Vec<&str>> =
        sheet.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(read, [["甲", "1"], ["", "2"]], "nobody guesses that the second row means the same");
}
