//! The contract suite: the same cases, unchanged, over every engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod beside;
mod log;
mod place;
mod read;
mod sample;

/// Declares each case once and runs it on each engine.
macro_rules! on_every_engine {
    ($($module:ident: $($case:ident)+;)+) => {
        mod sqlite {
            $($(#[test] fn $case() { crate::place::run(crate::place::Engine::Sqlite, crate::$module::$case); })+)+
        }
    };
}

on_every_engine! {
    log:
        a_committed_event_reads_back
        a_matter_grows_event_by_event
        a_stale_writer_is_refused
        a_changed_read_refuses_the_batch
        a_refused_batch_leaves_no_trace
        a_repeated_command_is_answered_again
        another_command_under_the_same_key_is_refused
        numbers_are_granted_in_order_without_gaps
        a_unique_value_belongs_to_one_matter
        a_public_name_belongs_to_one_matter
        an_erased_value_is_gone_and_the_chain_is_whole
        erasing_what_is_not_there_is_refused
        wrong_batches_are_refused
        what_was_kept_is_there_after_reopening;
    read:
        every_filter_finds_its_matters
        a_list_can_be_walked_in_every_order_while_rows_come_in
        counts_agree_with_lists
        a_matter_is_found_by_id_number_and_unique_value
        clocks_come_in_the_order_of_their_last_day
        links_are_seen_from_both_ends
        figures_tell_hit_missed_and_pending_apart
        single_figures_add_up_to_their_sum
        a_disclosure_ends_or_leaves_a_tombstone
        a_rebuild_gives_the_same_rows
        a_rebuild_never_puts_stale_rows
        wrong_questions_are_refused;
    beside:
        the_journal_is_read_from_its_end
        messages_wait_until_they_are_delivered
        files_are_kept_under_their_digest
        records_have_versions
        records_expire
        wrong_records_are_refused
        jurisdictions_do_not_see_each_other
        stats_and_health_tell_the_truth;
}
