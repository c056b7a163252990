//! The paper as a typed value. Owns what a paper *has*; must not know how it is drawn or what it means.

use jiff::civil::Date;

/// One paper 文书, complete and ready to be set in type.
///
/// Every string is plain text. A line break in it is kept; an empty string counts as absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// How it is laid out.
    pub layout: Layout,
    /// The language of the fixed words (page number, 抄送 …) and the regional form of the characters.
    pub language: Language,
    /// The body that issues it 发文机关, by its full or standard short name.
    pub organ: String,
    /// Title 标题, or the name of an enforcement paper 文书名称. A line break marks where the title may turn.
    pub title: String,
    /// Document number 发文字号 or 文号, as `某府发〔2026〕3号`.
    pub number: Option<String>,
    /// To whom it is addressed 主送机关, without the closing colon.
    pub addressee: Option<String>,
    /// Particulars of the party or the matter, label beside value.
    pub particulars: Vec<Particular>,
    /// The body 正文.
    pub blocks: Vec<Block>,
    /// The attachments by name 附件说明.
    pub attachments: Vec<Attachment>,
    /// Texts that go with it, on pages of their own.
    pub annexes: Vec<Annex>,
    /// The day on which the paper was made, where it is not the date beside the signature: for forms and
    /// tables, which print none. It becomes the creation date of the file.
    pub made_on: Option<Date>,
    /// Who signs, when, and where the seal goes.
    pub signature: Option<Signature>,
    /// Lines to be signed by hand: the party's receipt on an enforcement paper, the opinion boxes of a form.
    pub sign_lines: Vec<String>,
    /// Notes below the date 附注, or the service note of an enforcement paper.
    pub notes: Vec<String>,
    /// Bodies that get a copy 抄送.
    pub copies: Vec<String>,
    /// The event that it was made from, and where anybody may check it.
    pub proof: Option<Proof>,
    /// A mark across each page of a paper that is not (or no longer) the effective one.
    pub watermark: Option<Watermark>,
    /// What is not shown in it. Where there is something, each page says that it is a reading copy 阅览件, and the mark that
    /// verifies the paper is named, not borne.
    pub withheld: Vec<Withheld>,
}

impl Paper {
    /// A paper with nothing but its head; the other fields start empty.
    pub fn new(layout: Layout, language: Language, organ: &str, title: &str) -> Self {
        Self {
            layout,
            language,
            organ: organ.to_owned(),
            title: title.to_owned(),
            number: None,
            addressee: None,
            particulars: Vec::new(),
            blocks: Vec::new(),
            attachments: Vec::new(),
            annexes: Vec::new(),
            made_on: None,
            signature: None,
            sign_lines: Vec::new(),
            notes: Vec::new(),
            copies: Vec::new(),
            proof: None,
            watermark: None,
            withheld: Vec::new(),
        }
    }

    /// The date that the file carries: the day on which it was made, or else the date beside the signature.
    pub(crate) fn made_on(&self) -> Option<Date> {
        let signed_on = self.signature.as_ref().and_then(|signature| signature.date);
        self.made_on.or(signed_on).filter(|on| on.year() > 0)
    }

    /// Adds one line of particulars.
    pub fn particular(&mut self, label: &str, value: &str) -> &mut Self {
        self.particulars.push(Particular { label: label.to_owned(), value: value.to_owned() });
        self
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, text: &str) -> &mut Self {
        self.blocks.push(Block::Paragraph(text.to_owned()));
        self
    }

    /// Adds the note by which whoever is served follows the matter: reference number, code, address. Without the code it
    /// says in which copy that stands.
    pub fn access(&mut self, number: &str, code: Option<&str>, address: &str) -> &mut Self {
        let words = crate::words::words(self.language);
        let [before, between, at, end] = words.access;
        let code = code.unwrap_or(words.code_withheld);
        self.notes.push(format!("{before}{number}{between}{code}{at}{address}{end}"));
        self
    }

    /// Makes it a reading copy 阅览件, in which something is not shown.
    pub fn withhold(&mut self, what: Withheld) -> &mut Self {
        self.withheld.push(what);
        self.watermark.get_or_insert(Watermark::Reading);
        self
    }

    /// Adds a text that goes with it: named as an attachment, but for an order, whose text follows without a word.
    pub fn annex(&mut self, title: &str, blocks: Vec<Block>) -> &mut Self {
        if self.layout != Layout::Order {
            self.attachments.push(title.into());
        }
        self.annexes.push(Annex { title: title.to_owned(), blocks });
        self
    }

    /// Adds a file that goes with it: its name, and below that by what anybody tells it from another one.
    pub fn file(&mut self, name: &str, bytes: u64, digest: &str) -> &mut Self {
        let told = format!("{}, SHA-256 {digest}", size(bytes));
        self.attachments.push(Attachment { name: name.to_owned(), told: Some(told) });
        self
    }

    /// Says that a text which should go with it is not on record.
    pub fn without_annex(&mut self, title: &str) -> &mut Self {
        let [before, after] = crate::words::words(self.language).without_annex;
        self.notes.push(format!("{before}{title}{after}"));
        self
    }

    /// Adds a heading; its outline number (一、 / (一) / 1. / (1)) is part of the text.
    pub fn heading(&mut self, level: Level, text: &str) -> &mut Self {
        self.blocks.push(Block::Heading { level, text: text.to_owned() });
        self
    }
}

/// How a paper is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layout {
    /// Official document with a red head 红头公文, after GB/T 9704-2012.
    Official,
    /// Letter 信函格式, after GB/T 9704-2012, 10.1: to other bodies and answers to persons.
    Letter,
    /// Order 命令（令）, after GB/T 9704-2012, 10.2: signed by a head; its number stands below the mark, no title.
    Order,
    /// Minutes 纪要, after GB/T 9704-2012, 10.3: the title is the mark, who took part stands below the text, no seal.
    Minutes,
    /// Enforcement paper 执法文书.
    Enforcement,
    /// Form, register or table 表格.
    Plain,
}

impl Layout {
    /// All layouts.
    pub const ALL: [Self; 6] =
        [Self::Official, Self::Letter, Self::Order, Self::Minutes, Self::Enforcement, Self::Plain];
}

/// The language of the fixed words and the form of the characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// 简体中文
    ZhHans,
    /// 繁體中文
    ZhHant,
    /// English
    En,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 3] = [Self::ZhHans, Self::ZhHant, Self::En];
}

/// One line of particulars, such as 当事人 beside its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Particular {
    /// What it is, without a colon.
    pub label: String,
    /// Its value; empty is printed as a blank to be filled in.
    pub value: String,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph, its first line indented by two characters; a line break starts the next one.
    Paragraph(String),
    /// A heading in the face that GB/T 9704 gives to its level.
    Heading {
        /// Its level in the outline.
        level: Level,
        /// Its text, with its outline number.
        text: String,
    },
    /// The heading of a part, chapter or section of a legal text 章, 节, in the middle.
    Chapter(String),
    /// The beginning of an article 条; its further paragraphs and items follow as paragraphs.
    Article {
        /// `第一条`
        label: String,
        /// Its first paragraph.
        text: String,
    },
    /// A list.
    List {
        /// Numbered `1.` `2.` …, or with dots.
        numbered: bool,
        /// Its items in order.
        items: Vec<String>,
    },
    /// A table whose head is repeated on each page.
    Table(Table),
}

/// A line of the attachments 附件说明 (GB/T 9704-2012, 7.3.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, without number and full stop.
    pub name: String,
    /// Of a file: size and digest, in smaller type below the name.
    pub told: Option<String>,
}

impl From<&str> for Attachment {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), told: None }
    }
}

/// A length in the units that people compare it by.
fn size(bytes: u64) -> String {
    const UNIT: u64 = 1024;
    let tenths = |of: u64| {
        let tenths = (u128::from(bytes) * 10 + u128::from(of) / 2) / u128::from(of);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match bytes {
        0..UNIT => format!("{bytes} B"),
        UNIT..1_048_525 => format!("{} KB", tenths(UNIT)),
        1_048_525..1_073_688_084 => format!("{} MB", tenths(UNIT * UNIT)),
        _ => format!("{} GB", tenths(UNIT * UNIT * UNIT)),
    }
}

/// A text that goes with a paper 附件 (GB/T 9704-2012, 7.3.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    /// Its title.
    pub title: String,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// Level of a heading 结构层次 (GB/T 9704-2012, 7.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 一、 in 黑体
    First,
    /// (一) in 楷体
    Second,
    /// 1. in 仿宋
    Third,
    /// (1) in 仿宋
    Fourth,
}

/// A table. Rows may be shorter or longer than the head; missing cells are blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What is above it; empty for none.
    pub caption: String,
    /// The names of the columns; empty for a table without head.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// Signature 署名, date and place of the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The body that signs; of an order the person, with the post before the name.
    pub name: String,
    /// Date of the paper 成文日期, printed in Arabic numerals (GB/T 9704-2012, 7.3.5). `None` leaves a blank for the date.
    pub date: Option<Date>,
    /// Whether a dashed circle marks the place of the seal.
    pub seal: bool,
}

/// What ties a paper to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// Hash of the event that the paper was made from, printed at the foot of each page.
    pub event_hash: String,
    /// Address of the public verifying page, printed as QR code on the last page; empty for none.
    pub verify_url: String,
}

/// A word across each page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Watermark {
    /// 草稿: not yet issued.
    Draft,
    /// 副本: a copy of the sealed paper.
    Copy,
    /// 作废: withdrawn or void.
    Void,
    /// 阅览件: something in it is not shown.
    Reading,
}

/// What is not shown in a reading copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Withheld {
    /// The code 查询码, which is for whoever is served alone.
    Code,
    /// Personal data 个人信息, masked.
    PersonalData,
}
