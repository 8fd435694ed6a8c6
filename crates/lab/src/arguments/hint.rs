//! `lab hint` and `lab diff`: about what was played last.

use clap::Args;

/// What `hint` takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct HintArguments {
    /// 실습: 1, echo. 없으면 지금 폴더의 실습 · a lab; else the lab you are in
    #[arg(value_name = "N")]
    pub(crate) word: Option<String>,

    /// 단계: 1 어디를 볼지, 2 무엇을 쓸지, 3 빈칸이 있는 코드 · 1 where to look, 2 which idea, 3 code with a gap
    #[arg(long, value_name = "1..3", value_parser = clap::value_parser!(u8).range(1..=3))]
    pub(crate) level: Option<u8>,
}

/// What `diff` takes.
#[derive(Clone, Debug, Args)]
pub(crate) struct DiffArguments {
    /// 실습 또는 검사: 1, 1.3. 검사가 없으면 처음 실패한 것 · a lab or a check; else the first failing one
    #[arg(value_name = "N[.M]")]
    pub(crate) word: Option<String>,
}
