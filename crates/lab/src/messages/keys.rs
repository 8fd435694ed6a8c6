//! The messages by name, with the values that each needs.

use std::fmt::Display;

use super::Messages;

macro_rules! messages {
    ($($key:ident($($value:ident),*);)*) => {
        impl Messages {
            $(pub(crate) fn $key(&self $(, $value: impl Display)*) -> String {
                self.fill(stringify!($key), &[$((stringify!($value), &$value as &dyn Display)),*])
            })*
        }

        /// The names of all messages and of their values.
        #[cfg(test)]
        pub(super) const KEYS: &[(&str, &[&str])] = &[$((stringify!($key), &[$(stringify!($value)),*])),*];
    };
}

messages! {
    building(label);
    starting(label);
    playing(id, place, total);
    replaying(id);
    which_lab();
    unknown_lab(word);
    not_checked_yet(number);
    nothing_failed();
    no_hint();
    hint_head(kind, level);
    hint_more(number);
    diff_head();
    cannot_write(why);
    left_out(count);
    empty_text();
    nothing_sent();
    goes_on();
    target(label);
    head_build(time);
    head_ready(time);
    head_reference(passed, total);
    head_no_reference();
    head_scale(scale);
    flaky_times(passed, played);
    blocked_by(by);
    unplayable_environment();
    unplayable_process();
    unplayable_arguments();
    unplayable_system();
    advanced(passed, total);
    notes();
    client(client);
    sent();
    expected();
    or();
    received();
    kind();
    transcript();
    differs_from(place);
    server_log(count);
    next_hint(word);
    handshake();
    handshake_selecting(subprotocol);
    binary(bytes, hex);
    pong(payload);
    silence(time);
    not_before(time);
    period_between(from, to);
    period(time);
    close_with(codes);
    http_status(status);
    http_answer(status, body);
    requests_at_most(most);
    requests(number);
    printed(text);
    exit_within(code, time);
    nothing_within(time);
    closed(code);
    closed_because(code, reason);
    closed_without_handshake();
    after(time);
    exited_with(code);
    exited();
    note_nfd();
    note_trailing_space();
    note_line_ends();
    note_three_dots();
    note_variation_selector();
    note_emoji_spaces();
    note_stop_for_empty();
    note_port_ignored();
    note_no_close_frame();
    note_cleared_by_itself();
    passed();
    failed();
    count_passed(count);
    count_failed(count);
    count_flaky(count);
    count_skipped(count);
    partial();
    results(folder);
    next_all_hints(number);
    column_lab();
    column_tally();
    column_build();
    column_ready();
    column_play();
    column_reference();
    column_replay();
    column_verdict();
    column_sum();
    word_build();
    word_missing();
    word_start();
    word_reference();
    word_scenario();
    next();
    reference_did_not_start(why);
    reference_failed(id);
    bad_scenario();
    no_folder(folder);
    nothing_to_start(folder);
    bad_file(file);
    bad_command(why);
    bad_url(why);
    no_program(program);
    no_build(errors);
    ended_early();
    ended_early_with(code);
    never_ready(port, time);
    unreachable(url);
    system_refused();
    next_tool();
    next_no_reference();
    next_target();
    next_nothing_to_start();
    next_command(slot);
    next_bad_file();
    next_bad_command();
    next_bad_url();
    next_program(program);
    next_rust();
    next_install(address);
    next_path();
    next_build();
    next_ended_early();
    next_ended_silently();
    next_port(port);
    next_unreachable();
    next_system();
    not_deciding(what);
    misuse(what);
    unknown_argument(argument);
    unknown_command(command);
    value_missing(argument);
    value_invalid(argument, value);
    arguments_conflict(argument, other);
    argument_missing(argument);
    command_missing();
    value_count(argument);
    not_unicode();
    misunderstood();
    possible_values(values);
    similar(similar);
    see_help();
}
