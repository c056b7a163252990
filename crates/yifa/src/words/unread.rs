//! Why a citation leads nowhere, in words. The English words are those of the library itself.

use yifa_law::citation::{CitationFault, UnresolvedCitation};
use yifa_library::{NotRead, NotReadBecause};

use super::Language;

/// Why a citation cannot be read or followed.
pub fn unread(why: &NotRead, language: Language) -> String {
    match (language, &why.because) {
        (Language::En, _) => why.says(),
        (Language::Zh, NotReadBecause::Malformed(error)) => malformed(error.fault).to_owned(),
        (Language::Zh, NotReadBecause::Unresolved(why)) => unresolved(*why).to_owned(),
    }
}

fn malformed(fault: CitationFault) -> &'static str {
    match fault {
        CitationFault::NoCitation => "没有引用",
        CitationFault::OtherText => "引用之外还有其他文字",
        CitationFault::UnclosedTitle => "书名号没有闭合",
        CitationFault::EmptyTitle => "书名号中没有标题",
        CitationFault::BadNumber => "条、款、项的序号无法识读，请核对原文",
        CitationFault::Zero => "条、款、项从一起编号，没有第零",
        CitationFault::StepOrder => "次序应当是条、款、项、目",
        CitationFault::BadRange => "起止颠倒，或者起止不是同一层次",
        CitationFault::BadDocumentNumber => "发文字号无法识读，请核对原文",
    }
}

fn unresolved(why: UnresolvedCitation) -> &'static str {
    match why {
        UnresolvedCitation::NoSuchInstrumentBefore => "前文没有引用过这样的文件",
        UnresolvedCitation::NoArticleBefore => "前文没有引用过条",
        UnresolvedCitation::NoPosition => "引用之处不在任何一条之内，不能确定所指的是哪一条",
        UnresolvedCitation::NothingBefore => "前面没有条、款可指",
    }
}
