//! `yifa init`: a new city: its folder, its store, its first bodies and its first administrator.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use yifa_app::account::{Account, Post};
use yifa_app::city::City;
use yifa_app::clock::{Clock, SystemClock};
use yifa_kernel::body::{Body, BodyKind};
use yifa_law::code::{DivisionCode, DivisionLevel};

use super::place::FILE;
use super::running::{self, broken};
use crate::answer::{Answer, Failure};
use crate::input::shown;
use crate::output;
use crate::words::Language;

/// Arguments of `yifa init`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// 新建的城市目录 · the folder to make
    folder: PathBuf,
    /// 行政区划代码（GB/T 2260）· GB/T 2260 code, for example 510100
    #[arg(long)]
    jurisdiction: String,
    /// 城市名称，例如 成都市 · the city's name
    #[arg(long)]
    name: String,
    /// 第一位管理员的登录名 · the name with which the first administrator signs in
    #[arg(long)]
    admin: String,
    /// 管理员姓名 · the administrator's name
    #[arg(long)]
    person: String,
    /// 存放口令的文件 · a file that holds the password
    #[arg(long)]
    password_file: PathBuf,
    /// 数据库地址，默认为目录内的 SQLite · address of the store; an SQLite file in the folder unless given
    #[arg(long)]
    store: Option<String>,
    /// 以 JSON 答复 · answer in JSON
    #[arg(long)]
    json: bool,
}

/// Makes a city.
///
/// # Errors
/// A code that is none, a name that is none, a folder that has something in it, a store that has this city already.
pub fn run(arguments: &Arguments, language: Language) -> Result<Answer, Failure> {
    let code = code(&arguments.jurisdiction)?;
    let name = name(&arguments.name)?;
    let password = running::password(&arguments.password_file)?;
    let store = arguments.store.clone().unwrap_or_else(|| "sqlite:yifa.sqlite".to_owned());
    if password.chars().count() < 8 {
        let file = shown(&arguments.password_file);
        return Err(Failure::misuse(
            "a password has at least 8 characters",
            file,
            "write a longer one into the file",
        ));
    }
    empty(&arguments.folder)?;
    running::runtime()?.block_on(async {
        let place = match store.strip_prefix("sqlite:") {
            Some(path) if !Path::new(path).is_absolute() => {
                make(&arguments.folder)?;
                format!("sqlite:{}", arguments.folder.join(path).display())
            }
            _ => store.clone(),
        };
        let opened = running::store(&place).await?;
        let jurisdiction = running::jurisdiction(&code)?;
        let there = opened.jurisdictions().await.map_err(|error| broken(&error.into()))?;
        if there.contains(&jurisdiction) {
            let next = "name another store, or serve the city that is there";
            return Err(Failure::misuse(format!("the store has city {code} already"), &store, next));
        }
        let registry = running::registry(None)?;
        let city = City::open(opened, jurisdiction, registry, Arc::new(SystemClock)).await;
        let city = city.map_err(|error| broken(&error))?;
        city.put_bodies(bodies(&name)).await.map_err(|error| broken(&error))?;
        city.put_account(&administrator(arguments), &password)
            .await
            .map_err(|error| running::answered(&error))?;
        make(&arguments.folder)?;
        write(&arguments.folder, &name, &code, &store)
    })?;
    let folder = shown(&arguments.folder);
    if arguments.json {
        let told = json!({ "folder": folder, "jurisdiction": code, "name": name, "store": store, "admin": arguments.admin });
        output::print_json(&told)?;
    } else {
        let zh = format!("已建立 {name}（{code}）：{folder}\n启动：yifa serve --city {folder}");
        let en = format!("{name} ({code}) is ready: {folder}\nnext: yifa serve --city {folder}");
        output::print(language.pick(&zh, &en))?;
    }
    Ok(Answer::Fine)
}

/// The code of a city, a county or a township, with six digits or more.
fn code(text: &str) -> Result<String, Failure> {
    let next = "give the GB/T 2260 code of the city or county, for example 510100";
    let read =
        DivisionCode::parse(text.trim()).map_err(|error| Failure::misuse(error.to_string(), text, next))?;
    match read.level() {
        DivisionLevel::Province => Err(Failure::misuse("this is the code of a province", text, next)),
        DivisionLevel::City | DivisionLevel::County | DivisionLevel::Township | DivisionLevel::Village => {
            Ok(read.padded())
        }
    }
}

fn name(text: &str) -> Result<String, Failure> {
    let name = text.trim();
    let count = name.chars().count();
    if (2..=30).contains(&count) && !name.chars().any(char::is_control) {
        return Ok(name.to_owned());
    }
    Err(Failure::misuse("a city's name has 2 to 30 characters", text, "for example 成都市"))
}

fn empty(folder: &Path) -> Result<(), Failure> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => {
            Err(Failure::misuse(error.to_string(), shown(folder), "name a folder that does not exist yet"))
        }
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Failure::misuse(
                "there is something in this folder",
                shown(folder),
                "name a folder that does not exist yet",
            )),
        },
    }
}

/// The government and its legal-affairs office: the others are entered in the administration or imported.
fn bodies(name: &str) -> Vec<Body> {
    let body = |id: &str, name: String, en: &str, kind, parent: Option<&str>| Body {
        id: id.into(),
        short: name.clone(),
        name,
        en: en.to_owned(),
        kind,
        parent: parent.map(Into::into),
        valid_from: SystemClock.today(),
        valid_to: None,
        successor: None,
        place: 0,
    };
    vec![
        body("city", format!("{name}人民政府"), "Government", BodyKind::Government, None),
        body("justice", format!("{name}司法局"), "Justice Bureau", BodyKind::Department, Some("city")),
    ]
}

fn administrator(arguments: &Arguments) -> Account {
    Account {
        person: arguments.admin.as_str().into(),
        name: arguments.person.clone(),
        en: arguments.person.clone(),
        posts: vec![
            Post { role: "admin".into(), body: "city".into() },
            Post { role: "legal_office".into(), body: "justice".into() },
        ],
        open: true,
    }
}

const OVERLAY: &str = "\
# 本市的规定，叠加在国家定义之上：可以更严，不得更宽。改后运行 yifa check <本目录>。
# What this city rules, laid over the national definitions: stricter, never looser. After a change: yifa check <this folder>
#
# [[parameter]]
# procedure = \"officer-certificate\"
# id = \"examine_days\"
# value = \"5 working_day\"
# basis = \"《某市行政执法证件管理办法》第十条\"
";

fn make(folder: &Path) -> Result<(), Failure> {
    for inner in ["definitions", "backups"] {
        fs::create_dir_all(folder.join(inner)).map_err(|error| unwritten(folder, &error))?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, code: &str, store: &str) -> Result<(), Failure> {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let city = format!(
        "# 城市设置，路径相对于本目录 · the city's settings; paths are relative to this folder\n\
         name = {}\njurisdiction = {}\nstore = {}\ndefinitions = \"definitions\"\n\
         # listen = \"127.0.0.1:7480\"\n# address = \"https://…\"\n\
         # api_rate = 20\n\
         # 同一网络地址每小时可提交的公众表单数 · public forms that one address may send in an hour\n\
         # public_rate = 20\n\
         # 统一身份认证（OpenID Connect）；密钥也可写在环境变量 YIFA_SIGN_ON_SECRET · the city's single sign-on; the secret may\n\
         # also stand in the environment. account: sub, preferred_username or email names the account here\n\
         # [sign_on]\n# issuer = \"https://…\"\n# client = \"yifa\"\n# secret = \"…\"\n# account = \"sub\"\n\
         # # 密码登录：everybody 人人，或者 administrators 仅系统管理员 · who may still sign in with a password\n\
         # passwords = \"everybody\"\n\
         # title = \"统一身份认证\"\n# title_en = \"the city's single sign-on\"\n",
        quoted(name),
        quoted(code),
        quoted(store)
    );
    fs::write(folder.join(FILE), city)
        .and_then(|()| fs::write(folder.join("definitions/overlay.toml"), OVERLAY))
        .map_err(|error| unwritten(folder, &error))
}

fn unwritten(folder: &Path, error: &std::io::Error) -> Failure {
    Failure::fault(error.to_string(), shown(folder), "name a folder that can be written")
}
