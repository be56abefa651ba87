#!/usr/bin/env python3
"""oracle.py: a second opinion on `comity tally`, written from docs/charter.md and man/comity-tally.1 alone.

    oracle.py run SEED RULES BALLOTS      one seed; prints every difference and exits 1, else one line of what was covered
    oracle.py seeds FIRST COUNT           many small seeds: 3 rules x 40 ballots each
    oracle.py once                        what differed once: a line "same|differs NAME ANSWERS" each

From the seed come an organisation of at most 12 parties, sets and weights over time, rules in the whole language of
conditions, and tables of positions. What the manual says of them is worked out by brute force, over sets of names and in
exact fractions; then the program (COMITY_BIN) answers, and both answers are compared for every vote. Nothing here was
taken from the program's source.
"""
import csv
import datetime
import io
import os
import random
import subprocess
import sys
import tempfile
from fractions import Fraction

EMPTY = frozenset()
POSITIONS = ["for", "against", "abstain", "absent", "present", "reserve", "hold", "disinterest", "constructive", "recuse"]
SYNONYMS = {"for": "support", "against": "object"}
TAGS = ["concerned", "participating", "in-arrears", "suspended"]
COUNTED = ["members", "present", "absent", "for", "against", "abstain", "voting", "objections", "silent", "supporters"]
BUILT_IN = COUNTED + ["reservations", "holds", "constructive", "concerned", "participating", "in-arrears", "suspended",
                      "author", "requesters"]
MEANINGS = {
    "absence": ["not-objecting", "objecting", "not-for", "against"],
    "abstention": ["harmless", "not-for", "against"],
    "hold": ["harmless", "blocks"],
    "reservation": ["annexed", "objecting"],
    "constructive": ["harmless", "not-for"],
    "concerned": ["removed", "must-abstain", "heard", "objection-ignored"],
}
RELATIONS = {
    "=": lambda a, b: a == b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}
LARGEST = 2 ** 53 - 1
DAYS = [datetime.date(2000, 1, 1) + datetime.timedelta(days=137 * i) for i in range(40)]


# ---- Organisations ---------------------------------------------------------------------------------------------------

def holds(period, day):
    start, end = period
    return (start is None or start <= day) and (end is None or day < end)


def written(period):
    start, end = period
    return (f" from {start}" if start else "") + (f" until {end}" if end else "")


def periods(rng, open_start):
    """Some periods that do not overlap, the first perhaps without a beginning, the last perhaps without an end."""
    days = sorted(rng.sample(DAYS, 2 * rng.choice([1, 1, 1, 2, 3])))
    found = [[days[i], days[i + 1]] for i in range(0, len(days), 2)]
    if open_start and rng.random() < 0.6:
        found[0][0] = None
    if rng.random() < 0.7:
        found[-1][1] = None
    for i in range(len(found) - 1):
        if rng.random() < 0.4:
            found[i][1] = found[i + 1][0]  # the next begins on the day this one ends
    return [tuple(p) for p in found]


class Organisation:
    def __init__(self, rng):
        self.zone = rng.choice(["UTC", "Asia/Tokyo", "America/New_York"])
        self.parties = [f"p{i}" for i in range(rng.randint(1, 12))]
        changing = rng.random() < 0.5
        self.status = {}
        for party in self.parties:
            if not changing or rng.random() < 0.6:
                self.status[party] = [("member", (DAYS[0], None))]
            else:
                self.status[party] = [(rng.choice(["member", "member", "member", "observer", "partner", "suspended"]), p)
                                      for p in periods(rng, False)]
        self.sets = {}
        for i in range(rng.randint(0, 4)):
            lines = []
            for party in self.parties:
                if rng.random() < 0.5:
                    if rng.random() < 0.6:
                        lines.append((party, (None, None)))
                    else:
                        lines += [(party, p) for p in periods(rng, True)]
            if lines:
                self.sets[f"set-{i}"] = lines
        self.weights = {}
        for i in range(rng.randint(0, 3)):
            top = rng.choice([3, 20, 1000, 10 ** 9, LARGEST])
            lines = []
            for party in self.parties:
                if rng.random() < 0.85:
                    for p in ([(None, None)] if rng.random() < 0.6 else periods(rng, True)):
                        lines.append((party, rng.randint(0, top), p))
            if lines:
                self.weights[f"w{i}"] = lines
        self.composition = rng.choice(["members"] + list(self.sets))
        edges = sorted({d for d, _ in self.begins_and_ends() if d})
        edges += [d + datetime.timedelta(days=s) for d in edges for s in (-1, 1)]
        self.date = rng.choice(edges) if rng.random() < 0.75 else None  # None: not said
        leaves = [e for lines in self.status.values() for s, (_, e) in lines if s == "member" and e]
        self.day = self.date or max([d for d, begins in self.begins_and_ends() if d and begins] + leaves)
        self.body = "court" if rng.random() < 0.6 else None
        self.arrears = rng.choice(["", "", "arrears after 1 year", "arrears after 1 year no-vote"])

    def begins_and_ends(self):
        every = [p for lines in self.status.values() for _, p in lines]
        every += [p for lines in self.sets.values() for _, p in lines]
        every += [p for lines in self.weights.values() for _, _, p in lines]
        return [(s, True) for s, _ in every] + [(e, False) for _, e in every]

    def with_status(self, status):
        return {p for p, lines in self.status.items() if any(s == status and holds(t, self.day) for s, t in lines)}

    def in_set(self, name):
        return {p for p, t in self.sets[name] if holds(t, self.day)}

    def of_body(self, parties):
        if self.body and self.composition != "members":
            return parties & self.in_set(self.composition)
        return parties

    def electorate(self):
        return self.of_body(self.with_status("member"))

    def weight(self, name, party):
        return sum(v for p, v, t in self.weights[name] if p == party and holds(t, self.day))

    def usable(self):
        # The charter is refused when nobody is ever a member of the body, the table when nobody is on the day.
        body, self.body = self.body, "court"
        court = self.electorate()
        self.body = body
        return bool(court) and bool(self.electorate())

    def charter(self, rules):
        out = [f'organisation o "O" {{', f'  seat "S" {self.zone}', f"  {self.arrears}", "}"]
        for party in self.parties:
            out.append(f'party {party} "{party.upper()}" {{')
            out += [f"  status {s}{written(t)}" for s, t in self.status[party]]
            out.append("}")
        for name, lines in self.sets.items():
            out.append(f"set {name} {{")
            together = {}
            for party, t in lines:
                together.setdefault(t, []).append(party)
            out += [f"  parties {' '.join(ps)}{written(t)}" for t, ps in together.items()]
            out.append("}")
        for name, lines in self.weights.items():
            out.append(f"weight {name} {{")
            out += [f"  value {p} {v}{written(t)}" for p, v, t in lines]
            out.append("}")
        out.append('body court "Court" {')
        if self.composition != "members":
            out.append(f"  composition {self.composition}")
        out += ["  decides any trivial", "}", "rule trivial { adopted when objections = 0 }"]
        for rule in rules:
            out += rule.lines()
        return "\n".join(out) + "\n"


# ---- Rules -----------------------------------------------------------------------------------------------------------
# A set is a name or (first, [(join, set)...]); an amount is a number or (share, weight, set); a test is
# (relation, left, right), ("not", test), ("and", tests) or ("or", tests).

def set_text(s):
    if isinstance(s, str):
        return s
    first, joins = s
    return " ".join([part_text(first)] + [f"{j} {part_text(p)}" for j, p in joins])


def part_text(s):
    return s if isinstance(s, str) else f"({set_text(s)})"


def amount_text(a, left):
    if isinstance(a, int):
        return str(a)
    share, weight, s = a
    text = set_text(s)
    if left and share is None and weight is None and text.startswith("("):
        text = "100% of " + text  # there a parenthesis holds a condition
    return (f"{share} of " if share else "") + (f"{weight} of " if weight else "") + text


def test_text(t, inner=False):
    if t[0] in ("and", "or"):
        text = (" " + t[0] + ("\n    " if inner and len(t[1]) > 2 else " ")).join(test_text(u, True) for u in t[1])
        return f"({text})" if inner else text
    if t[0] == "not":
        return "not " + test_text(t[1], True)
    return f"{amount_text(t[1], True)} {t[0]} {amount_text(t[2], False)}"


def names_of(s):
    if isinstance(s, str):
        yield s
    else:
        yield from names_of(s[0])
        for _, p in s[1]:
            yield from names_of(p)


def amounts_of(t):
    if t[0] in ("and", "or"):
        for u in t[1]:
            yield from amounts_of(u)
    elif t[0] == "not":
        yield from amounts_of(t[1])
    else:
        yield from (a for a in t[1:] if not isinstance(a, int))


class Rule:
    def __init__(self, name, adopted, failing=None, meanings=None, binds=None):
        self.name, self.adopted, self.failing, self.meanings, self.binds = name, adopted, failing, meanings or {}, binds

    def lines(self):
        out = [f"rule {self.name} {{", f"  adopted when {test_text(self.adopted)}"]
        if self.failing:
            out.append(f"  failing when {test_text(self.failing)}")
        out += [f"  {k} {v}" for k, v in self.meanings.items()]
        if self.binds:
            out.append(f"  binds {set_text(self.binds)}")
        if self.name.endswith("7"):
            out.append("  undone-by trivial")
        return out + ["}"]

    def amounts(self):
        yield from amounts_of(self.adopted)
        if self.failing:
            yield from amounts_of(self.failing)


class Drawing:
    """Draws rules for one organisation."""

    def __init__(self, rng, organisation, plain):
        self.rng, self.org, self.plain, self.likely = rng, organisation, plain, []

    def name(self):
        r = self.rng
        if self.likely and r.random() < 0.3:
            return r.choice(self.likely)
        if self.plain:
            return r.choice(COUNTED)
        if self.org.sets and r.random() < 0.25:
            return r.choice(list(self.org.sets))
        return r.choice(COUNTED if r.random() < 0.6 else BUILT_IN)

    def draw_set(self, depth):
        r = self.rng
        if depth == 0 or self.plain or r.random() < 0.5:
            return self.name()
        first = self.draw_set(depth - 1 if r.random() < 0.3 else 0)
        return (first, [(r.choice(["in", "in", "without"]), self.draw_set(depth - 1))
                        for _ in range(r.choice([0, 1, 1, 1, 2, 3]) if not isinstance(first, str) else r.choice([1, 1, 2, 3]))])

    def set(self):
        while True:
            s = self.draw_set(self.rng.choice([0, 1, 2, 3]))
            if len(list(names_of(s))) <= 10:
                return s

    def share(self):
        r = self.rng
        kind = r.random()
        if kind < 0.4:
            return None
        if kind < 0.65:
            return r.choice(["1/2", "2/3", "3/4", "1/3", "3/5", "1/1"])
        if kind < 0.9:
            return f"{r.choice([50, 55, 65, 100, r.randint(1, 100)])}%"
        b = r.choice([7, 97, 10 ** 9, 999999937])
        return f"{r.randint(1, b)}/{b}"

    def comparison(self):
        r = self.rng
        weight = r.choice(list(self.org.weights)) if self.org.weights and not self.plain and r.random() < 0.35 else None

        def size(whole):
            s = r.choice(["members", "voting", "present"]) if whole and r.random() < 0.5 else self.set()
            return (self.share() if whole else None if r.random() < 0.85 else self.share(), weight, s)

        relation = r.choice([">=", ">=", ">", "=", "<", "<="])
        if r.random() < 0.4:
            n = r.randint(0, 6)
            if weight:
                every = sum(self.org.weight(weight, p) for p in self.org.parties)
                n = min(LARGEST, r.choice([every, every // 2, every // 3 + 1, r.randint(0, every)]))
            pair = [size(False), n]
        else:
            pair = [size(False), size(True)]
        if r.random() < 0.15:
            pair.reverse()
        return (relation, *pair)

    def test(self, depth):
        r = self.rng
        if depth == 0 or r.random() < 0.35:
            return self.comparison()
        if r.random() < 0.25:
            return ("not", self.test(depth - 1))
        return (r.choice(["and", "or"]), [self.test(depth - 1) for _ in range(r.choice([2, 2, 3]))])

    def rule(self, name):
        r = self.rng
        meanings = {k: r.choice(v) for k, v in MEANINGS.items() if r.random() < 0.4}
        telling = [("concerned", "objections"), ("hold", "objections"), ("reservation", "objections"), ("absence", "against"),
                   ("absence", "objections"), ("abstention", "against"), ("constructive", "against")]
        if meanings.get("constructive") == "harmless":
            meanings.setdefault("abstention", "against")
        self.likely = [s for k, s in telling if k in meanings]
        return Rule(name, self.test(r.choice([0, 0, 1, 1, 2, 3])), self.test(r.choice([0, 1])) if r.random() < 0.2 else None,
                    meanings, r.choice(["for", ("members", [("without", "constructive")])]) if r.random() < 0.2 else None)


# ---- What the manual says --------------------------------------------------------------------------------------------

def counted(org, rule, rows):
    """The sets of one vote, or None when it does not add up. rows: (party, what it says)."""
    means = rule.meanings
    electorate = org.electorate()
    barred = org.of_body(org.with_status("suspended"))
    position, tags = {}, {t: set() for t in TAGS}
    for party, said in rows:
        if party not in org.parties:
            return None
        if said in tags:
            of_whom = electorate | barred if said == "suspended" else electorate
            if party in tags[said] or said != "concerned" and party not in of_whom:
                return None
            tags[said].add(party)
            continue
        said = {v: k for k, v in SYNONYMS.items()}.get(said, said)
        if said not in POSITIONS or party in position or party not in electorate:
            return None
        position[party] = said
    voteless = tags["suspended"] | (tags["in-arrears"] if "no-vote" in org.arrears else EMPTY)
    if voteless & set(position):
        return None
    suspended = voteless | barred
    members = electorate - suspended - {p for p, s in position.items() if s == "recuse"}
    concerned, how = tags["concerned"] & members, means.get("concerned")
    if how in ("removed", "heard") and any(position.get(p, "absent") not in ("absent", "present") for p in concerned):
        return None
    if how == "removed":
        members, concerned = members - concerned, set()
    position = {p: position.get(p, "absent") for p in members}
    for p in concerned:
        if how == "heard":
            position[p] = "absent"
        elif how == "must-abstain" and position[p] != "absent":
            if position[p] not in ("abstain", "present"):
                return None
            position[p] = "abstain"

    def who(*said):
        return {p for p, s in position.items() if s in said}

    sets = {
        "members": set(members), "absent": who("absent"), "for": who("for"), "abstain": who("abstain", "constructive"),
        "reservations": who("reserve"), "holds": who("hold"), "constructive": who("constructive"),
        "silent": who("absent", "present"), "concerned": concerned, "in-arrears": tags["in-arrears"] & members,
        "participating": tags["participating"] & members if tags["participating"] else set(members),
        "suspended": suspended, "author": set(), "requesters": set(),
    }
    sets["supporters"], sets["present"] = sets["for"], members - sets["absent"]
    against = who("against")
    report = [len(sets["for"]), len(against), len(sets["abstain"]), len(sets["absent"])]
    objections = set(against)
    untouched = concerned if how in ("must-abstain", "heard") else set()
    if means.get("absence") in ("objecting", "against"):
        objections |= sets["absent"] - untouched
    if means.get("absence") == "against":
        against = against | sets["absent"] - untouched
    if means.get("abstention") == "against":
        against = against | (sets["abstain"] - sets["constructive"] if means.get("constructive") == "harmless"
                             else sets["abstain"])
    if means.get("hold") == "blocks":
        objections |= sets["holds"]
    if means.get("reservation") == "objecting":
        objections |= sets["reservations"]
    if how == "objection-ignored":
        objections -= concerned
    sets.update({"against": against, "objections": objections, "voting": sets["for"] | against})
    for name in org.sets:
        sets[name] = org.in_set(name)
    return sets, report


def keeps_suspended(s):
    """Is what the set keeps joined by `in` with `suspended`?"""
    if isinstance(s, str):
        return s == "suspended"
    return any(keeps_suspended(p) for p in [s[0]] + [p for join, p in s[1] if join == "in"])


def holds_party(s, sets, party):
    if isinstance(s, str):
        return party in sets[s]
    return holds_party(s[0], sets, party) and all(holds_party(p, sets, party) == (join == "in") for join, p in s[1])


def evaluate_set(s, sets):
    found = {p for p in sets["members"] if holds_party(s, sets, p)}
    if keeps_suspended(s):
        found |= {p for p in sets["suspended"] if holds_party(s, sets, p)}
    return found


def evaluate_amount(a, org, sets):
    if isinstance(a, int):
        return Fraction(a)
    share, weight, s = a
    found = evaluate_set(s, sets)
    amount = Fraction(sum(org.weight(weight, p) for p in found) if weight else len(found))
    if share:
        amount *= Fraction(int(share[:-1]), 100) if share.endswith("%") else Fraction(share)
    return amount


def evaluate(t, org, sets):
    if t[0] == "and":
        return all(evaluate(u, org, sets) for u in t[1])
    if t[0] == "or":
        return any(evaluate(u, org, sets) for u in t[1])
    if t[0] == "not":
        return not evaluate(t[1], org, sets)
    return RELATIONS[t[0]](evaluate_amount(t[1], org, sets), evaluate_amount(t[2], org, sets))


def expected(org, rule, rows):
    found = counted(org, rule, rows)
    if found is None:
        return ["invalid", "", "", "", ""]
    sets, report = found
    adopted = evaluate(rule.adopted, org, sets) or bool(rule.failing) and evaluate(rule.failing, org, sets)
    return ["adopted" if adopted else "rejected"] + [str(n) for n in report]


# ---- Tables ----------------------------------------------------------------------------------------------------------

def draw_rows(rng, org, rule):
    electorate = sorted(org.electorate())
    lean = [rng.random() ** 2 + 0.01 for _ in POSITIONS]
    lean[POSITIONS.index("recuse")] *= 0.15
    if rng.random() < 0.5:
        lean[rng.choice([0, 0, 1, 2, 3])] += 3
    tagging = {t: rng.choice([0, 0, 0.2, 0.5]) for t in TAGS}
    tagging["suspended"] *= 0.5
    rows = []
    for party in electorate:
        tags = [t for t in TAGS if rng.random() < tagging[t]]
        rows += [(party, t) for t in tags]
        if "suspended" in tags or "in-arrears" in tags and "no-vote" in org.arrears:
            continue
        said = rng.choices(POSITIONS, lean)[0]
        how = rule.meanings.get("concerned") if "concerned" in tags and said != "recuse" else None
        if how == "must-abstain":
            said = rng.choices(["abstain", "absent", "present", "for", "disinterest"], [6, 3, 2, 0.2, 0.2])[0]
        elif how in ("removed", "heard"):
            said = rng.choices(["absent", "present", "abstain", "for", "disinterest"], [6, 3, 0.2, 0.2, 0.2])[0]
        if said == "absent" and rng.random() < 0.5:
            continue
        rows.append((party, SYNONYMS[said] if said in SYNONYMS and rng.random() < 0.3 else said))
    others = sorted(set(org.parties) - set(electorate))
    if others and rng.random() < 0.1:
        rows.append((rng.choice(others), rng.choice(["concerned"] * 6 + TAGS)))
    if rng.random() < 0.03:  # what does not add up
        rows.append(rng.choice([(rng.choice(org.parties), "for"), ("nobody", "for"), (rng.choice(org.parties), "yes"),
                                (rng.choice(org.parties), "concerned"), (rng.choice(org.parties), "abstain")]))
    if not rows:
        rows = [(electorate[0], "absent")]
    rng.shuffle(rows)
    return rows


class Refused(Exception):
    pass


def ask(org, rule, table):
    """What the program answers: {id: [outcome, for, against, abstain, absent]}."""
    with tempfile.TemporaryDirectory() as folder:
        charter, votes = os.path.join(folder, "o.charter"), os.path.join(folder, "votes.csv")
        with open(charter, "w", encoding="utf-8") as f:
            f.write(org.charter([rule]))
        with open(votes, "w", encoding="utf-8") as f:
            f.write(table)
        words = [os.environ["COMITY_BIN"], "tally", charter, "--rule", rule.name, votes]
        words += ["--at", str(org.date)] if org.date else []
        words += ["--body", org.body] if org.body else []
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
    answer = list(csv.reader(io.StringIO(done.stdout)))
    if not answer or answer[0][:5] != ["id", "outcome", "for", "against", "abstain"]:
        faults = [line for line in done.stderr.splitlines() if "error" in line or "tally:" in line]
        raise Refused(f"status {done.returncode}: " + " / ".join(faults[:3] or [done.stderr[-300:]]))
    found = {}
    for line in answer[1:]:
        if line[0] in found:
            raise Refused(f"two answers for the vote {line[0]}")
        found[line[0]] = line[1:6]
    wanted = 1 if any(line[0] == "invalid" for line in found.values()) else 0
    if done.returncode != wanted:
        raise Refused(f"exit status {done.returncode}, expected {wanted}: {done.stderr[-300:]}")
    return found


def table_of(votes):
    return "id,party,position\n" + "".join(f"{i},{p},{s}\n" for i, rows in votes.items() for p, s in rows)


def differs(org, rule, rows):
    try:
        return ask(org, rule, table_of({"v": rows})).get("v") != expected(org, rule, rows)
    except Refused:
        return False


def smaller(t):
    if t[0] in ("and", "or"):
        yield from t[1]
        for i in range(len(t[1])):
            for u in smaller(t[1][i]):
                yield (t[0], t[1][:i] + [u] + t[1][i + 1:])
    elif t[0] == "not":
        yield t[1]
        for u in smaller(t[1]):
            yield ("not", u)
    else:
        for i in (1, 2):
            a = t[i]
            if not isinstance(a, int) and not isinstance(a[2], str):
                first, joins = a[2]
                for s in [first] + [p for _, p in joins] + ([(first, joins[:-1])] if len(joins) > 1 else []):
                    yield t[:i] + ((a[0], a[1], s),) + t[i + 1:]


def shrunk(org, rule, rows):
    """The same difference with fewer rows, fewer meanings and a shorter condition."""
    tries, again = 300, True
    while again and tries > 0:
        again = False
        for i in range(len(rows)):
            fewer = rows[:i] + rows[i + 1:]
            tries -= 1
            if fewer and differs(org, rule, fewer):
                rows, again = fewer, True
                break
        simpler = [Rule(rule.name, rule.adopted, None, rule.meanings)] if rule.failing or rule.binds else []
        simpler += [Rule(rule.name, rule.adopted, rule.failing, {k: v for k, v in rule.meanings.items() if k != drop})
                    for drop in rule.meanings]
        simpler += [Rule(rule.name, t, rule.failing, rule.meanings) for t in smaller(rule.adopted)]
        for candidate in simpler:
            tries -= 1
            if tries > 0 and differs(org, candidate, rows):
                rule, again = candidate, True
                break
    return rule, rows


# ---- Runs ------------------------------------------------------------------------------------------------------------

class Tally:
    def __init__(self):
        self.rules = self.votes = self.numbers = self.refused = self.different = 0
        self.outcomes, self.used = {}, set()

    def line(self):
        return (f"{self.rules} rules, {self.votes} votes "
                f"({', '.join(f'{n} {o}' for o, n in sorted(self.outcomes.items()))}), {self.numbers} of them in numbers, "
                f"{self.refused} tables of numbers refused, {len(self.used)} words and sets used, "
                f"{self.different} differences")


def say_difference(seed, org, rule, what, manual, engine):
    where = f"--rule {rule.name}" + (f" --at {org.date}" if org.date else "") + (f" --body {org.body}" if org.body else "")
    print(f"DIFFERENCE, seed {seed}, {where}\n{org.charter([rule])}{what}\nmanual: {manual}\nengine: {engine}\n")


def judge(seed, rng, org, rule, ballots, tally):
    votes = {f"v{i}": draw_rows(rng, org, rule) for i in range(ballots)}
    tally.rules += 1
    tally.used |= {n for a in rule.amounts() for n in names_of(a[2]) if n in BUILT_IN}
    tally.used |= {f"{k} {v}" for k, v in rule.meanings.items()}
    try:
        found = ask(org, rule, table_of(votes))
    except Refused as fault:
        tally.different += 1
        say_difference(seed, org, rule, "", "an answer", fault)
        return
    shown = False
    for name, rows in votes.items():
        wanted = expected(org, rule, rows)
        tally.votes += 1
        tally.outcomes[wanted[0]] = tally.outcomes.get(wanted[0], 0) + 1
        if found.get(name) != wanted:
            tally.different += 1
            if not shown:
                shown = True
                rule_, rows_ = shrunk(org, rule, rows) if differs(org, rule, rows) else (rule, rows)
                answer = ask(org, rule_, table_of({"v": rows_})).get("v")
                say_difference(seed, org, rule_, table_of({"v": rows_}), expected(org, rule_, rows_), answer)
    if set(found) - set(votes):
        tally.different += 1
        say_difference(seed, org, rule, "", "no more votes", sorted(set(found) - set(votes)))


def judge_numbers(seed, rng, org, rule, ballots, tally):
    """The same rule from numbers alone."""
    electorate = sorted(org.electorate())
    lines, wanted, shown = {}, {}, {}
    for i in range(ballots):
        total = len(electorate) + (rng.choice([-1, 1]) if rng.random() < 0.05 else 0)
        cut = sorted(rng.randint(0, total) for _ in range(3))
        parts = [cut[0], cut[1] - cut[0], cut[2] - cut[1], total - cut[2]]
        empty = total == len(electorate) and rng.random() < 0.3
        lines[f"n{i}"] = ",".join(map(str, parts[:3])) + "," + ("" if empty else str(parts[3])) + "," + rng.choice(["", "0"] * 20 + ["1"])
        said = [s for s, n in zip(["for", "against", "abstain", "absent"], parts) for _ in range(n)]
        fits = total == len(electorate) and not lines[f"n{i}"].endswith("1")
        wanted[f"n{i}"] = expected(org, rule, list(zip(electorate, said))) if fits else ["invalid", "", "", "", ""]
        shown[f"n{i}"] = parts
    table = "id,for,against,abstain,absent,veto\n" + "".join(f"{i},{line}\n" for i, line in lines.items())
    try:
        found = ask(org, rule, table)
    except Refused as fault:
        if "asks who voted" in str(fault):
            tally.refused += 1
            return
        tally.different += 1
        say_difference(seed, org, rule, table[:400], "an answer", fault)
        return
    for name, line in lines.items():
        tally.votes += 1
        tally.numbers += 1
        if found.get(name) != wanted[name]:
            tally.different += 1
            say_difference(seed, org, rule, f"id,for,against,abstain,absent,veto\n{name},{line}", wanted[name],
                           found.get(name))
            return


def run(seed, rules, ballots, tally):
    rng = random.Random(seed)
    org = None
    for number in range(rules):
        if org is None or number % 3 == 0:
            org = Organisation(rng)
            while not org.usable():
                org = Organisation(rng)
        plain = number % 6 == 5 or rules == 3 and number == 2 and seed % 3 == 0
        rule = Drawing(rng, org, plain).rule(f"r{number}")
        judge(seed, rng, org, rule, ballots, tally)
        if plain:
            judge_numbers(seed, rng, org, rule, ballots // 2, tally)


# ---- What differed once ----------------------------------------------------------------------------------------------

def once():
    rng = random.Random(1)
    org = Organisation(rng)
    org.parties = ["a", "b", "c", "d"]
    org.status = {p: [("member", (DAYS[0], None))] for p in org.parties}
    org.status["d"] = [("suspended", (DAYS[0], None))]
    org.sets, org.weights = {"some": [("a", (None, None)), ("d", (None, None))]}, {}
    org.composition, org.body, org.date, org.day, org.arrears = "members", None, DAYS[1], DAYS[1], ""
    cases = [
        ("a party that the charter suspends is in the set suspended",
         Rule("one", ("=", (None, None, "suspended"), 1)), [("a", "for")]),
        ("who is suspended is found in a set of the charter",
         Rule("two", ("=", (None, None, ("suspended", [("in", "some")])), 2)), [("a", "suspended"), ("b", "for")]),
        ("and the same the other way round",
         Rule("two", ("=", (None, None, ("some", [("in", "suspended")])), 2)), [("a", "suspended"), ("b", "for")]),
        ("and not when the set stands alone",
         Rule("two", ("=", (None, None, "some"), 0)), [("a", "suspended"), ("b", "for")]),
        ("a concerned party that must abstain may not be disinterested",
         Rule("three", (">=", (None, None, "members"), 0), None, {"concerned": "must-abstain"}),
         [("a", "concerned"), ("a", "disinterest")]),
        ("a concerned party that is removed may have no position",
         Rule("four", (">=", (None, None, "members"), 0), None, {"concerned": "removed"}),
         [("a", "concerned"), ("a", "for")]),
        ("arrears that cost the vote make the base smaller",
         Rule("five", ("=", (None, None, "members"), 2)), [("a", "in-arrears"), ("b", "for")]),
        ("a party whose arrears cost the vote may have no position",
         Rule("five", ("=", (None, None, "members"), 2)), [("a", "in-arrears"), ("a", "for")]),
        ("a party that is suspended by the charter is in no arrears",
         Rule("five", ("=", (None, None, "members"), 3)), [("d", "in-arrears"), ("a", "for")]),
    ]
    for name, rule, rows in cases:
        org.arrears = "arrears after 1 year no-vote" if rule.name == "five" else ""
        manual, engine = expected(org, rule, rows), ask(org, rule, table_of({"v": rows})).get("v")
        print(f"{'same' if manual == engine else 'differs'}\t{name}\tmanual {manual}, program {engine}")


def main():
    tally = Tally()
    if sys.argv[1:] == ["once"]:
        once()
        return 0
    kind, first, second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if kind == "run":
        run(first, second, int(sys.argv[4]), tally)
    else:
        for seed in range(first, first + second):
            run(seed, 3, 40, tally)
            if tally.different > 20:
                break
    print(tally.line())
    return 1 if tally.different else 0


if __name__ == "__main__":
    sys.exit(main())
