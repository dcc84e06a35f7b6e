# ruff: noqa: E501 (rows of a table stay on their line)
"""Tables of known answers: the shared folder, and a small one written here with one row that is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from outsourcing.known import TableResult, Verdict, check_folder, check_table

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SHARED_DIR", CHECKOUT.parent / "shared")) / "known"
COLUMNS = "id,kind,timezone,weekly_hours,holidays,special_days,day_breaks,pauses,start,end,budget_minutes,expected,note,independent_check"

ROWS = {
    "night in spring": "duration_seconds,America/New_York,mon-sun 22:00-06:00,,,,,2026-03-07 22:00,2026-03-08 06:00,,25200,,",
    "night in autumn": "duration_hours,America/New_York,daily 10pm-6am,,,,,2026-10-31 22:00,2026-11-01 06:00,,9,,",
    "night by its days": "duration_seconds,UTC,mon 22:00-tue 06:00,,,,,2026-01-05 00:00,2026-01-07 00:00,,28800,,",
    "two windows": 'due_at,UTC,"mon-fri 09:00-12:00, 13:00-17:00",,,,,2026-01-05 11:30,,60,2026-01-05 13:30,,',
    "windows with &": "due_at,UTC,mon-fri 9:00-12:00 & 13:00-17:00,,,,,2026-01-05 11:30,,1 h,2026-01-05T13:30:00Z,,",
    "windows as JSON": 'due_at,UTC,"{""mon"": [[""09:00"", ""12:00""], [""13:00"", ""17:00""]]}",,,,,2026-01-05 11:30,,PT1H,2026-01-05 13:30,,',
    "days in a list": 'duration_seconds,UTC,"mon, wed 9-17",,,,,2026-01-05 00:00,2026-01-12 00:00,,57600,,',
    "special day": "duration_seconds,UTC,mon-fri 09:00-17:00,,2026-01-05 10:00-12:00; 2026-01-10 09:00-10:00,,,2026-01-05 00:00,2026-01-11 00:00,,126000,,",
    "special day closed": "is_open,UTC,mon-fri 09:00-17:00,,2026-01-05 closed,,,2026-01-05 10:00,,,false,,",
    "break": "duration_seconds,UTC,mon-fri 09:00-17:00,,,2026-01-05 10:00-11:30,,2026-01-05 00:00,2026-01-06 00:00,,23400,,",
    "break in a night": "duration_seconds,UTC,mon-fri 22:00-06:00,,,2026-01-06 01:00-02:00,,2026-01-05 12:00,2026-01-06 12:00,,25200,,",
    "break every day": "duration_seconds,UTC,mon-fri 09:00-17:00,,,mon-fri 12:00-13:00,,2026-01-05 00:00,2026-01-06 00:00,,25200,,",
    "holiday range": "duration_seconds,UTC,mon-fri 09:00-17:00,2026-01-05..2026-01-07,,,,2026-01-05 00:00,2026-01-10 00:00,,57600,,",
    "holidays in a list": 'duration_seconds,UTC,mon-fri 09:00-17:00,"2026-01-05 Epiphany eve, 2026-01-07",,,,2026-01-05 00:00,2026-01-10 00:00,,86400,,',
    "yearly holiday": "duration_seconds,UTC,mon-fri 09:00-17:00,01-06,,,,2026-01-05 00:00,2026-01-10 00:00,,115200,,",
    "holiday beats special day": "is_open,UTC,mon-fri 09:00-17:00,2026-01-05,2026-01-05 10:00-12:00,,,2026-01-05 11:00,,,false,,",
    "pause": "duration_seconds,UTC,mon-fri 09:00-17:00,,,,2026-01-05 10:00 - 2026-01-05 11:00,2026-01-05 09:00,2026-01-05 12:00,,7200,,",
    "pauses that overlap": "due_at,UTC,mon-fri 09:00-17:00,,,,2026-01-05T10:00/2026-01-05T11:00; 10:30-12:00,2026-01-05 09:00,,120,2026-01-05 13:00,,",
    "pause of a length": "due_at,UTC,mon-fri 09:00-17:00,,,,2026-01-05 10:00 for 30 min,2026-01-05 09:00,,120,2026-01-05 11:30,,",
    "pause of the vendor": "due_at,UTC,mon-fri 09:00-17:00,,,,2026-01-05 10:00-11:00 waiting for subcontractor,2026-01-05 09:00,,120,2026-01-05 11:00,,",
    "business days": "add_working_days,UTC,mon-fri 09:00-17:00,2026-07-03,,,,2026-07-02 16:00,,3 days,2026-07-08 16:00,,",
    "business days as a target": "due_at,UTC,mon-thu 09:00-17:00; fri 09:00-13:00,,,,,2026-01-08 16:00,,1 business day,2026-01-09 13:00,,",
    "around the clock": "due_at,Europe/Berlin,24x7,,,,,2026-03-28 12:00,,2880,2026-03-30 13:00,,",
    "closing is closed": "is_open,UTC,mon-fri 09:00-17:00,,,,,2026-01-05 17:00,,,no,,",
    "next opening": "next_opening,UTC,mon-fri 09:00-17:00,,,,,2026-01-09 17:00,,,2026-01-12 09:00,,",
    "missed": "outcome,UTC,mon-fri 09:00-17:00,,,,,2026-01-05 09:00,2026-01-05 12:00,60,missed,,",
    "offset zone": "is_open,+05:00,mon-fri 09:00-17:00,,,,,2026-01-05 04:30Z,,,open,,",
}
NOT_OURS = {
    "one second": "duration_seconds,UTC,mon-fri 10:00-18:00,,,,,2021-06-28 19:00,2021-06-28 20:00,,1,source stores 1 second,engine says 0",
    "end of day": "add_working_days,naive,mon-fri 08:00-20:00,,,,,2018-11-19 10:00,,7 days,2018-11-28 20:00,end-of-day option,not run",
    "another kind": "moon_phase,UTC,mon-fri 08:00-20:00,,,,,2018-11-19 10:00,,,full,,",
}
WRONG = {
    "wrong": "duration_seconds,UTC,mon-fri 09:00-17:00,,,,,2026-01-05 10:00,2026-01-05 11:00,,3601,,agrees",
    "engine disagrees with us too": "duration_seconds,UTC,mon-fri 09:00-17:00,,,,,2026-01-05 10:00,2026-01-05 11:00,,1,,engine says 2",
}
BROKEN = {
    "no such zone": "is_open,Mars/Olympus,mon-fri 09:00-17:00,,,,,2026-01-05 10:00,,,true,,",
    "no such hours": "is_open,UTC,whenever,,,,,2026-01-05 10:00,,,true,,",
    "no such date": "is_open,UTC,mon-fri 09:00-17:00,,,,,2026-02-30 10:00,,,true,,",
    "overlapping": "is_open,UTC,mon 09:00-17:00; mon 16:00-18:00,,,,,2026-01-05 10:00,,,true,,",
    "no answer": "is_open,UTC,mon-fri 09:00-17:00,,,,,2026-01-05 10:00,,,perhaps,,",
    "no budget": "due_at,UTC,mon-fri 09:00-17:00,,,,,2026-01-05 10:00,,soon,2026-01-05 10:00,,",
    "pause without instants": "due_at,UTC,mon-fri 09:00-17:00,,,,a while,2026-01-05 10:00,,60,2026-01-05 11:00,,",
}


def write(folder: Path, *groups: dict[str, str]) -> Path:
    lines = [f"{name},{row}" for group in groups for name, row in group.items()]
    path = folder / "business_hours.csv"
    path.write_text("\n".join([COLUMNS, *lines]) + "\n")
    return path


def verdicts(result: TableResult) -> dict[str, Verdict]:
    return {row.id: row.verdict for row in result.rows}


def test_every_spelling_agrees(tmp_path: Path) -> None:
    result = check_table(write(tmp_path, ROWS))
    assert {row.id: (row.verdict, row.reason) for row in result.rows if row.verdict is not Verdict.AGREES} == {}
    assert len(result.rows) == len(ROWS)


def test_wrong_rows_disagree_other_conventions_are_not_applicable_and_broken_rows_are_errors(tmp_path: Path) -> None:
    result = check_table(write(tmp_path, NOT_OURS, WRONG, BROKEN))
    assert verdicts(result) == {
        **dict.fromkeys(NOT_OURS, Verdict.NOT_APPLICABLE),
        **dict.fromkeys(WRONG, Verdict.DISAGREES),
        **dict.fromkeys(BROKEN, Verdict.ERROR),
    }


def test_the_command_fails_on_a_disagreeing_row_and_names_it(tmp_path: Path) -> None:
    write(tmp_path, {"good one": ROWS["pause"]}, {"bad one": WRONG["wrong"]})
    found = run(tmp_path)
    assert found.returncode == 1
    assert found.stdout.splitlines() == [
        "business_hours.csv: 2 rows, 1 agreeing, 1 disagreeing, 0 not applicable",
        "  disagreeing: bad one: expected 3601, found 3600",
    ]


def test_the_command_succeeds_when_nothing_disagrees_and_says_what_it_cannot_answer(tmp_path: Path) -> None:
    write(tmp_path, {"good one": ROWS["pause"]})
    (tmp_path / "kappa.csv").write_text("statistic,published\nCohen,0.5\n")
    found = run(tmp_path)
    assert (found.returncode, found.stdout.splitlines()) == (
        0,
        [
            "business_hours.csv: 1 rows, 1 agreeing, 0 disagreeing, 0 not applicable",
            "kappa.csv: 1 rows, 0 agreeing, 0 disagreeing, 1 not applicable",
            "  not applicable: every row: no public function yet",
        ],
    )


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    found = run(tmp_path / "nowhere")
    assert (found.returncode, found.stderr.strip()) == (2, f"no such folder: {tmp_path / 'nowhere'}")


def test_control_charts_read_their_data_file_beside_the_table(tmp_path: Path) -> None:
    (tmp_path / "qa").mkdir()
    values = [92, 94, 93, 95, 91, 94, 93, 500]
    lines = [f"{number} {value} {'TRUE' if value < 500 else 'FALSE'}" for number, value in enumerate(values, start=1)]
    (tmp_path / "qa" / "weeks.txt").write_text("week score trial\n" + "\n".join(lines) + "\n")
    (tmp_path / "spc_limits.csv").write_text(
        "chart,data_file,rows_used,center,lcl,ucl\n"
        '"individuals (MR/d2)",qa/weeks.txt,trial=TRUE (7),93.143,87.38,98.91\n'
        '"individuals (MR/d2)",qa/weeks.txt,without week 8,93.143,87.38,98.91\n'
        '"individuals (MR/d2)",qa/weeks.txt,weeks 1-7 (7),93.143,87.38,98.92\n'
        '"individuals (MR/d2)",qa/weeks.txt,trial=TRUE (6),93.143,87.38,98.91\n'
        '"individuals (MR/d2)",../outside.txt,all,93.143,87.38,98.91\n'
        "p,qa/weeks.txt,all,0.1,0,1\n"
    )
    assert [row.verdict for row in check_table(tmp_path / "spc_limits.csv").rows] == [
        Verdict.AGREES,
        Verdict.AGREES,
        Verdict.DISAGREES,
        Verdict.ERROR,
        Verdict.ERROR,
        Verdict.NOT_APPLICABLE,
    ]


def test_control_chart_rules(tmp_path: Path) -> None:
    (tmp_path / "spc_rules.csv").write_text(
        "rule,definition,center,sigma,series,violating_points_1_based\n"
        "WER1,1 point beyond 3 sigma,0,1,0 3.2 -3.5 2.9,2 3\n"
        'WER2,"2 of 3 beyond 2 sigma, same side",0,1,"0, 2.5, 1, 2.6, 0",3\n'
        "WER4,8 in a row on one side of centre,0,1,1 1 1 1 1 1 1,\n"
        "Nelson2,9 in a row on one side of centre,0,1,1 1 1 1 1 1 1,\n"
        "WER1,,0,1,0 x,1\n"
    )
    assert [row.verdict for row in check_table(tmp_path / "spc_rules.csv").rows] == [
        Verdict.AGREES,
        Verdict.DISAGREES,
        Verdict.AGREES,
        Verdict.NOT_APPLICABLE,
        Verdict.ERROR,
    ]


def test_cash_flows(tmp_path: Path) -> None:
    (tmp_path / "returns.csv").write_text(
        "metric,cash_flows,rate,published,tolerance\n"
        'npv,"[-100, 60, 60]",0.1,4.132,0.001\n'
        'npv,"[-100, 60, 60]",0.1,4.2,0.001\n'
        'npv_excel,"[-100, 60, 60]",0.1,3.757,0.001\n'
        'irr,"[-100, 110]",,0.1,1e-9\n'
        'irr,"[-100, 230, -132]",,0.1,1e-9\n'
        'mirr,"[-100, 60, 60]",0.1,0.12250,0.00001\n'
        'payback,"[-100, 60, 60]",,1.6667,0.0001\n'
        'payback,"[-100, 60, 30]",,never,\n'
        'disc_payback,"[-100, 60, 60]",0.1,1.9167,0.0001\n'
        'duration,"[-100, 60, 60]",0.1,1,\n'
        "npv,a lot,0.1,1,\n"
        'npv,"[-100, 60]",some,1,\n'
    )
    agrees, disagrees, other, unreadable = Verdict.AGREES, Verdict.DISAGREES, Verdict.NOT_APPLICABLE, Verdict.ERROR
    assert [row.verdict for row in check_table(tmp_path / "returns.csv").rows] == [
        *(agrees, disagrees, other, agrees, disagrees, agrees),
        *(agrees, agrees, agrees, other, unreadable, unreadable),
    ]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no shared known answers at {SHARED} (set SHARED_DIR)")
def test_the_shared_tables_agree() -> None:
    results = {result.name: result for result in check_folder(SHARED)}
    assert [line for result in results.values() if not result.is_good for line in result.lines()] == []
    counts = {
        name: (
            len(results[name].rows),
            results[name].count(Verdict.AGREES),
            results[name].count(Verdict.NOT_APPLICABLE),
        )
        for name in ("business_hours.csv", "finance.csv", "spc_limits.csv", "spc_rules.csv")
    }
    assert counts == {
        "business_hours.csv": (53, 48, 5),
        "finance.csv": (14, 12, 2),
        "spc_limits.csv": (9, 3, 6),
        "spc_rules.csv": (4, 4, 0),
    }


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "outsourcing.known", str(folder)]
    return subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
