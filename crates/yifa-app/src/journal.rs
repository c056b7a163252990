//! Owns what a line of the journal can say: every kind of line, and every part that a line can have. A page has a word for
//! each of them in each language; a line of another kind, or with another part, cannot be written.

use serde_json::{Map, Value as Json};
use yifa_store::JournalEntry;

use crate::city::City;
use crate::error::Result;

macro_rules! said {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$doc])* $variant,)*
        }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The word in the stored line.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

said! {
    /// What a line tells.
    Kind {
        /// 依法拒绝
        Refusal = "refusal",
        /// 登录
        SignIn = "sign_in",
        /// 登录失败
        SignInFailed = "sign_in_failed",
        /// 开启个人信息
        PersonalDataOpened = "personal_data_opened",
        /// 打印送达本
        ServingCopyMade = "serving_copy_made",
        /// 装订案卷
        CaseFileBound = "case_file_bound",
        /// 修改账户
        AccountChanged = "account_changed",
        /// 停用账户
        AccountEnded = "account_ended",
        /// 重新启用账户
        AccountReopened = "account_reopened",
        /// 开启两步验证
        SecondStepBegun = "second_step_begun",
        /// 解除两步验证
        SecondStepEnded = "second_step_ended",
        /// 导出日志
        JournalExported = "journal_exported",
        /// 删除个人信息; written by the store in one transaction with the erasure.
        Erased = "erased",
        /// 导出列表
        ListExported = "list_exported",
        /// 导出个人信息
        PersonalExported = "personal_exported",
        /// 导入台账
        RegisterImported = "register_imported",
        /// 撤回导入
        RegisterUndone = "register_undone",
        /// 删除备注
        RemarkRemoved = "remark_removed",
        /// 抽取答卷凭证
        SlipsDrawn = "slips_drawn",
        /// 制作令牌
        TokenMade = "token_made",
        /// 作废令牌
        TokenRevoked = "token_revoked",
        /// 增加接收地址
        HookAdded = "hook_added",
        /// 更换接收地址的密钥
        HookRenewed = "hook_renewed",
        /// 移除接收地址
        HookRemoved = "hook_removed",
        /// 备份
        BackupMade = "backup_made",
        /// 采用工作日历
        CalendarAdopted = "calendar_adopted",
        /// 预告机关变动
        BodiesAnnounced = "bodies_announced",
        /// 撤回机关变动预告
        BodiesAnnouncementWithdrawn = "bodies_announcement_withdrawn",
        /// 机关变动
        BodiesReorganised = "bodies_reorganised",
        /// 导入机构名册
        BodiesImported = "bodies_imported",
        /// 导入人员名册
        PeopleImported = "people_imported",
        /// 撤回名册
        RosterUndone = "roster_undone",
    }
}

said! {
    /// A part of a line.
    Part {
        /// Whose account.
        Account = "account",
        /// The number of an act in its matter.
        Act = "act",
        /// An action of the procedure.
        Action = "action",
        /// Whether the whole approval form was seen, with personal data.
        ApprovalForm = "approval_form",
        /// The body that handles the matter.
        Body = "body",
        /// Instruments that were cited.
        Cited = "cited",
        /// How many.
        Count = "count",
        /// Bodies or people that a roster created, by name.
        Created = "created",
        /// Days off and days worked of a calendar.
        Days = "days",
        /// Bodies that end.
        Ends = "ends",
        /// Until when it is good, an instant.
        EndsAt = "ends_at",
        /// Rows with faults.
        Faults = "faults",
        /// A field of the procedure.
        Field = "field",
        /// A file, by name or digest.
        File = "file",
        /// What a list was filtered by, as in its address.
        Filter = "filter",
        /// The format of a file.
        Format = "format",
        /// The decision that something rests on.
        Ground = "ground",
        /// The body that carries on what another left.
        Heir = "heir",
        /// The identifier of an announced change.
        Id = "id",
        /// The identifier of an import.
        Import = "import",
        /// Rows that were kept.
        Kept = "kept",
        /// What somebody called it.
        Label = "label",
        /// Lines of the journal.
        Lines = "lines",
        /// Bodies that are set up.
        Makes = "makes",
        /// The identifier of a matter.
        Matter = "matter",
        /// How many matters.
        Matters = "matters",
        /// How many running dates moved.
        Moved = "moved",
        /// Whether a password was set.
        NewPassword = "new_password",
        /// Files that could not be bound.
        NotBound = "not_bound",
        /// The day from which it holds.
        On = "on",
        /// Pages of a file.
        Pages = "pages",
        /// The number of the event that issued a paper.
        Paper = "paper",
        /// The body above.
        Parent = "parent",
        /// Which value of an act.
        Path = "path",
        /// Roles with their bodies.
        Posts = "posts",
        /// A procedure.
        Procedure = "procedure",
        /// Why, as somebody gave it.
        Reason = "reason",
        /// Why the law said no: of each its code, condition, which of its claims fail or cannot be judged, and articles.
        Reasons = "reasons",
        /// The identifier of a remark.
        Remark = "remark",
        /// How many rows.
        Rows = "rows",
        /// Of what a roster created, what had been used and stays, by name.
        Stays = "stays",
        /// Of what a roster created, what is gone again, by name.
        TakenBack = "taken_back",
        /// What a token is good for.
        Scopes = "scopes",
        /// The number of an act in its matter, as the store names it.
        Seq = "seq",
        /// The digest of a sheet of rows.
        Sheet = "sheet",
        /// Where a notice was published.
        Source = "source",
        /// A year.
        Year = "year",
    }
}

impl City {
    /// Writes a line into the journal. Parts without a value are left out.
    ///
    /// # Errors
    /// The store.
    pub async fn journal(
        &self,
        kind: Kind,
        actor: Json,
        matter: Option<yifa_store::MatterId>,
        parts: Vec<(Part, Json)>,
    ) -> Result<()> {
        let parts = parts.into_iter().filter(|(_, value)| !value.is_null());
        let content: Map<String, Json> = parts.map(|(part, value)| (part.word().to_owned(), value)).collect();
        let entry =
            JournalEntry { kind: kind.word().to_owned(), actor, matter, content: Json::Object(content) };
        Ok(self.store().journal_append(self.jurisdiction(), vec![entry], self.clock().now()).await?)
    }
}
