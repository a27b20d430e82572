#!/usr/bin/env python3
"""Builds the reference data of Guangyuan from the researched tables described in SOURCES.md.

    python3 build.py DIRECTORY_OF_THE_TABLES

Writes the CSV files beside this script. The same tables always give the same bytes. The CSV files
are what the program reads; this script says how each value came about.
"""

import csv
import pathlib
import sys
from collections import defaultdict

OUT = pathlib.Path(__file__).resolve().parent

# When the townships of a batch started work. Batch 1: "in operation by 2019-12-31". Batch 2: approved
# in May 2020, the day is not known, but the list cut off on 2020-06-30 has the new townships. Both are
# therefore the latest possible dates: a promise is never said to be in force too early.
EFFECTIVE_BY = {"1": "2019-12-31", "2": "2020-06-30"}
# The earliest possible dates: the approval, or the first day of the month of the approval.
NOT_BEFORE = {"1": "2019-12-23", "2": "2020-05-01"}
# The cut-off dates of the code lists, and what follows each.
FIRST_LIST_AFTER = "2020-06-30"
NEXT_LIST = {"2020-06-30": "2021-10-31", "2021-10-31": "2022-10-31", "2022-10-31": "2023-06-30"}

COUNTIES_EN = {
    "利州区": "Lizhou District", "昭化区": "Zhaohua District", "朝天区": "Chaotian District",
    "旺苍县": "Wangcang County", "青川县": "Qingchuan County", "剑阁县": "Jiange County",
    "苍溪县": "Cangxi County",
}

# When the notice on each year's holidays was published, with its number.
NOTICES = {
    "2019": "2018-12-06",  # 国办发明电〔2018〕15号
    "2020": "2019-11-21",  # 国办发明电〔2019〕16号
    "2021": "2020-11-25",  # 国办发明电〔2020〕27号
    "2022": "2021-10-25",  # 国办发明电〔2021〕11号
    "2023": "2022-12-08",  # 国办发明电〔2022〕16号
    "2024": "2023-10-25",  # 国办发明电〔2023〕7号
    "2025": "2024-11-12",  # 国办发明电〔2024〕12号
    "2026": "2025-11-04",  # 国务院办公厅关于2026年部分节假日安排的通知
}
# Days that a later notice changed: date -> (later publication, what the first one made of the day).
CHANGED = {
    # 国办发明电〔2019〕3号: Labour Day 2019 becomes four days
    "2019-04-28": ("2019-03-22", "rest_day", ""),
    "2019-05-01": ("2019-03-22", "statutory_holiday", "劳动节"),
    "2019-05-02": ("2019-03-22", "workday", ""),
    "2019-05-03": ("2019-03-22", "workday", ""),
    "2019-05-04": ("2019-03-22", "rest_day", ""),
    "2019-05-05": ("2019-03-22", "rest_day", ""),
    # 国办发明电〔2020〕1号, signed 2020-01-26: the Spring Festival of 2020 is extended while it runs
    "2020-01-31": ("2020-01-27", "workday", ""),
    "2020-02-01": ("2020-01-27", "makeup_workday", "春节"),
    "2020-02-02": ("2020-01-27", "rest_day", ""),
    "2020-02-03": ("2020-01-27", "workday", ""),
    # The notice for 2023 starts with the last day of 2022
    "2022-12-31": ("2022-12-08", "rest_day", ""),
}
DAY_TYPES = {
    "workday": "workday", "workday_confirmed_by_notice": "workday",
    "makeup_workday": "makeup_workday", "weekend": "rest_day",
    "public_holiday": "statutory_holiday",
}

# The relations whose former township holds the seat. A township whose code continues keeps its seat; one
# that carries on a vanished name is taken to keep that one's. Other new townships: seat not known.
SEAT = {"retained", "upgraded_same_name"}


def read(directory, name):
    with open(directory / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name, header, rows):
    with open(OUT / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(f"{name}: {len(rows)} rows")


def core(name):
    for suffix in ("社区居民委员会", "居民委员会", "村民委员会"):
        if name.endswith(suffix):
            return name[: -len(suffix)]
    return name


class Tables:
    def __init__(self, directory):
        self.before = read(directory, "townships_before.csv")
        self.after = read(directory, "townships_after.csv")
        self.villages = read(directory, "village_crosswalk.csv")
        self.villages_after = read(directory, "villages_after.csv")
        self.calendar = read(directory, "workday_calendar.csv")
        self.point = {p["code"]: (p["lat"], p["lon"]) for p in read(directory, "coordinates_geonames.csv")}
        self.official = read(directory, "official_facts.csv")
        self.lines = defaultdict(list)  # former code -> lines of the crosswalk, main successor first
        for line in read(directory, "crosswalk.csv"):
            self.lines[line["former_code"]].append(line)
        for lines in self.lines.values():
            lines.sort(key=lambda line: line["target_rank"])
        self.batch = {code: lines[0]["batch"] for code, lines in self.lines.items()}
        self.gains = {
            line["new_code"]
            for lines in self.lines.values()
            for line in lines
            if line["relation"] != "retained"
        }

    def effective_on(self, line):
        return line["effective_by"] or EFFECTIVE_BY[line["batch"]]

    def first_date(self, former):
        return min(self.effective_on(line) for line in self.lines[former])

    def date_of_village(self, village):
        former = village["former_township_code"]
        for line in self.lines[former]:
            if line["new_code"] and line["new_code"] == village["new_township_code"]:
                return self.effective_on(line)
        return self.first_date(former)


def fate(tables, unit):
    lines = tables.lines[unit["code"]]
    if unit["status"] == "retained":
        if len(lines) > 1:
            return "boundary_loss"
        return "boundary_gain" if unit["code"] in tables.gains else "kept"
    if lines[0]["relation"] == "unknown":
        return "unknown"
    if lines[0]["split"] == "yes":
        return "split"
    if lines[0]["relation"] == "upgraded_same_name":
        return "upgraded_same_seat"
    return "abolished_merged"


def areas(tables):
    rows = [["gy", "city", "广元市", "Guangyuan", "", "", "", "", "", "", ""]]
    counties = {unit["county_code"]: unit["county"] for unit in tables.before}
    batches = {unit["county_code"]: tables.batch[unit["code"]] for unit in tables.before}
    for code, name in sorted(counties.items()):
        rows.append(["c" + code, "county", name, COUNTIES_EN[name], "gy", batches[code], "", "", "", "", ""])
    for unit in tables.before:
        code = unit["code"]
        rows.append([
            "f" + code, "former_township", unit["name"], "", "c" + unit["county_code"],
            tables.batch[code], tables.first_date(code), *tables.point.get(code, ("", "")),
            fate(tables, unit), tables.lines[code][0]["confidence"] or "none",
        ])
    for unit in tables.after:
        code = unit["code"]
        rows.append([
            "t" + code, "township", unit["name"], "", "c" + unit["county_code"],
            batches[unit["county_code"]], "", *tables.point.get(code, ("", "")),
            "kept" if unit["status"] == "unchanged_code" else "new", "",
        ])
    for village in tables.villages:
        rows.append([
            "v" + village["former_village_code"], "village", village["former_village"], "",
            "f" + village["former_township_code"], "", "", "", "", "", village["village_confidence"],
        ])
    write("areas.csv", ["area_id", "level", "name_zh", "name_en", "parent_id", "batch", "effective_on",
                        "lat", "lon", "fate", "confidence"], rows)


def evidence(line):
    date = line["effective_by"]
    if line["relation"] == "retained":
        when = "its township goes on; date of the batch"
    elif line["approval_date"]:
        when = f"{line['approval_doc']} of {line['approval_date']}; in operation by {date}, day unknown"
    else:
        when = f"not in an approval we have; in the list cut off on {date}"
    parts = [line["relation"].replace("_", " "), line["evidence"], when, line["source_url"]]
    return "; ".join(part for part in parts if part)


def moved_in_part(tables, line, villages):
    """Villages of which a notice says that only some groups (组) go to a successor."""
    named = [
        fact["villages"] for fact in tables.official
        if (fact["former_name"], fact["county"], fact["new_name"])
        == (line["former_name"], line["county_name"], line["new_name"])
    ]
    words = [word for text in named for word in text.split() if "组" in word]
    return [
        village for village in villages
        if any(word.startswith(core(village["former_village"]) + "村") for word in words)
    ]


def successors(tables):
    rows = []
    of_former = defaultdict(list)
    for village in tables.villages:
        of_former[village["former_township_code"]].append(village)
    for unit in tables.before:
        code = unit["code"]
        lines = tables.lines[code]
        for line in lines:
            if line["relation"] == "unknown":
                rows.append(["f" + code, "", "", "", "no", "none", line["evidence"]])
                continue
            row = ["f" + code, "t" + line["new_code"], "", tables.effective_on(line),
                   "yes" if line["relation"] in SEAT else "no", line["confidence"], evidence(line)]
            if len(lines) == 1:
                rows.append(row)
                continue
            going = [v for v in of_former[code] if v["new_township_code"] == line["new_code"]]
            note = ""
            if not going:
                going = moved_in_part(tables, line, of_former[code])
                note = "; only some groups of this village"
            if not going:
                raise SystemExit(f"no village for {line['former_name']} → {line['new_name']}")
            for village in going:
                rows.append(row[:2] + ["v" + village["former_village_code"]] + row[3:6] + [row[6] + note])
    write("successors.csv", ["former_id", "township_id", "village_id", "effective_on", "seat",
                             "confidence", "evidence"], rows)


def codes(tables):
    rows = [["5108", "gy", "", ""]]
    rows += [[code, "c" + code, "", ""] for code in sorted({u["county_code"] for u in tables.before})]
    start_of_new = {}
    for code, lines in tables.lines.items():
        for line in lines:
            if line["new_code"]:
                date = tables.effective_on(line)
                start_of_new[line["new_code"]] = min(date, start_of_new.get(line["new_code"], date))
    for unit in tables.before:
        code = unit["code"]
        if unit["status"] == "retained":
            date = tables.effective_on(tables.lines[code][0])
            start_of_new[code] = date
        else:
            date = tables.first_date(code)
        rows.append([unit["code12"], "f" + code, "", date])
    for unit in tables.after:
        rows.append([unit["code12"], "t" + unit["code"], start_of_new[unit["code"]], ""])
    rows += village_codes(tables)
    write("codes.csv", ["code", "area_id", "valid_from", "valid_to"], rows)


def village_codes(tables):
    """Codes of villages; where a number passed to another village, the time between is left open."""
    old = {v["former_village_code"]: v for v in tables.villages}
    claimed = {v["new_village_code"]: v for v in tables.villages if v["new_village_code"]}
    after = {v["code"]: v for v in tables.villages_after}
    reused = {code for code in old if code in after and old[code]["new_village_code"] != code}
    rows = []
    for code, village in old.items():
        date = tables.date_of_village(village)
        new = village["new_village_code"]
        if new == code:
            ends = gone_on(after[code])
        elif code in reused:
            ends = NOT_BEFORE[tables.batch[village["former_township_code"]]]
        else:
            ends = date
        rows.append([code, "v" + code, "", ends])
        if new and new != code:
            starts = FIRST_LIST_AFTER if new in reused else max(date, first_seen(after[new]))
            rows.append([new, "v" + code, starts, gone_on(after[new])])
    for code, village in after.items():
        if code not in claimed:
            starts = first_seen(village) or FIRST_LIST_AFTER
            rows.append([code, "t" + village["township_code"], starts, gone_on(village)])
    return rows


def first_seen(village):
    """Empty for a village of the first list: its code may be as old as its township."""
    return "" if village["first_edition"] == FIRST_LIST_AFTER else village["first_edition"]


def gone_on(village):
    return NEXT_LIST.get(village["last_edition"], "")


def calendar(tables):
    rows = []
    for day in tables.calendar:
        date = day["date"]
        final = [DAY_TYPES[day["type"]], day["name"] if day["type"] != "workday_confirmed_by_notice" else ""]
        notice = NOTICES[date[:4]]
        if date in CHANGED:
            later, *first = CHANGED[date]
            rows.append([notice, date, *first])
            rows.append([later, date, *final])
        else:
            rows.append([notice, date, *final])
    write("calendar.csv", ["published_on", "date", "day_type", "name"], sorted(rows))


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    tables = Tables(pathlib.Path(sys.argv[1]))
    areas(tables)
    successors(tables)
    codes(tables)
    calendar(tables)
    # Guangyuan's halls, clinics, stops and markets are not in the sources: none is invented.
    write("sites.csv", ["site_id", "kind", "name_zh", "area_id", "lat", "lon", "source"], [])
    write("routes.csv", ["route_id", "name_zh", "source", "stop_ids"], [])
    write("sources.csv", ["source", "stream", "name_zh", "home_area_id", "heartbeat", "since"], [])
    write("market_days.csv", ["area_id", "last_digits"], [])


main()
