//! 켜진 서버의 주소를 알립니다.
//!
//! Says where the server is, once it really is there.

use std::{
    io::Write as _,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use super::{Lab, arguments::Arguments, problem::Problem};

/// Prints the URLs of a server that listens on `addresses`.
pub(super) fn announce(lab: &Lab, arguments: &Arguments, addresses: &[SocketAddr]) {
    let mut text = format!("{}\n\n", lab.title);
    let secure = if arguments.tls { "s" } else { "" };
    for address in addresses {
        for ip in reachable_at(address.ip()) {
            let host = SocketAddr::new(ip, address.port());
            text.push_str(&format!("  페이지 · page         http{secure}://{host}/\n"));
            text.push_str(&format!("  웹소켓 · WebSocket    ws{secure}://{host}/ws\n"));
        }
    }
    if addresses.iter().any(|address| !address.ip().is_loopback()) {
        text.push_str(
            "\n같은 네트워크의 누구나 들어올 수 있습니다. 수업이 끝나면 끄세요.\n\
             Anyone on this network can come in. Stop it after class.\n",
        );
    }
    for name in arguments.allowed_hosts.iter().chain(&arguments.allowed_origins) {
        text.push_str(&format!("  허용 · allowed        {name}\n"));
    }
    if arguments.tls {
        text.push_str(
            "\n인증서를 방금 직접 만들었으므로 브라우저가 한 번 경고합니다. 고급을 눌러 계속하세요.\n\
             The certificate was made just now, so a browser warns once: choose Advanced and go on.\n",
        );
    }
    text.push_str("\n끝내려면 Ctrl+C 를 누르세요. · Press Ctrl+C to stop.\n\n");
    write(&text);
}

/// Where a browser can reach a server that is bound to `ip`.
fn reachable_at(ip: IpAddr) -> Vec<IpAddr> {
    if ip.is_unspecified() { addresses() } else { vec![ip] }
}

/// The IPv4 addresses of this machine, 127.0.0.1 first.
pub(super) fn addresses() -> Vec<IpAddr> {
    let interfaces = if_addrs::get_if_addrs().unwrap_or_default();
    let others = interfaces.iter().filter(|interface| !interface.is_loopback()).map(if_addrs::Interface::ip);
    [IpAddr::V4(Ipv4Addr::LOCALHOST)].into_iter().chain(others.filter(IpAddr::is_ipv4)).collect()
}

/// Says what is wrong, on one line of standard error, and where help is if the command line is at fault.
pub(super) fn complain(problem: &Problem, name: &str) {
    let hint = match problem {
        Problem::Misuse(_) => format!("\n도움말 · help: cargo run -p {name} -- --help"),
        _ => String::new(),
    };
    let _ = writeln!(std::io::stderr(), "{problem}{hint}");
}

/// Writes to standard output. A closed output (`… | head`) is no reason to end the server.
pub(super) fn write(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
