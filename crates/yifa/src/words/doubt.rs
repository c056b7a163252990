//! What is doubtful about imported texts, in words. The English words are those of the library itself.

use yifa_law::decode::DecodeError;
use yifa_law::text::Irregularity;
use yifa_law::text::normative::NormativeFinding;
use yifa_library::{Damage, DoubtKind, HeldBecause};

use super::{Language, irregularity};

/// A doubt as a sentence.
pub fn doubt(kind: &DoubtKind, language: Language) -> String {
    match language {
        Language::En => kind.to_string(),
        Language::Zh => chinese(kind),
    }
}

fn chinese(kind: &DoubtKind) -> String {
    match kind {
        DoubtKind::Text(odd) => text(odd),
        DoubtKind::Dates(NormativeFinding::EffectBeforeIssue) => "施行日期早于成文日期".to_owned(),
        DoubtKind::Dates(NormativeFinding::EffectAfterDays) => {
            "自印发或者公布之日起若干日后施行，按成文日期推算，请以公布日期核对".to_owned()
        }
        DoubtKind::Dates(NormativeFinding::TermWithoutStart) => "写明了有效期，但无从起算".to_owned(),
        DoubtKind::Duplicate(other) => format!("与 {other} 相同"),
        DoubtKind::TwoTexts { kept, .. } => format!("与同日的 {kept} 内容不同；采用后者，请核对"),
        DoubtKind::MakerPresumed(maker) => format!("没有写明制定机关，按文号的机关代字推定为{maker}"),
        DoubtKind::NoDay => "没有写明日期，不能排入各个版本".to_owned(),
        DoubtKind::EffectNotTold => "最近一次修改的施行日期不在文中，按通过日推定，请登记".to_owned(),
        DoubtKind::WhichNamesake => "同名文件不止一件，不能确定是哪一件".to_owned(),
        DoubtKind::RepealsItself => "文中写明废止自己；没有据此作任何变更".to_owned(),
        DoubtKind::PartlyAffects(title) => format!("废止《{title}》中与其不一致的内容；请列明条款"),
        DoubtKind::NamesakeNotEnded(title) => {
            format!("废止的是较早的《{title}》；库中同名文件较晚，没有据此废止")
        }
    }
}

fn text(odd: &Irregularity) -> String {
    irregularity(odd, Language::Zh)
}

fn not_text(why: DecodeError) -> String {
    match why {
        DecodeError::Format(format) => {
            format!("不是文本：这是 {format} 文件；请另存为 DOCX、网页或者纯文本再导入")
        }
        DecodeError::ControlCharacters { at } => format!("不是文本：第 {at} 字节是控制字符"),
        DecodeError::BrokenUtf8 { at } => format!("UTF-8 编码在第 {at} 字节处损坏"),
        DecodeError::BrokenUtf16 => "UTF-16 编码损坏".to_owned(),
        DecodeError::UnknownEncoding => "不是文本：既不是 UTF-8、UTF-16，也不是 GB 18030".to_owned(),
    }
}

fn damaged(damage: Damage) -> &'static str {
    match damage {
        Damage::Archive => "文档已损坏，不能打开：请重新取得文件",
        Damage::Foreign => "是压缩包，里面没有文字处理文档：请先解压",
        Damage::Document => "文档内容已损坏：请用文字处理软件打开后另存",
        Damage::TooLong => "文档过长，不可能是一份文本",
    }
}

/// Why a text is held back, as a sentence.
pub fn held(because: &HeldBecause, language: Language) -> String {
    match (language, because) {
        (Language::En, _) => because.to_string(),
        (Language::Zh, HeldBecause::Scan(format)) => {
            format!("{format} 没有文字层（扫描件）：已存原件，录入文本之前不得引用")
        }
        (Language::Zh, HeldBecause::Empty) => "文件是空的".to_owned(),
        (Language::Zh, HeldBecause::TooLong(most)) => {
            format!("文本超过 {most} MB，没有这么长的法律文本：请拆分，或者去掉不是法律文本的部分")
        }
        (Language::Zh, HeldBecause::NoTitle) => "没有可作标题的行".to_owned(),
        (Language::Zh, HeldBecause::OnlyTitle) => {
            "只有标题，没有正文：请补录正文；不是文件的（如网站的出错页）请去掉".to_owned()
        }
        (Language::Zh, HeldBecause::ScrambledDigits(written)) => {
            let some: Vec<&str> = written.iter().take(3).map(String::as_str).collect();
            format!("数字不可信（{}），整份文本不得引用，须与原件核对", some.join("、"))
        }
        (Language::Zh, HeldBecause::NotText(why)) => not_text(*why),
        (Language::Zh, HeldBecause::Broken(damage)) => damaged(*damage).to_owned(),
        (Language::Zh, HeldBecause::Unreadable(why)) => {
            format!("文件不能读出：{why}")
        }
    }
}
