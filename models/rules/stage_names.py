"""The Dutch names of the formal stages, as letters, mails and Prefect's pages print them (GLOSSARY)."""

from models.rules.procedure import Stage

STAGE_NAMES: dict[str, str] = {
    Stage.IDEA: "Idee en voorbereiding",
    Stage.CONSULTATION: "Overleg",
    Stage.INFO_EVENING: "Infoavond",
    Stage.CHARTER: "Charter",
    Stage.FEDERAL_CHECK: "Federaal nazicht",
    Stage.LAUNCH: "Lancering",
    Stage.EVALUATION: "Evaluatie",
}
