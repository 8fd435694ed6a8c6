//! `lab diff`, `lab compare`, `lab replay`, `lab hint`: what was played before, and beside something else.

use std::path::PathBuf;

use clap::Args;

use super::TargetChoice;

/// What `hint` takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct HintArguments {
    /// 실습 또는 검사: 1, 1.3. 없으면 지금 폴더의 실습 · a lab or a check; else the lab you are in
    #[arg(value_name = "N[.M]")]
    pub(crate) word: Option<String>,

    /// 단계: 1 어디를 볼지, 2 무엇을 쓸지, 3 빈칸이 있는 코드 · 1 where to look, 2 which idea, 3 code with a gap
    #[arg(long, value_name = "1..3", value_parser = clap::value_parser!(u8).range(1..=3), conflicts_with = "all")]
    pub(crate) level: Option<u8>,

    /// 통과한 뒤에 모든 힌트 · all hints, once the lab has passed
    #[arg(long)]
    pub(crate) all: bool,
}

/// How two sides are laid out.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Layout {
    /// 나란히 (기본) · side by side (the default)
    #[arg(long, conflicts_with_all = ["unified", "raw"])]
    side_by_side: bool,

    /// 위아래로 · one below the other
    #[arg(long, conflicts_with = "raw")]
    pub(crate) unified: bool,

    /// 한 줄에 사건 하나, JSON · one event a line, JSON
    #[arg(long)]
    pub(crate) raw: bool,
}

/// What `diff` takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct DiffArguments {
    /// 실습 또는 검사: 1, 1.3. 검사가 없으면 처음 실패한 것 · a lab or a check; else the first failing one
    #[arg(value_name = "N[.M]")]
    pub(crate) word: Option<String>,

    #[command(flatten)]
    pub(crate) layout: Layout,
}

/// What `compare` takes.
#[derive(Clone, Debug, Args)]
#[command(after_help = "같으면 0, 다르면 1로 끝납니다. · Ends with 0 when they agree and 1 when they part.")]
pub(crate) struct CompareArguments {
    /// 폴더, 실습 이름(레퍼런스), cmd:명령, url:주소, 기록(*.jsonl) · a folder, a lab's name (its reference), cmd:…, url:…, a transcript
    #[arg(value_name = "A")]
    pub(crate) left: String,

    /// 같은 것 가운데 하나 · one of the same
    #[arg(value_name = "B")]
    pub(crate) right: String,

    /// 시나리오의 실습, 없으면 A 나 B 의 이름에서 · the lab whose scenario is played; else it is seen from A or B
    #[arg(long, value_name = "N")]
    pub(crate) lab: Option<String>,

    /// 무작위 값의 씨앗 · what random values come from
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,

    #[command(flatten)]
    pub(crate) layout: Layout,
}

/// What `replay` takes.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "같으면 0, 다르면 1로 끝납니다. · Ends with 0 when the answers are the recorded ones and 1 when not."
)]
pub(crate) struct ReplayArguments {
    /// 기록: transcript.jsonl · a transcript
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    #[command(flatten)]
    pub(crate) target: TargetChoice,

    #[command(flatten)]
    pub(crate) layout: Layout,
}
