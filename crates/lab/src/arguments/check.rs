//! `lab check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use lab_checker::verdict::Stage;

/// Which server is meant.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "무엇을 · Target")]
pub(crate) struct TargetChoice {
    /// 서버 폴더: lab.toml, Cargo.toml, app.py 가운데 하나가 있는 곳 · the server's folder
    #[arg(long = "crate", value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,

    /// 서버를 켜는 명령, {port} 는 포트 · the command that starts it, {port} is the port
    #[arg(long = "cmd", value_name = "COMMAND", conflicts_with = "folder")]
    pub(crate) line: Option<String>,

    /// --cmd 가 시작할 폴더 · where --cmd starts
    #[arg(long, value_name = "DIR", requires = "line")]
    pub(crate) cwd: Option<PathBuf>,

    /// 이미 켜져 있는 서버의 주소 · the address of a server that runs already
    #[arg(long, value_name = "ws://…", conflicts_with_all = ["folder", "line"])]
    pub(crate) url: Option<String>,
}

/// What `check` takes.
#[derive(Clone, Debug, Args)]
#[command(after_help = AFTER)]
pub(crate) struct CheckArguments {
    /// 실습: 1, lab1, lab1-echo, echo, 검사 하나는 1.3, 모두는 all. 없으면 지금 폴더의 실습 · labs; else the one you are in
    #[arg(value_name = "N…|all")]
    pub(crate) words: Vec<String>,

    #[command(flatten)]
    pub(crate) target: TargetChoice,

    /// reference: 레퍼런스 자신을 검사 · the reference itself is the target
    #[arg(long = "target", value_name = "reference", value_parser = ["reference"], hide_possible_values = true,
          conflicts_with_all = ["folder", "line", "url"], help_heading = "무엇을 · Target")]
    pub(crate) reference_itself: Option<String>,

    /// 이 검사만 (여러 번 쓸 수 있음) · only this check and what it needs (repeatable)
    #[arg(long, value_name = "N.M")]
    pub(crate) only: Vec<String>,

    /// 판정하는 단계: core, advanced · the stage that decides
    #[arg(
        long,
        value_name = "STAGE",
        default_value = "core",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) stage: StageChoice,

    /// 심화 검사는 하지 않음 · do not play advanced checks
    #[arg(long)]
    pub(crate) core_only: bool,

    /// 레퍼런스와 비교하지 않음 · do not play the reference first
    #[arg(long)]
    pub(crate) no_reference: bool,

    /// 무작위 값의 씨앗: 같으면 같은 값 · what random values come from
    #[arg(long, value_name = "NUMBER")]
    pub(crate) seed: Option<u64>,

    /// 모든 기다림에 곱하는 수, 없으면 레퍼런스로 잼 · multiplies all waiting; else it is measured
    #[arg(long, value_name = "NUMBER", value_parser = scale)]
    pub(crate) scale: Option<f64>,

    /// 형식: human, json, junit, github · the form of the output
    #[arg(
        long,
        value_name = "FORM",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) format: Format,

    /// 그 형식을 이 파일에 쓰고, 화면에는 사람이 읽는 결과를 냄 · writes that form into a file; people read the screen
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

const AFTER: &str = "\
대상을 말하지 않으면 work/실습이름 을 검사합니다. · Without a target it is work/LAB.

종료 코드 · exit codes:
  0    통과 · passed
  1    실패 또는 flaky · a deciding check failed or is flaky
  2    명령을 잘못 씀 · misuse
  3    서버가 빌드되거나 켜지지 않음 · the server did not build or start
  4    도구나 레퍼런스의 잘못 · the tool or the reference failed
  130  중단됨 · interrupted
  여럿이면 가장 나쁜 것 · of several labs the worst: 4 > 3 > 1 > 0

--format json: 실습 하나면 객체 하나, 여럿이면 배열. Exercism v3 의 키에 lab 을 더했습니다.
               one object for one lab, an array for several; Exercism's keys (version 3) and one more, `lab`.
--format github: $GITHUB_STEP_SUMMARY 에 요약도 씁니다. · also appends a summary to $GITHUB_STEP_SUMMARY.

예 · examples:
  {program} check 1
  {program} check 1 --cmd \"python3 app.py\"
  {program} check 3 --url ws://127.0.0.1:5000/ws
  {program} check all --target reference";

/// The stage that decides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum StageChoice {
    #[default]
    Core,
    Advanced,
}

impl From<StageChoice> for Stage {
    fn from(choice: StageChoice) -> Self {
        match choice {
            StageChoice::Core => Self::Core,
            StageChoice::Advanced => Self::Advanced,
        }
    }
}

/// The form of the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    #[default]
    Human,
    Json,
    Junit,
    Github,
}

/// A number that time can be multiplied by.
fn scale(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(number) if (0.1..=100.0).contains(&number) => Ok(number),
        _ => Err("0.1 – 100".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_is_a_number_that_makes_sense() {
        assert_eq!(scale("2"), Ok(2.0));
        assert_eq!(scale("0.5"), Ok(0.5));
        for nonsense in ["0", "-1", "nan", "inf", "fast", "1000"] {
            assert!(scale(nonsense).is_err(), "{nonsense}");
        }
    }
}
