package org.duixian.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mistake in reference data is told with file, line, column, name and value. */
class ReferenceErrorsTest {
  @TempDir Path dir;

  @BeforeEach
  void copyTheDemoCity() throws IOException {
    Cities.copy(Cities.DEMO, dir);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        // areas.csv
        mistake(
            "areas.csv",
            "c02,county,",
            "c02,shire,",
            "areas.csv:4:2 'level' value 'shire': must be one of city, county, former_township,"
                + " township, village"),
        mistake(
            "areas.csv",
            "c02,county,霜篁县,Shuanghuang County,city,",
            "c02,county,霜篁县,Shuanghuang County,nowhere,",
            "areas.csv:4:5 'parent_id' value 'nowhere': no such area"),
        mistake(
            "areas.csv",
            "c02,county,霜篁县,Shuanghuang County,city,",
            "c02,county,霜篁县,Shuanghuang County,c02,",
            "areas.csv:4:5 'parent_id' value 'c02': the parent of a county must be a city"),
        mistake(
            "areas.csv",
            "c02,county,",
            "c01,county,",
            "areas.csv:4:1 'area_id' value 'c01': is already given at areas.csv:3"),
        mistake(
            "areas.csv",
            "c02,county,",
            "c 2,county,",
            "areas.csv:4:1 'area_id' value 'c 2': not an id: 1 to 64 of A-Z a-z 0-9 . _ : / -"),
        mistake(
            "areas.csv",
            "c01,1,2020-04-27,35.8000,90.8000",
            "c01,1,2020-02-30,35.8000,90.8000",
            "areas.csv:6:7 'effective_on' value '2020-02-30': not a date like 2020-04-27"),
        mistake(
            "areas.csv",
            "c01,1,2020-04-27,35.8000,90.8000",
            "c01,1,,35.8000,90.8000",
            "areas.csv:6:7 'effective_on' value '': a former township needs a date"),
        mistake(
            "areas.csv",
            "c01,1,2020-04-27,35.8000,90.8000",
            "c01,1,2020-04-27,95.8000,90.8000",
            "areas.csv:6:8 'lat' value '95.8000': must be from -90.0 to 90.0"),
        mistake(
            "areas.csv",
            "c01,1,2020-04-27,35.8000,90.8000",
            "c01,1,2020-04-27,35.8000,",
            "areas.csv:6:9 'lon' value '': lat and lon go together"),
        mistake(
            "areas.csv",
            "c01,1,2020-04-27,35.8000,90.8000",
            "c01,one,2020-04-27,35.8000,90.8000",
            "areas.csv:6:6 'batch' value 'one': not a whole number"),
        mistake(
            "areas.csv",
            "鹤望岭镇,Hewangling Town,c01,1,2020",
            ",Hewangling Town,c01,1,2020",
            "areas.csv:6:3 'name_zh' value '': must not be empty"),
        mistake(
            "areas.csv",
            "f01,former_township",
            "f01;former_township",
            "areas.csv:6: has 10" + " columns, the header has 11"),
        // codes.csv
        mistake(
            "codes.csv",
            "990101,c01,,",
            "99011,c01,,",
            "codes.csv:3:1 'code' value '99011': must be 4, 6 or 12 digits"),
        mistake(
            "codes.csv",
            "990101,c01,,",
            "990101,c09,,",
            "codes.csv:3:2 'area_id' value 'c09': no such area"),
        mistake(
            "codes.csv",
            "990101,c01,,",
            "990101,c01,2020-01-02,2020-01-02",
            "codes.csv:3:4 'valid_to' value '2020-01-02': is not after valid_from"),
        mistake(
            "codes.csv",
            "990102,c02,,",
            "990101,c02,,",
            "codes.csv:4:1 'code' value '990101': is valid at the same time at codes.csv:3"),
        mistake(
            "codes.csv",
            "990102,c02,,",
            "990102100,c02,,",
            "codes.csv:4:1 'code' value '990102100': must be 4, 6 or 12 digits"),
        mistake(
            "codes.csv",
            "990102,c02,,",
            "990102999999,c02,,",
            "codes.csv:4:1 'code' value '990102999999': a county has 4 or 6 digits"),
        // successors.csv
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,",
            "f02,t99,,2020-04-27,no,",
            "successors.csv:3:2 'township_id' value 't99': no such area"),
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,",
            "f02,f01,,2020-04-27,no,",
            "successors.csv:3:2 'township_id' value 'f01': is not a township"),
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,",
            "f02,t06,,2020-04-27,no,",
            "successors.csv:3:2 'township_id' value 't06': lies in another county"),
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,",
            "f02,t01,,2020-04-26,no,",
            "successors.csv:3:4 'effective_on' value '2020-04-26': is before the former township's"
                + " own date"),
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,",
            "f02,t01,,2020-04-27,yes,",
            "successors.csv:3:5 'seat' value 'yes': the seat already stands in f01"),
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,official",
            "f02,t01,,2020-04-27,no,sure",
            "successors.csv:3:6 'confidence' value 'sure': must be one of official, high, medium,"
                + " low, none, (empty)"),
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,official",
            "f02,t01,,2020-04-27,no,none",
            "successors.csv:3:2 'township_id' value 't01': must be empty where there is no"
                + " successor"),
        mistake(
            "successors.csv",
            "f12,t06,f12-v1,",
            "f12,t06,f11-v1,",
            "successors.csv:13:3 'village_id' value 'f11-v1': is a village of f11"),
        mistake(
            "successors.csv",
            "f12,t06,f12-v2,",
            "f12,t06,f12-v1,",
            "successors.csv:14:2 'township_id' value 't06': is already given at successors.csv:13"),
        mistake(
            "successors.csv",
            "f02,t01,,2020-04-27,no,official,虚构批复，仅用于模拟\n",
            "",
            "successors.csv: former township 'f02' has no successor; if none is known, say so with"
                + " confidence none"),
        mistake(
            "segments.csv",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,f02",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/hall/f02,f02",
            "segments.csv:2:3 'source' value '/demo/c01/hall/f02': is of stream hall"),
        mistake(
            "segments.csv",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,f02",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,f02 f99",
            "segments.csv:2:4 'area_ids' value 'f02 f99': no such area: f99"),
        mistake(
            "segments.csv",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,f02",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,t01",
            "segments.csv:2:4 'area_ids' value 't01': is not a former township: t01"),
        mistake(
            "segments.csv",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,f02",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,",
            "segments.csv:2:4 'area_ids' value '': names no former township"),
        mistake(
            "segments.csv",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,f02",
            "seg-f02-t01,砚影—鹤望岭公路,/demo/c01/roads,f02 f02",
            "segments.csv:2:4 'area_ids' value 'f02 f02': names one of them twice"),
        mistake(
            "segments.csv",
            "seg-f04-t02,",
            "seg-f02-t01,",
            "segments.csv:3:1 'segment_id' value 'seg-f02-t01': is given twice"),
        // sources.csv, sites.csv, routes.csv
        mistake(
            "sources.csv",
            "/demo/c01/hall/f01,hall,",
            "demo/c01/hall/f01,hall,",
            "sources.csv:2:1 'source' value 'demo/c01/hall/f01': not a source: / and 1 to 199"
                + " visible ASCII"),
        mistake(
            "sources.csv",
            "/demo/c01/hall/f01,hall,",
            "/demo/c01/hall/f01,halls,",
            "sources.csv:2:2 'stream' value 'halls': must be one of hall, transport, clinic,"
                + " feedback, care, school, fiscal, works, reform"),
        mistake(
            "sources.csv",
            "鹤望岭叫号系统,f01,yes",
            "鹤望岭叫号系统,f99,yes",
            "sources.csv:2:4 'home_area_id' value 'f99': no such area"),
        mistake(
            "sources.csv",
            "鹤望岭叫号系统,f01,yes",
            "鹤望岭叫号系统,t01,yes",
            "sources.csv:2:4 'home_area_id' value 't01': must be a former township or a county"),
        mistake(
            "sources.csv",
            "/demo/c01/care,care,萤谷县巡访关爱台账,c01,",
            "/demo/c01/care,reform,萤谷县巡访关爱台账,f01,",
            "sources.csv:71:4 'home_area_id' value 'f01': must be a township or a county"),
        mistake(
            "sources.csv",
            "/demo/c01/care,care,萤谷县巡访关爱台账,c01,",
            "/demo/c01/a,fiscal,财政,c01,yes,2020-03-02\n/demo/c01/b,fiscal,财政,t01,",
            "sources.csv:72:4 'home_area_id' value 't01': fiscal of the same townships is reported"
                + " by /demo/c01/a"),
        mistake(
            "sources.csv",
            "/demo/c01/care,care,萤谷县巡访关爱台账,c01,",
            "/demo/c01/care,works,萤谷县巡访关爱台账,city,",
            "sources.csv:71:4 'home_area_id' value 'city': must be a former township or a township"
                + " or a county"),
        mistake(
            "sources.csv",
            "鹤望岭叫号系统,f01,yes",
            "鹤望岭叫号系统,f01,maybe",
            "sources.csv:2:5 'heartbeat' value 'maybe': must be one of yes, no"),
        mistake(
            "sources.csv",
            "鹤望岭叫号系统,f01,yes,2020-03-30",
            "鹤望岭叫号系统,f01,yes,",
            "sources.csv:2:6 'since' value '': not a date like 2020-04-27"),
        mistake(
            "sources.csv",
            "鹤望岭叫号系统,f01,yes,2020-03-30",
            "鹤望岭叫号系统,f01,yes,2020-3-2",
            "sources.csv:2:6 'since' value '2020-3-2': not a date like 2020-04-27"),
        mistake(
            "sources.csv",
            "鹤望岭叫号系统,f01,yes,2020-03-30",
            "鹤望岭叫号系统,f01,yes,2019-09-30",
            "sources.csv:2:6 'since' value '2019-09-30': calendar.csv does not have the day"),
        mistake(
            "sources.csv",
            "home_area_id,heartbeat,since",
            "home_area_id,heartbeat,from",
            "sources.csv:1: missing column 'since'"),
        mistake(
            "sites.csv",
            "/demo/c01/hall/f01",
            "/demo/c01/hall/f99",
            "sites.csv:2:7 'source' value '/demo/c01/hall/f99': no such source"),
        mistake(
            "sites.csv",
            "/demo/c01/hall/f01",
            "/demo/c01/clinic/f01",
            "sites.csv:2:7 'source' value '/demo/c01/clinic/f01': is of stream clinic"),
        mistake(
            "sites.csv",
            "hall-f01,hall,鹤望岭便民服务站,f01",
            "hall-f01,hall,鹤望岭便民服务站,t01",
            "sites.csv:2:4 'area_id' value 't01': must be a former township"),
        mistake(
            "sites.csv",
            "hall-f02,hall,",
            "hall-f01,hall,",
            "sites.csv:3:1 'site_id' value 'hall-f01': is given twice"),
        mistake(
            "routes.csv",
            "stop-f02-2 stop-f02-1 stop-f01-1",
            "stop-f02-9 stop-f02-1 stop-f01-1",
            "routes.csv:2:4 'stop_ids' value 'stop-f02-9 stop-f02-1 stop-f01-1': no such stop:"
                + " stop-f02-9"),
        mistake(
            "routes.csv",
            "stop-f02-2 stop-f02-1 stop-f01-1",
            "hall-f02 stop-f02-1",
            "routes.csv:2:4 'stop_ids' value 'hall-f02 stop-f02-1': is not a stop: hall-f02"),
        mistake(
            "routes.csv",
            "stop-f02-2 stop-f02-1 stop-f01-1",
            "stop-f02-2",
            "routes.csv:2:4 'stop_ids' value 'stop-f02-2': a route has 2 to 500 stops"),
        // calendar.csv, market_days.csv
        mistake(
            "calendar.csv",
            "2019-11-21,2020-03-02,workday,\n",
            "",
            "calendar.csv: no line says what kind of day 2020-03-02 is"),
        mistake(
            "calendar.csv",
            "2018-12-06,2019-10-02,statutory_holiday",
            "2018-12-06,2019-10-02,holiday",
            "calendar.csv:3:3 'day_type' value 'holiday': must be one of workday, makeup_workday,"
                + " rest_day, statutory_holiday"),
        mistake(
            "calendar.csv",
            "2018-12-06,2019-10-02,statutory_holiday",
            "2018-12-06,2019-10-01,statutory_holiday",
            "calendar.csv:3:2 'date' value '2019-10-01': is given twice in one publication"),
        mistake(
            "market_days.csv",
            "f01,1 4 7",
            "f01,1 14 7",
            "market_days.csv:2:2 'last_digits' value '1 14 7': must be digits like 1 4 7"),
        mistake(
            "market_days.csv",
            "f02,2 5 8",
            "f01,2 5 8",
            "market_days.csv:3:1 'area_id' value 'f01': is given twice"),
        // baseline_items.csv
        mistake(
            "baseline_items.csv",
            "hall-f01,GA-HJ-01",
            "hall-f99,GA-HJ-01",
            "baseline_items.csv:2:1 'site_id' value 'hall-f99': no such site"),
        mistake(
            "baseline_items.csv",
            "hall-f01,GA-HJ-01",
            "stop-f01-1,GA-HJ-01",
            "baseline_items.csv:2:1 'site_id' value 'stop-f01-1': is a stop, which offers no items"),
        mistake(
            "baseline_items.csv",
            "hall-f01,GA-HJ-01",
            "hall-f01,户籍",
            "baseline_items.csv:2:2 'item_code' value '户籍': not an id: 1 to 64 of A-Z a-z 0-9 . _ :"
                + " / -"),
        mistake(
            "baseline_items.csv",
            "hall-f01,RS-YL-02",
            "hall-f01,GA-HJ-01",
            "baseline_items.csv:3:2 'item_code' value 'GA-HJ-01': is given twice for the site"),
        mistake(
            "baseline_items.csv",
            "hall-f01,GA-HJ-01,DEMO-2019-f01,,",
            "hall-f01,GA-HJ-01,,,",
            "baseline_items.csv:2:3 'document_ref' value '': must not be empty"),
        mistake(
            "baseline_items.csv",
            "hall-f01,GA-HJ-01,DEMO-2019-f01,,",
            "hall-f01,GA-HJ-01,DEMO-2019-f01,2020-5-1,DEMO-2020-1",
            "baseline_items.csv:2:4 'dropped_on' value '2020-5-1': not a date like 2020-04-27"),
        mistake(
            "baseline_items.csv",
            "hall-f01,GA-HJ-01,DEMO-2019-f01,,",
            "hall-f01,GA-HJ-01,DEMO-2019-f01,2020-05-01,",
            "baseline_items.csv:2:5 'drop_document_ref' value '': dropped_on and the document that"
                + " approves it go together"),
        mistake(
            "baseline_items.csv",
            "hall-f01,GA-HJ-01,DEMO-2019-f01,,",
            "hall-f01,GA-HJ-01,DEMO-2019-f01,,DEMO-2020-1",
            "baseline_items.csv:2:5 'drop_document_ref' value 'DEMO-2020-1': dropped_on and the"
                + " document that approves it go together"),
        // landmarks.csv
        mistake(
            "landmarks.csv",
            "seat,f01,stop-f01-1",
            "town,f01,stop-f01-1",
            "landmarks.csv:2:1 'landmark' value 'town': must be one of seat, county_hospital"),
        mistake(
            "landmarks.csv",
            "seat,f01,stop-f01-1",
            "seat,t01,stop-f01-1",
            "landmarks.csv:2:2 'area_id' value 't01': must be a former township"),
        mistake(
            "landmarks.csv",
            "county_hospital,c01,",
            "county_hospital,f01,",
            "landmarks.csv:32:2 'area_id' value 'f01': must be a county"),
        mistake(
            "landmarks.csv",
            "seat,f01,stop-f01-1",
            "seat,f99,stop-f01-1",
            "landmarks.csv:2:2 'area_id' value 'f99': no such area"),
        mistake(
            "landmarks.csv",
            "seat,f01,stop-f01-1",
            "seat,f01,stop-f01-9",
            "landmarks.csv:2:3 'stop_id' value 'stop-f01-9': no such stop"),
        mistake(
            "landmarks.csv",
            "seat,f01,stop-f01-1",
            "seat,f01,hall-f01",
            "landmarks.csv:2:3 'stop_id' value 'hall-f01': is not a stop"),
        mistake(
            "landmarks.csv",
            "seat,f01,stop-f01-1",
            "seat,f01,stop-f02-2",
            "landmarks.csv:2:3 'stop_id' value 'stop-f02-2': stands in f02"),
        mistake(
            "landmarks.csv",
            "county_hospital,c01,stop-f01-2",
            "county_hospital,c01,stop-f11-1",
            "landmarks.csv:32:3 'stop_id' value 'stop-f11-1': stands in f11"),
        mistake(
            "landmarks.csv",
            "seat,f02,stop-f02-1",
            "seat,f01,stop-f01-1",
            "landmarks.csv:3:3 'stop_id' value 'stop-f01-1': is given twice for it"),
        mistake(
            "landmarks.csv",
            "seat,f01,stop-f01-1,虚构，仅用于模拟",
            "seat,f01,stop-f01-1,",
            "landmarks.csv:2:4 'source' value '': must not be empty"),
        // item_functions.csv
        mistake(
            "item_functions.csv",
            "GA-HJ-01,comprehensive_governance",
            "GA-HJ-01,police",
            "item_functions.csv:2:2 'function' value 'police': must be one of"
                + " comprehensive_governance, market_regulation, comprehensive_enforcement,"
                + " social_security, medical_insurance, other_public_services, open_government"),
        mistake(
            "item_functions.csv",
            "GA-HJ-05,",
            "GA-HJ-01,",
            "item_functions.csv:3:1 'item_code' value 'GA-HJ-01': is given twice"),
        mistake(
            "item_functions.csv",
            "GA-HJ-01,",
            "户籍,",
            "item_functions.csv:2:1 'item_code' value '户籍': not an id: 1 to 64 of A-Z a-z 0-9 . _ :"
                + " / -"),
        mistake(
            "item_functions.csv",
            "GA-HJ-01,comprehensive_governance,虚构，仅用于模拟",
            "GA-HJ-01,comprehensive_governance,",
            "item_functions.csv:2:3 'source' value '': must not be empty"),
        // village_stops.csv
        mistake(
            "village_stops.csv",
            "f01-v1,",
            "f01,",
            "village_stops.csv:2:1 'village_id' value 'f01': must be a village"),
        mistake(
            "village_stops.csv",
            "f01-v1,",
            "f01-v9,",
            "village_stops.csv:2:1 'village_id' value 'f01-v9': no such area"),
        mistake(
            "village_stops.csv",
            "f01-v1,stop-f04-2,",
            "f01-v1,hall-f01,",
            "village_stops.csv:2:2 'stop_id' value 'hall-f01': is not a stop"),
        mistake(
            "village_stops.csv",
            "f01-v1,stop-f04-2,",
            "f01-v1,stop-f01-9,",
            "village_stops.csv:2:2 'stop_id' value 'stop-f01-9': no such stop"),
        mistake(
            "village_stops.csv",
            "f01-v1,stop-f04-2,3160,",
            "f01-v1,stop-f04-2,1.5,",
            "village_stops.csv:2:3 'distance_m' value '1.5': not a whole number"),
        mistake(
            "village_stops.csv",
            "f01-v1,stop-f04-2,3160,",
            "f01-v1,stop-f04-2,100001,",
            "village_stops.csv:2:3 'distance_m' value '100001': must be from 0 to 100000"),
        mistake(
            "village_stops.csv",
            "f01-v1,stop-f04-2,3160,",
            "f01-v1,stop-f04-2,,",
            "village_stops.csv:2:3 'distance_m' value '': must not be empty"),
        mistake(
            "village_stops.csv",
            "f01-v2,stop-f01-2,",
            "f01-v1,stop-f04-2,",
            "village_stops.csv:3:2 'stop_id' value 'stop-f04-2': is given twice for the village"),
        mistake(
            "village_stops.csv",
            "f01-v1,stop-f04-2,3160,虚构，仅用于模拟",
            "f01-v1,stop-f04-2,3160,",
            "village_stops.csv:2:4 'source' value '': must not be empty"),
        // care_places.csv
        mistake(
            "care_places.csv",
            "mutual_aid_point,f01-v3",
            "nursing_home,f01-v3",
            "care_places.csv:2:2 'kind' value 'nursing_home': must be one of mutual_aid_point,"
                + " township_home"),
        mistake(
            "care_places.csv",
            "mutual_aid_point,f01-v3",
            "mutual_aid_point,f01",
            "care_places.csv:2:3 'area_id' value 'f01': must be a village"),
        mistake(
            "care_places.csv",
            "township_home,f05,",
            "township_home,f05-v1,",
            "care_places.csv:44:3 'area_id' value 'f05-v1': must be a former township"),
        mistake(
            "care_places.csv",
            "township_home,f05,48",
            "township_home,f99,48",
            "care_places.csv:44:3 'area_id' value 'f99': no such area"),
        mistake(
            "care_places.csv",
            "township_home,f05,48",
            "township_home,f05,",
            "care_places.csv:44:4 'beds' value '': must not be empty"),
        mistake(
            "care_places.csv",
            "township_home,f05,48",
            "township_home,f05,10001",
            "care_places.csv:44:4 'beds' value '10001': must be from 0 to 10000"),
        mistake(
            "care_places.csv",
            "mutual_aid_point,f01-v3,",
            "mutual_aid_point,f01-v3,4",
            "care_places.csv:2:4 'beds' value '4': are those of homes"),
        mistake(
            "care_places.csv",
            "18,2020-06-01,",
            "18,2020-05-31,",
            "care_places.csv:50:1 'place_id' value 'home-f12': is given twice for some time"),
        mistake(
            "care_places.csv",
            "24,,2020-06-01",
            "24,2020-06-01,2020-06-01",
            "care_places.csv:49:6 'valid_to' value '2020-06-01': is not after valid_from"),
        mistake(
            "care_places.csv",
            "township_home,f05,48,,,虚构，仅用于模拟",
            "township_home,f05,48,,,",
            "care_places.csv:44:7 'source' value '': must not be empty"),
        // reference.yaml
        mistake(
            "reference.yaml",
            "simulated: true",
            "simulated: perhaps",
            "reference.yaml:5:1 'simulated' value 'perhaps': must be true or false"),
        mistake(
            "reference.yaml",
            "zone: Asia/Shanghai",
            "zone: Europe/Berlin",
            "reference.yaml:7:1 'zone' value 'Europe/Berlin': must be Asia/Shanghai"),
        mistake(
            "reference.yaml",
            "version: demo-1",
            "colour: blue",
            "reference.yaml:6:1 'colour' value 'blue': unknown key"),
        mistake("reference.yaml", "version: demo-1\n", "", "reference.yaml: missing 'version'"),
        // headers
        mistake(
            "codes.csv",
            "code,area_id,valid_from,valid_to",
            "code,area_id,valid_from,until",
            "codes.csv:1:4 'until' value 'until': unknown column"),
        mistake(
            "codes.csv",
            "code,area_id,valid_from,valid_to",
            "code,area_id,valid_from",
            "codes.csv:1: missing column 'valid_to'"),
        mistake(
            "codes.csv",
            "code,area_id,valid_from,valid_to",
            "code,area_id,code,valid_to",
            "codes.csv:1:3 'code' value 'code': duplicate column"));
  }

  private static Arguments mistake(String file, String right, String wrong, String problem) {
    return Arguments.of(file, right, wrong, problem);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWithItsPlace(String file, String right, String wrong, String problem)
      throws IOException {
    replace(file, right, wrong);
    assertThat(problems()).contains(problem);
  }

  @Test
  void allMistakesAreToldAtOnce() throws IOException {
    replace("areas.csv", "c02,county,", "c02,shire,");
    replace("codes.csv", "990101,c01,,", "990101,c09,,");
    replace("sites.csv", "hall-f02,hall,", "hall-f01,hall,");
    replace("calendar.csv", "2019-11-21,2020-03-02,workday,\n", "");
    assertThat(problems())
        .anyMatch(problem -> problem.startsWith("areas.csv:4:2 "))
        .anyMatch(problem -> problem.startsWith("codes.csv:3:2 "))
        .anyMatch(problem -> problem.startsWith("sites.csv:3:1 "))
        .anyMatch(problem -> problem.startsWith("calendar.csv: "));
  }

  @Test
  void aLineIsCountedAsAnEditorCountsIt() throws IOException {
    replace("areas.csv", "c01,county,萤谷县,", "c01,county,\"萤谷\n县\",");
    replace("areas.csv", "c02,county,", "c02,shire,");
    assertThat(problems())
        .anyMatch(problem -> problem.startsWith("areas.csv:3:3 'name_zh'"))
        .anyMatch(problem -> problem.startsWith("areas.csv:5:2 'level' value 'shire'"));
  }

  @Test
  void anEmptyLineIsAMistake() throws IOException {
    replace("market_days.csv", "f02,", "\nf02,");
    assertThat(problems()).containsExactly("market_days.csv:3: has 1 columns, the header has 2");
  }

  @Test
  void aMissingFileIsTold() throws IOException {
    Files.delete(dir.resolve("routes.csv"));
    assertThat(problems()).singleElement().asString().startsWith("routes.csv: can not be read: ");
  }

  @Test
  void aTableThatNothingReadsIsTold() throws IOException {
    Files.move(dir.resolve("exceptions.csv"), dir.resolve("exception.csv"));
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("exception.csv: nothing reads a file of this name; there may be areas.csv, ")
        .contains(" exceptions.csv, ");
  }

  @Test
  void aCityNeedNotTellOfItsRoads() throws IOException {
    Files.delete(dir.resolve("segments.csv"));
    assertThat(Registry.load(dir).findSegment("seg-f02-t01")).isEmpty();
  }

  @Test
  void aFileInAnotherEncodingIsTold() throws IOException {
    Files.write(dir.resolve("market_days.csv"), new byte[] {(byte) 0xC8, (byte) 0xD5});
    assertThat(problems()).containsExactly("market_days.csv: is not UTF-8 text");
  }

  @Test
  void anUnclosedQuoteIsTold() throws IOException {
    replace("market_days.csv", "f02,2 5 8", "f02,\"2 5 8");
    assertThat(problems())
        .anyMatch(problem -> problem.startsWith("market_days.csv: is not CSV as in RFC 4180"));
  }

  @Test
  void aByteOrderMarkAndWindowsLineEndsAreNoMistake() throws IOException {
    var text = Files.readString(dir.resolve("areas.csv"));
    Files.writeString(dir.resolve("areas.csv"), "\uFEFF" + text.replace("\n", "\r\n"));
    assertThat(Registry.load(dir).areas(Level.former_township)).hasSize(30);
  }

  private void replace(String file, String right, String wrong) throws IOException {
    Cities.replace(dir.resolve(file), right, wrong);
  }

  private List<String> problems() {
    return catchThrowableOfType(ReferenceException.class, () -> Registry.load(dir)).problems();
  }
}
