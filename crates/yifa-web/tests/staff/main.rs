//! What people and machines do wrong with the forms of the office: nothing typed is lost, nothing is done twice, nothing
//! runs that was only written; and what their lists hold.

mod administration;
mod at_rest;
#[path = "../city/mod.rs"]
mod city;
mod desk;
mod doubts;
mod drafts;
mod files;
mod mails;
mod not_theirs;
mod odd_addresses;
mod paging;
mod review;
mod rights;
mod rows;
mod second_step;
mod sign_on;
mod texts;
mod twice;
mod waiting;
