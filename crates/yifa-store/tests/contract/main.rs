//! The contract suite: the same cases, unchanged, over every engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod backup;
mod beside;
mod citus;
mod crowd;
mod damage;
mod fault;
mod figures;
mod log;
mod place;
#[path = "../support/postgres.rs"]
mod postgres;
mod read;
mod rebuilding;
mod recovery;
mod sample;
mod search;
mod sqlite_only;
mod tls;

/// Declares each case once and runs it on each engine.
macro_rules! on_every_engine {
    ($($module:ident: $($case:ident)+;)+) => {
        mod on_sqlite {
            use crate::place::{Engine, run};
            $($(#[test] fn $case() { run(Engine::Sqlite, crate::$module::$case); })+)+
        }
        mod on_postgres {
            use crate::place::{Engine, run};
            $($(#[test] fn $case() { run(Engine::Postgres, crate::$module::$case); })+)+
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
        a_list_is_walked_back_over_the_same_pages
        counts_agree_with_lists
        the_tally_goes_with_every_change
        a_matter_is_found_by_id_number_and_unique_value
        clocks_come_in_the_order_of_their_last_day
        links_are_seen_from_both_ends
        a_disclosure_ends_or_leaves_a_tombstone
        wrong_questions_are_refused;
    figures:
        figures_tell_hit_missed_and_pending_apart
        single_figures_add_up_to_their_sum;
    rebuilding:
        a_rebuild_gives_the_same_rows
        a_rebuild_never_puts_stale_rows
        rows_wait_for_the_day_on_which_they_are_made_again;
    search:
        a_search_finds_what_a_plain_scan_finds
        a_search_sees_every_change_of_a_matter
        a_search_is_paged_in_the_order_of_changes
        a_word_that_many_hold_is_read_in_the_order_of_changes
        few_of_very_many_that_hold_a_word_are_found
        what_waits_for_somebody_is_counted_once
        a_value_is_found_by_the_index_and_judged_on_the_row
        a_word_that_nearly_all_hold_is_found_in_order;
    beside:
        the_journal_is_read_from_its_end
        the_journal_is_counted_by_what_it_says
        messages_wait_until_they_are_delivered
        files_are_kept_under_their_digest
        records_have_versions
        records_expire
        wrong_records_are_refused
        jurisdictions_do_not_see_each_other
        stats_and_health_tell_the_truth;
    crowd:
        exactly_one_of_many_writers_wins_each_event
        sixteen_writers_take_numbers_without_gaps
        one_of_many_gets_the_unique_value
        a_command_sent_many_times_is_kept_once
        a_refused_batch_harms_no_neighbour
        a_batch_that_breaks_the_engine_harms_no_neighbour;
    fault:
        a_read_only_store_reads_and_refuses_to_write
        a_store_of_a_newer_program_is_refused
        a_place_of_another_program_is_refused
        what_cannot_be_reached_says_so
        wrong_addresses_are_refused;
    damage:
        every_flipped_byte_is_found
        a_cut_chain_is_found
        a_lost_or_forged_head_is_found;
    recovery:
        a_killed_writer_loses_nothing_acknowledged;
    backup:
        a_backup_is_restored_on_every_engine
        a_backup_is_one_moment_of_a_busy_store
        only_an_empty_store_is_restored_into
        a_damaged_backup_is_refused_whole
        a_restore_that_fails_halfway_keeps_nothing
        a_backup_that_cannot_be_written_leaves_nothing;
}
