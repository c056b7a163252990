//! The commands, one file each.

mod bar;
mod bench;
mod check;
mod definitions;
mod explain;
mod export;
mod hold;
mod import_instruments;
mod import_register;
mod import_roster;
mod import_roster_undo;
mod import_undo;
mod init;
mod keep;
mod law_cite;
mod law_number;
mod law_read;
mod law_review;
mod law_translation;
mod law_unfiled;
mod limit;
mod place;
mod plan_read;
mod report;
mod running;
mod serve;
mod simulate;

use clap::{Parser, Subcommand};

use crate::answer::{Answer, Failure};
use crate::words::Language;

/// 依法 Yifa：城市依法行政平台 · a city's administration by law
#[derive(Debug, Parser)]
#[command(
    name = "yifa",
    version,
    about = "依法 Yifa：城市依法行政平台 · a city's administration by law",
    after_help = "退出码 exit codes: 0 正常 fine · 1 结论为否 the answer is no · 2 用法有误 wrong use · 3 故障 fault"
)]
pub struct CommandLine {
    /// 答复所用语言 · language of the answers
    #[arg(long, global = true, value_enum, default_value = "zh")]
    lang: Language,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 演示城市：云江市的一年 · a demonstration city with a year behind it
    Demo(serve::Demo),
    /// 运行平台 · serve a city
    Serve(serve::Serve),
    /// 新建城市 · make a new city
    Init(init::Arguments),
    /// 建立账户 · create an account
    Account(keep::NewAccount),
    /// 核验全部哈希链 · recompute every hash of the log
    Verify(keep::Whole),
    /// 由日志重建读表 · make every read table again from the log
    Rebuild(keep::Whole),
    /// 性能预算 · budgets as ratios to a baseline of the same run
    Bench(bench::Arguments),
    /// 备份 · write a backup
    Backup(keep::File),
    /// 导入 · import
    #[command(subcommand)]
    Import(Import),
    /// 导出事件或者事项 · take out events or matters
    Export(export::Arguments),
    /// 年度数据 · the figures of a year
    Report(report::Arguments),
    /// 换一套规定重演全部事项 · replay every matter under other rules
    Simulate(simulate::Arguments),
    /// 恢复到空库 · fill an empty store from a backup
    Restore(keep::File),
    /// 工作计划与通知 · plans and notices
    #[command(subcommand)]
    Plan(Plan),
    /// 法律文本 · texts of law
    #[command(subcommand)]
    Law(Law),
    /// 计算期限 · compute a limit, with every step
    Limit(limit::Arguments),
    /// 编译定义并运行全部情景 · compile the definitions and run every scenario
    Check(check::Arguments),
    /// 定义语言的参考与文件格式 · reference and schemas of the definition language
    #[command(subcommand)]
    Definitions(definitions::Definitions),
    /// 解释代码 · explain a code; without one, list them all
    Explain(explain::Arguments),
}

#[derive(Debug, Subcommand)]
enum Plan {
    /// 读出通知的章、条、任务与疑点 · read a notice into items and findings
    Read(plan_read::Arguments),
}

#[derive(Debug, Subcommand)]
enum Import {
    /// 由表格导入台账 · a register from a sheet
    Register(import_register::Arguments),
    /// 撤回一次导入 · take an import of a register back
    Undo(import_undo::Arguments),
    /// 由表格录入机构名册、人员名册 · a roster of bodies or people from a sheet
    Roster(import_roster::Arguments),
    /// 撤回名册新增而尚未使用的 · take back what a roster created and nobody has used
    RosterUndo(import_roster_undo::Arguments),
    /// 法律文本收入法规库 · texts of law into the library
    Instruments(import_instruments::Arguments),
}

#[derive(Debug, Subcommand)]
enum Law {
    /// 读出法规或者规范性文件的结构与日期 · read the structure and the dates of legal texts
    Read(law_read::Arguments),
    /// 核对引用：指向什么，当日是否有效 · check citations: what they lead to, and whether it holds on a day
    Cite(law_cite::Arguments),
    /// 合法性机器审查：引用、条号、设定、日期、程序 · machine legality review of a document
    Review(law_review::Arguments),
    /// 规范文号的写法 · document numbers in their canonical form
    Number(law_number::Arguments),
    /// 核对英译：条款、数字、情态、术语，原文是否变动 · compare an English translation with its source
    Translation(law_translation::Arguments),
    /// 应备未备：公布未报备、号码中断、被引用而不知 · unfiled documents, missing numbers, what is cited and unknown
    Unfiled(law_unfiled::Arguments),
}

impl CommandLine {
    /// Does what was asked.
    ///
    /// # Errors
    /// Wrong use, or a fault of the machine.
    pub fn run(&self) -> Result<Answer, Failure> {
        match &self.command {
            Command::Demo(arguments) => serve::demo(arguments),
            Command::Serve(arguments) => serve::serve(arguments),
            Command::Init(arguments) => init::run(arguments, self.lang),
            Command::Import(Import::Register(arguments)) => import_register::run(arguments, self.lang),
            Command::Import(Import::Undo(arguments)) => import_undo::run(arguments, self.lang),
            Command::Import(Import::Roster(arguments)) => import_roster::run(arguments, self.lang),
            Command::Import(Import::RosterUndo(arguments)) => import_roster_undo::run(arguments, self.lang),
            Command::Import(Import::Instruments(arguments)) => import_instruments::run(arguments, self.lang),
            Command::Export(arguments) => export::run(arguments),
            Command::Report(arguments) => report::run(arguments, self.lang),
            Command::Simulate(arguments) => simulate::run(arguments, self.lang),
            Command::Account(arguments) => keep::account(arguments),
            Command::Verify(arguments) => keep::verify(arguments, self.lang),
            Command::Rebuild(arguments) => keep::rebuild(arguments, self.lang),
            Command::Bench(arguments) => bench::run(arguments, self.lang),
            Command::Backup(arguments) => keep::backup(arguments, self.lang),
            Command::Restore(arguments) => keep::restore(arguments, self.lang),
            Command::Plan(Plan::Read(arguments)) => plan_read::run(arguments, self.lang),
            Command::Law(Law::Read(arguments)) => law_read::run(arguments, self.lang),
            Command::Law(Law::Cite(arguments)) => law_cite::run(arguments, self.lang),
            Command::Law(Law::Review(arguments)) => law_review::run(arguments, self.lang),
            Command::Law(Law::Translation(arguments)) => law_translation::run(arguments, self.lang),
            Command::Law(Law::Unfiled(arguments)) => law_unfiled::run(arguments, self.lang),
            Command::Law(Law::Number(arguments)) => law_number::run(arguments, self.lang),
            Command::Limit(arguments) => limit::run(arguments, self.lang),
            Command::Check(arguments) => check::run(arguments, self.lang),
            Command::Definitions(which) => definitions::run(which, self.lang),
            Command::Explain(arguments) => explain::run(arguments, self.lang),
        }
    }
}
