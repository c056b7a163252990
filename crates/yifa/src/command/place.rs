//! Where a city is on this machine: its folder with `yifa.toml`, or an address and a code given by hand. What is given by
//! hand counts more than what the file says.

use std::fs;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;
use yifa_app::sign_on::SignOnSettings;

use crate::answer::Failure;
use crate::input::shown;

/// The file that makes a folder a city's.
pub const FILE: &str = "yifa.toml";

/// Where the city's data and its own definitions are.
#[derive(Debug, Clone, Default, Args)]
pub struct Place {
    /// 城市目录，内有 yifa.toml；不写则看当前目录 · the city's folder; the current one is looked at otherwise
    #[arg(long, env = "YIFA_CITY", value_name = "DIR")]
    pub city: Option<PathBuf>,
    /// 数据库地址 · address of the store: sqlite:PATH or postgres://…
    #[arg(long, env = "YIFA_STORE")]
    pub store: Option<String>,
    /// 行政区划代码 · GB/T 2260 code of the city
    #[arg(long, env = "YIFA_JURISDICTION")]
    pub jurisdiction: Option<String>,
    /// 本市定义目录，叠加在国家定义之上 · the city's own definitions, laid over the national ones
    #[arg(long, env = "YIFA_DEFINITIONS")]
    pub definitions: Option<PathBuf>,
}

/// What `yifa.toml` says. Paths are relative to its folder.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct CityFile {
    name: Option<String>,
    jurisdiction: Option<String>,
    store: Option<String>,
    definitions: Option<PathBuf>,
    listen: Option<String>,
    address: Option<String>,
    api_rate: Option<u16>,
    public_rate: Option<NonZeroU16>,
    sign_on: Option<SignOnSettings>,
}

/// A place, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The address of the store.
    pub store: String,
    /// The code.
    pub jurisdiction: String,
    /// The city's own definitions.
    pub definitions: Option<PathBuf>,
    /// The city's name.
    pub name: Option<String>,
    /// The address to listen on.
    pub listen: Option<String>,
    /// The address under which people reach it.
    pub address: Option<String>,
    /// How many requests of the API one token may make in a second; 0: not counted.
    pub api_rate: Option<u16>,
    /// How many public forms one address may send in an hour.
    pub public_rate: Option<NonZeroU16>,
    /// The city's own directory of people.
    pub sign_on: Option<SignOnSettings>,
}

impl Place {
    /// Whether a city was named: its folder or its store.
    pub fn is_named(&self) -> bool {
        self.city.is_some() || self.store.is_some()
    }

    /// Finds the place.
    ///
    /// # Errors
    /// A folder that was named has no `yifa.toml`, or the file cannot be read.
    pub fn find(&self) -> Result<Found, Failure> {
        let here = PathBuf::from(".");
        let folder = self.city.as_ref().unwrap_or(&here);
        let path = folder.join(FILE);
        let file = if self.city.is_some() || path.exists() { read(&path)? } else { CityFile::default() };
        let store = self.store.clone().or_else(|| file.store.map(|store| beside(folder, store)));
        let own = file.definitions.map(|own| folder.join(own)).filter(|own| own.is_dir());
        Ok(Found {
            store: store.unwrap_or_else(|| "sqlite:yifa.sqlite".to_owned()),
            jurisdiction: self
                .jurisdiction
                .clone()
                .or(file.jurisdiction)
                .unwrap_or_else(|| "999900".to_owned()),
            definitions: self.definitions.clone().or(own),
            name: file.name,
            listen: file.listen,
            address: file.address,
            api_rate: file.api_rate,
            public_rate: file.public_rate,
            sign_on: file.sign_on,
        })
    }
}

fn read(path: &Path) -> Result<CityFile, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        let what = match error.kind() {
            std::io::ErrorKind::NotFound => "this folder is no city: it has no yifa.toml".to_owned(),
            _ => error.to_string(),
        };
        Failure::misuse(what, shown(path), "make a city with `yifa init`, or name its folder with --city")
    })?;
    toml::from_str(&text).map_err(|error| {
        Failure::misuse(error.to_string(), shown(path), "mend the file; `yifa init` makes a right one")
    })
}

/// An embedded store lies in the city's folder, wherever the command is called.
fn beside(folder: &Path, store: String) -> String {
    match store.strip_prefix("sqlite:") {
        Some(path) if !Path::new(path).is_absolute() => format!("sqlite:{}", folder.join(path).display()),
        _ => store,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_counts_more_than_the_file_and_paths_lie_in_its_folder() {
        let folder = std::env::temp_dir().join(format!("yifa-place-{}", std::process::id()));
        let made = fs::create_dir_all(folder.join("own"))
            .and_then(|()| fs::write(folder.join(FILE), "name = \"甲市\"\njurisdiction = \"510100\"\nstore = \"sqlite:a.sqlite\"\ndefinitions = \"own\"\n"));
        assert!(made.is_ok());
        let place = Place { city: Some(folder.clone()), ..Place::default() };
        let found = place.find().ok();
        let wanted = (format!("sqlite:{}", folder.join("a.sqlite").display()), "510100".to_owned());
        assert_eq!(found.map(|found| (found.store, found.jurisdiction)), Some(wanted));
        let by_hand = Place { store: Some("postgres://h/d".into()), ..place.clone() };
        assert_eq!(by_hand.find().map(|found| found.store), Ok("postgres://h/d".to_owned()));
        assert!(fs::write(folder.join(FILE), "nmae = \"甲市\"\n").is_ok());
        assert!(place.find().is_err_and(|failure| failure.what.contains("nmae")));
        let wrong = "[sign_on]\nissuer = \"https://id.example\"\nclient = \"yifa\"\ntitle = \"甲\"\ntitle_en = \"A\"\n";
        assert!(fs::write(folder.join(FILE), wrong).is_ok());
        let client = place.find().ok().and_then(|found| found.sign_on).map(|sign_on| sign_on.client);
        assert_eq!(client.as_deref(), Some("yifa"));
        assert!(fs::write(folder.join(FILE), format!("{wrong}account = \"nickname\"\n")).is_ok());
        assert!(place.find().is_err_and(|failure| failure.what.contains("preferred_username")));
        assert!(fs::remove_dir_all(folder).is_ok());
    }
}
