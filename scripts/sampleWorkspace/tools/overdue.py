"""Lists the books that are overdue, and what each reader owes."""

from dataclasses import dataclass
from datetime import date

FINE_PER_DAY = 0.20
HIGHEST_FINE = 8.00


@dataclass(frozen=True)
class Loan:
    title: str
    reader: str
    due_on: date


def days_overdue(loan: Loan, today: date) -> int:
    return max(0, (today - loan.due_on).days)


def fine(loan: Loan, today: date) -> float:
    """What is owed for one loan, in pounds."""
    return min(HIGHEST_FINE, days_overdue(loan, today) * FINE_PER_DAY)


def report(loans: list[Loan], today: date) -> list[str]:
    lines = []
    for loan in sorted(loans, key=lambda loan: loan.due_on):
        owed = fine(loan, today)
        if owed > 0:
            lines.append(f"{loan.reader}: {loan.title}, {days_overdue(loan, today)} days, £{owed:.2f}")
    return lines


if __name__ == "__main__":
    loans = [
        Loan("Middlemarch", "Ada", date(2026, 10, 12)),
        Loan("Villette", "Grace", date(2026, 11, 24)),
    ]
    print("\n".join(report(loans, date.today())))
