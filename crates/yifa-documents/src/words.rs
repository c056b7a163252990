//! The few fixed words that a layout prints by itself, in each language. Owns no wording of papers.

use jiff::civil::Date;
use serde::Serialize;

use crate::paper::{Language, Watermark, Withheld};

/// Fixed words of one language.
#[derive(Debug, Serialize)]
pub(crate) struct Words {
    /// Separates a label from its value.
    pub colon: &'static str,
    /// Separates the bodies of a list.
    pub comma: &'static str,
    /// What follows the organ's name in the red head.
    pub head_suffix: &'static str,
    /// What stands before and after the organ's name in the mark of an order.
    pub order: [&'static str; 2],
    pub attachment: &'static str,
    /// Before and after the title of a text that is not on record.
    pub without_annex: [&'static str; 2],
    pub copy_to: &'static str,
    pub printed: &'static str,
    pub full_stop: &'static str,
    pub seal: &'static str,
    pub sign_here: &'static str,
    pub blank_date: &'static str,
    /// Before the page, between page and total, after the total.
    pub page: [&'static str; 3],
    pub verify: &'static str,
    /// What the code is to whoever does not see it; its address stands beside it.
    pub code: &'static str,
    pub event: &'static str,
    /// On each page of a copy that can be edited: which text counts.
    pub editable: &'static str,
    /// At the foot of each page of such a copy of an issued paper: before the digest of that paper, before the address
    /// that verifies it, after it.
    pub not_issued: [&'static str; 3],
    pub brackets: [&'static str; 2],
    /// How the person served follows the matter: before the number, the code, the address, and the end.
    pub access: [&'static str; 4],
    /// What stands in place of the code.
    pub code_withheld: &'static str,
    /// At the foot of each page of a reading copy: before what is not shown, before the digest of the paper of which it is
    /// one, before the address that verifies that paper, and the end.
    pub reading: [&'static str; 4],
}

pub(crate) fn words(language: Language) -> &'static Words {
    match language {
        Language::ZhHans => &HANS,
        Language::ZhHant => &HANT,
        Language::En => &ENGLISH,
    }
}

/// Fixed words of a case file.
#[derive(Debug, Serialize)]
pub(crate) struct FileWords {
    /// Before and after what the file is of.
    pub called: [&'static str; 2],
    pub index: &'static str,
    /// Place, title, number, day, pages.
    pub columns: [&'static str; 5],
    pub closing: &'static str,
    pub parts: &'static str,
    pub pages: &'static str,
    /// Before and after the number of pages.
    pub total: [&'static str; 2],
    /// Before and after the page of a part.
    pub page_of: [&'static str; 2],
    pub remarks: &'static str,
    pub bound_by: &'static str,
    pub checked_by: &'static str,
    pub bound_on: &'static str,
    pub number: &'static str,
    pub name: &'static str,
    pub opened_on: &'static str,
    pub closed_on: &'static str,
    pub state: &'static str,
    pub party: &'static str,
    pub in_charge: &'static str,
    pub archived_on: &'static str,
    pub retention: &'static str,
    pub not_closed: &'static str,
    pub not_archived: &'static str,
    /// Before and after where a matter stands that is not over.
    pub running: [&'static str; 2],
    /// On the sheet of a part that could not be read.
    pub unreadable: &'static str,
    /// On the sheet of a part that cannot be printed.
    pub kept: &'static str,
    /// On the sheet of a sealed part.
    pub sealed: &'static str,
}

pub(crate) fn file_words(language: Language) -> &'static FileWords {
    match language {
        Language::ZhHans => &FILE_HANS,
        Language::ZhHant => &FILE_HANT,
        Language::En => &FILE_ENGLISH,
    }
}

/// Fixed words of the record of an act.
#[derive(Debug)]
pub(crate) struct RecordWords {
    pub matter: &'static str,
    pub act: &'static str,
    pub by: &'static str,
    /// Who did what happens by operation of law.
    pub by_law: &'static str,
    pub on: &'static str,
    /// Of an act that was taken back.
    pub withdrawn: &'static str,
}

pub(crate) fn record_words(language: Language) -> &'static RecordWords {
    match language {
        Language::ZhHans => &RecordWords {
            matter: "事项",
            act: "办理",
            by: "办理人",
            by_law: "依法当然发生",
            on: "记录日期",
            withdrawn: "本次办理其后已被撤回，不再有效。",
        },
        Language::ZhHant => &RecordWords {
            matter: "事項",
            act: "辦理",
            by: "辦理人",
            by_law: "依法當然發生",
            on: "記錄日期",
            withdrawn: "本次辦理其後已被撤回，不再有效。",
        },
        Language::En => &RecordWords {
            matter: "Matter",
            act: "Act",
            by: "Done by",
            by_law: "the law itself",
            on: "Recorded on",
            withdrawn: "This act was taken back later and no longer holds.",
        },
    }
}

/// Language and region as the typesetter names them.
pub(crate) fn tags(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::ZhHans => ("zh", "CN"),
        // The region chooses the shape and place of the punctuation marks in traditional characters.
        Language::ZhHant => ("zh", "HK"),
        Language::En => ("en", "GB"),
    }
}

pub(crate) fn watermark(mark: Watermark, language: Language) -> &'static str {
    match (mark, language) {
        (Watermark::Draft, Language::ZhHans) => "草稿",
        (Watermark::Draft, Language::ZhHant) => "草稿",
        (Watermark::Draft, Language::En) => "DRAFT",
        (Watermark::Copy, Language::ZhHans) => "副本",
        (Watermark::Copy, Language::ZhHant) => "副本",
        (Watermark::Copy, Language::En) => "COPY",
        (Watermark::Void, Language::ZhHans) => "作废",
        (Watermark::Void, Language::ZhHant) => "作廢",
        (Watermark::Void, Language::En) => "VOID",
        (Watermark::Reading, Language::ZhHans) => "阅览件",
        (Watermark::Reading, Language::ZhHant) => "閱覽件",
        (Watermark::Reading, Language::En) => "READING",
    }
}

/// What a reading copy does not show, in words.
pub(crate) fn withheld(what: Withheld, language: Language) -> &'static str {
    match (what, language) {
        (Withheld::Code, Language::ZhHans) => "查询码",
        (Withheld::Code, Language::ZhHant) => "查詢碼",
        (Withheld::Code, Language::En) => "the code",
        (Withheld::PersonalData, Language::ZhHans) => "个人信息",
        (Withheld::PersonalData, Language::ZhHant) => "個人資料",
        (Withheld::PersonalData, Language::En) => "personal data",
    }
}

/// The date as a paper prints it: `2026年3月20日` without leading zeros (GB/T 9704-2012, 7.3.5).
pub(crate) fn date(on: Date, language: Language) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match language {
        Language::ZhHans | Language::ZhHant => format!("{}年{}月{}日", on.year(), on.month(), on.day()),
        Language::En => {
            let month =
                usize::try_from(on.month() - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
            format!("{} {month} {}", on.day(), on.year())
        }
    }
}

const HANS: Words = Words {
    colon: "：",
    comma: "，",
    head_suffix: "文件",
    order: ["", "令"],
    attachment: "附件",
    without_annex: ["（附件《", "》未随附：系统中没有记录其文本。）"],
    copy_to: "抄送",
    printed: "印发",
    full_stop: "。",
    seal: "（盖章处）",
    sign_here: "签名",
    blank_date: "　　　　年　　月　　日",
    page: ["第", "页　共", "页"],
    verify: "扫码核验本文书",
    code: "二维码",
    event: "存证摘要",
    editable: "编辑稿：以签发盖章的文书为准",
    not_issued: ["本编辑稿不是签发的文书，不能凭以核验。签发的文书：存证摘要 ", "，核验地址 ", ""],
    brackets: ["（", "）"],
    access: [
        "网上办理：查询号 ",
        "，查询码 ",
        "，在 ",
        " 可以查看进度，提出陈述、申辩等依法可以提出的请求。查询码仅供受送达人使用。",
    ],
    code_withheld: "＊＊＊＊＊＊（印在送达本上）",
    reading: ["阅览件，不是送达本，不能凭以送达和核验：未显示", "。原文书：存证摘要 ", "，核验地址 ", ""],
};

const HANT: Words = Words {
    colon: "：",
    comma: "，",
    head_suffix: "文件",
    order: ["", "令"],
    attachment: "附件",
    without_annex: ["（附件《", "》未隨附：系統中沒有記錄其文本。）"],
    copy_to: "抄送",
    printed: "印發",
    full_stop: "。",
    seal: "（蓋章處）",
    sign_here: "簽名",
    blank_date: "　　　　年　　月　　日",
    page: ["第", "頁　共", "頁"],
    verify: "掃碼核驗本文書",
    code: "二維碼",
    event: "存證摘要",
    editable: "編輯稿：以簽發蓋章的文書為準",
    not_issued: ["本編輯稿不是簽發的文書，不能憑以核驗。簽發的文書：存證摘要 ", "，核驗地址 ", ""],
    brackets: ["（", "）"],
    access: [
        "線上辦理：查詢號 ",
        "，查詢碼 ",
        "，於 ",
        " 可以查看進度，提出陳述、申辯等依法可以提出的請求。查詢碼僅供受送達人使用。",
    ],
    code_withheld: "＊＊＊＊＊＊（印在送達本上）",
    reading: ["閱覽件，不是送達本，不能憑以送達和核驗：未顯示", "。原文書：存證摘要 ", "，核驗地址 ", ""],
};

const ENGLISH: Words = Words {
    colon: ": ",
    comma: ", ",
    head_suffix: "",
    order: ["Order of the ", ""],
    attachment: "Attachment",
    without_annex: ["(Without the attachment ", ": no text of it is on record.)"],
    copy_to: "Copies to",
    printed: "Issued on ",
    full_stop: ".",
    seal: "(seal)",
    sign_here: "Signature",
    blank_date: "Date                            ",
    page: ["Page ", " of ", ""],
    verify: "Scan to verify this paper",
    code: "QR code",
    event: "Event digest",
    editable: "Editable copy: the sealed paper prevails",
    not_issued: [
        "This editable copy is not the issued paper and cannot be verified. The issued paper: digest ",
        ", verified at ",
        "",
    ],
    brackets: ["(", ")"],
    access: [
        "Online: reference ",
        ", code ",
        ", at ",
        " you can follow the case, defend yourself and make the other requests that the law allows. The code is for you alone.",
    ],
    code_withheld: "****** (printed on the copy that is served)",
    reading: [
        "Reading copy, neither served nor verified; not shown: ",
        ". The paper itself: digest ",
        ", verified at ",
        "",
    ],
};

const FILE_HANS: FileWords = FileWords {
    called: ["", "案卷"],
    index: "卷内目录",
    columns: ["序号", "文书或者材料名称", "文号", "日期", "页次"],
    closing: "卷内备考表",
    parts: "材料件数",
    pages: "总页数",
    total: ["共", "页"],
    page_of: ["，第", "页"],
    remarks: "情况说明",
    bound_by: "立卷人",
    checked_by: "检查人",
    bound_on: "立卷日期",
    unreadable: "该材料的文件不能读出，未能印入本卷；原件按其摘要保存在系统中。",
    number: "案号",
    name: "案件名称",
    opened_on: "立案日期",
    closed_on: "结案日期",
    state: "办理结果",
    party: "当事人",
    in_charge: "承办人",
    archived_on: "归档日期",
    retention: "保管期限",
    not_closed: "未结案",
    not_archived: "未归档",
    running: ["未结案（现处于：", "）"],
    kept: "本件不能印成纸面，原件保存在系统中：",
    sealed: "本件已密封；经批准并记明理由后方可调阅。",
};

const FILE_HANT: FileWords = FileWords {
    called: ["", "案卷"],
    index: "卷內目錄",
    columns: ["序號", "文書或者材料名稱", "文號", "日期", "頁次"],
    closing: "卷內備考表",
    parts: "材料件數",
    pages: "總頁數",
    total: ["共", "頁"],
    page_of: ["，第", "頁"],
    remarks: "情況說明",
    bound_by: "立卷人",
    checked_by: "檢查人",
    bound_on: "立卷日期",
    unreadable: "該材料的文件不能讀出，未能印入本卷；原件按其摘要保存在系統中。",
    number: "案號",
    name: "案件名稱",
    opened_on: "立案日期",
    closed_on: "結案日期",
    state: "辦理結果",
    party: "當事人",
    in_charge: "承辦人",
    archived_on: "歸檔日期",
    retention: "保管期限",
    not_closed: "未結案",
    not_archived: "未歸檔",
    running: ["未結案（現處於：", "）"],
    kept: "本件不能印成紙面，原件保存在系統中：",
    sealed: "本件已密封；經批准並記明理由後方可調閱。",
};

const FILE_ENGLISH: FileWords = FileWords {
    called: ["Case file: ", ""],
    index: "Index of the file",
    columns: ["No.", "Paper or exhibit", "Number", "Date", "Pages"],
    closing: "Closing sheet",
    parts: "Papers and exhibits",
    pages: "Pages",
    total: ["", " pages"],
    page_of: [", page ", ""],
    remarks: "Remarks",
    bound_by: "Bound by",
    checked_by: "Checked by",
    bound_on: "Bound on",
    unreadable: "The file of this exhibit cannot be read and is not printed here; the original is kept under its digest.",
    number: "Number",
    name: "Matter",
    opened_on: "Opened on",
    closed_on: "Closed on",
    state: "Outcome",
    party: "Party",
    in_charge: "In charge",
    archived_on: "Archived on",
    retention: "Kept for",
    not_closed: "not closed",
    not_archived: "not archived",
    running: ["Not closed (now: ", ")"],
    kept: "This exhibit cannot be printed; the original is kept in the system:",
    sealed: "This exhibit is sealed; it is opened only with approval and a recorded reason.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_arabic_without_leading_zeros() {
        let on = jiff::civil::date(2026, 3, 20);
        assert_eq!(date(on, Language::ZhHans), "2026年3月20日");
        assert_eq!(date(on, Language::ZhHant), "2026年3月20日");
        assert_eq!(date(on, Language::En), "20 March 2026");
        assert_eq!(date(jiff::civil::date(2026, 12, 1), Language::En), "1 December 2026");
    }
}
