//! Xero's time zones to IANA names and to the UTC offsets between which their clocks move.

/// A time zone of a Xero organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zone {
    /// IANA name in the spelling that CLDR keeps stable (`Asia/Calcutta`), which every host knows.
    pub iana: &'static str,
    /// Smallest UTC offset in minutes, east positive: standard time, mostly.
    pub least: i32,
    /// Largest UTC offset in minutes: daylight time, or `least` where the clocks do not move.
    pub most: i32,
}

/// The zone of `Organisation.Timezone`: a Windows zone id in capitals, such as `NEWZEALANDSTANDARDTIME`.
///
/// Case, blanks, dots, hyphens and brackets do not matter, so Windows' own `W. Europe Standard Time` is known
/// too. Xero writes `UTC-02` as `UTC02` and `UTC+12` with its plus: only the plus tells the two sides apart.
///
/// Names: the enum `TimeZone` of Xero's Accounting API 2.0, specification 16.1.0.
///
/// ```
/// let zone = wonvoice::xero::zone::zone_of("NEWZEALANDSTANDARDTIME").unwrap();
/// assert_eq!((zone.iana, zone.least, zone.most), ("Pacific/Auckland", 720, 780));
/// ```
#[must_use]
pub fn zone_of(xero_name: &str) -> Option<Zone> {
    let kept = xero_name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '+');
    let name = kept.collect::<String>().to_ascii_uppercase();
    let name = name.strip_suffix(COMMON).unwrap_or(&name);
    ZONES.split('|').find_map(|row| zone(row.strip_prefix(name)?.strip_prefix(' ')?))
}

fn zone(columns: &'static str) -> Option<Zone> {
    let mut columns = columns.split(' ');
    let iana = columns.next()?;
    let least = columns.next()?.parse().ok()?;
    let most = columns.next().map_or(Some(least), |most| most.parse().ok())?;
    Some(Zone { iana, least, most })
}

/// How nearly every name ends, which the table leaves out.
const COMMON: &str = "STANDARDTIME";

/// Name, IANA name, smallest offset, largest offset unless it is the same.
///
/// Made from CLDR 48.2 (windowsZones, territory 001) and the time zone database 2025c: the offsets are those
/// in use from 2015 to 2030. `KAMCHATKA` and `MIDATLANTIC`, which Xero still lists, are no longer in CLDR;
/// their offsets are Windows' own, which kept their daylight time.
const ZONES: &str = "\
     AFGHANISTAN Asia/Kabul 270|ALASKAN America/Anchorage -540 -480|ALEUTIAN America/Adak -600 -540|\
     ALTAI Asia/Barnaul 360 420|ARAB Asia/Riyadh 180|ARABIAN Asia/Dubai 240|ARABIC Asia/Baghdad 180|\
     ARGENTINA America/Buenos_Aires -180|ASTRAKHAN Europe/Astrakhan 180 240|\
     ATLANTIC America/Halifax -240 -180|AUSCENTRAL Australia/Darwin 570|AUSCENTRALW Australia/Eucla 525|\
     AUSEASTERN Australia/Sydney 600 660|AZERBAIJAN Asia/Baku 240 300|AZORES Atlantic/Azores -60 0|\
     BAHIA America/Bahia -180|BANGLADESH Asia/Dhaka 360|BELARUS Europe/Minsk 180|\
     BOUGAINVILLE Pacific/Bougainville 660|CANADACENTRAL America/Regina -360|\
     CAPEVERDE Atlantic/Cape_Verde -60|CAUCASUS Asia/Yerevan 240|CENAUSTRALIA Australia/Adelaide 570 630|\
     CENTRAL America/Chicago -360 -300|CENTRALAMERICA America/Guatemala -360|CENTRALASIA Asia/Bishkek 360|\
     CENTRALBRAZILIAN America/Cuiaba -240 -180|CENTRALEUROPE Europe/Budapest 60 120|\
     CENTRALEUROPEAN Europe/Warsaw 60 120|CENTRALSTANDARDTIMEMEXICO America/Mexico_City -360 -300|\
     CENTRALPACIFIC Pacific/Guadalcanal 660|CHATHAMISLANDS Pacific/Chatham 765 825|CHINA Asia/Shanghai 480|\
     CUBA America/Havana -300 -240|DATELINE Etc/GMT+12 -720|EAFRICA Africa/Nairobi 180|\
     EASTERISLAND Pacific/Easter -360 -300|EASTERN America/New_York -300 -240|\
     EASTERNSTANDARDTIMEMEXICO America/Cancun -360 -300|EAUSTRALIA Australia/Brisbane 600|\
     EEUROPE Europe/Chisinau 120 180|EGYPT Africa/Cairo 120 180|EKATERINBURG Asia/Yekaterinburg 300|\
     ESOUTHAMERICA America/Sao_Paulo -180 -120|FIJI Pacific/Fiji 720 780|FLE Europe/Kiev 120 180|\
     GEORGIAN Asia/Tbilisi 240|GMT Europe/London 0 60|GREENLAND America/Godthab -180 -60|\
     GREENWICH Atlantic/Reykjavik 0|GTB Europe/Bucharest 120 180|HAITI America/Port-au-Prince -300 -240|\
     HAWAIIAN Pacific/Honolulu -600|INDIA Asia/Calcutta 330|IRAN Asia/Tehran 210 270|\
     ISRAEL Asia/Jerusalem 120 180|JORDAN Asia/Amman 120 180|KALININGRAD Europe/Kaliningrad 120|\
     KAMCHATKA Asia/Kamchatka 720 780|KOREA Asia/Seoul 540|LIBYA Africa/Tripoli 120|\
     LINEISLANDS Pacific/Kiritimati 840|LORDHOWE Australia/Lord_Howe 630 660|MAGADAN Asia/Magadan 600 660|\
     MAGALLANES America/Punta_Arenas -240 -180|MARQUESAS Pacific/Marquesas -570|\
     MAURITIUS Indian/Mauritius 240|MIDATLANTIC Etc/GMT+2 -120 -60|MIDDLEEAST Asia/Beirut 120 180|\
     MONTEVIDEO America/Montevideo -180 -120|MOROCCO Africa/Casablanca 0 60|\
     MOUNTAIN America/Denver -420 -360|MOUNTAINSTANDARDTIMEMEXICO America/Mazatlan -420 -360|\
     MYANMAR Asia/Rangoon 390|NAMIBIA Africa/Windhoek 60 120|NCENTRALASIA Asia/Novosibirsk 360 420|\
     NEPAL Asia/Katmandu 345|NEWFOUNDLAND America/St_Johns -210 -150|NEWZEALAND Pacific/Auckland 720 780|\
     NORFOLK Pacific/Norfolk 660 720|NORTHASIA Asia/Krasnoyarsk 420|NORTHASIAEAST Asia/Irkutsk 480|\
     NORTHKOREA Asia/Pyongyang 510 540|OMSK Asia/Omsk 360|PACIFIC America/Los_Angeles -480 -420|\
     PACIFICSTANDARDTIMEMEXICO America/Tijuana -480 -420|PACIFICSA America/Santiago -240 -180|\
     PAKISTAN Asia/Karachi 300|PARAGUAY America/Asuncion -240 -180|QYZYLORDA Asia/Qyzylorda 300 360|\
     ROMANCE Europe/Paris 60 120|RUSSIAN Europe/Moscow 180|RUSSIATIMEZONE10 Asia/Srednekolymsk 660|\
     RUSSIATIMEZONE11 Asia/Kamchatka 720|RUSSIATIMEZONE3 Europe/Samara 240|SAEASTERN America/Cayenne -180|\
     SAINTPIERRE America/Miquelon -180 -120|SAKHALIN Asia/Sakhalin 600 660|SAMOA Pacific/Apia 780 840|\
     SAOTOME Africa/Sao_Tome 0 60|SAPACIFIC America/Bogota -300|SARATOV Europe/Saratov 180 240|\
     SAWESTERN America/La_Paz -240|SEASIA Asia/Bangkok 420|SINGAPORE Asia/Singapore 480|\
     SOUTHAFRICA Africa/Johannesburg 120|SOUTHSUDAN Africa/Juba 120 180|SRILANKA Asia/Colombo 330|\
     SUDAN Africa/Khartoum 120 180|SYRIA Asia/Damascus 120 180|TAIPEI Asia/Taipei 480|\
     TASMANIA Australia/Hobart 600 660|TOCANTINS America/Araguaina -180|TOKYO Asia/Tokyo 540|\
     TOMSK Asia/Tomsk 360 420|TONGA Pacific/Tongatapu 780 840|TRANSBAIKAL Asia/Chita 480 540|\
     TURKEY Europe/Istanbul 120 180|TURKSANDCAICOS America/Grand_Turk -300 -240|\
     ULAANBAATAR Asia/Ulaanbaatar 480 540|USEASTERN America/Indianapolis -300 -240|\
     USMOUNTAIN America/Phoenix -420|UTC Etc/UTC 0|UTC+12 Etc/GMT-12 720|UTC+13 Etc/GMT-13 780|\
     UTC02 Etc/GMT+2 -120|UTC08 Etc/GMT+8 -480|UTC09 Etc/GMT+9 -540|UTC11 Etc/GMT+11 -660|\
     VENEZUELA America/Caracas -270 -240|VLADIVOSTOK Asia/Vladivostok 600|VOLGOGRAD Europe/Volgograd 180 240|\
     WAUSTRALIA Australia/Perth 480|WCENTRALAFRICA Africa/Lagos 60|WESTASIA Asia/Tashkent 300|\
     WESTBANK Asia/Hebron 120 180|WESTPACIFIC Pacific/Port_Moresby 600|WEUROPE Europe/Berlin 60 120|\
     WMONGOLIA Asia/Hovd 420 480|YAKUTSK Asia/Yakutsk 540|YUKON America/Whitehorse -480 -420";

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn of(name: &str) -> Option<(&'static str, i32, i32)> {
        zone_of(name).map(|zone| (zone.iana, zone.least, zone.most))
    }

    #[test]
    fn knows_zones_as_xero_and_as_windows_write_them() {
        for (name, iana, least, most) in [
            ("NEWZEALANDSTANDARDTIME", "Pacific/Auckland", 720, 780),
            ("E.AUSTRALIASTANDARDTIME", "Australia/Brisbane", 600, 600),
            ("EAUSTRALIASTANDARDTIME", "Australia/Brisbane", 600, 600),
            ("AUSEASTERNSTANDARDTIME", "Australia/Sydney", 600, 660),
            ("GMTSTANDARDTIME", "Europe/London", 0, 60),
            ("W. Europe Standard Time", "Europe/Berlin", 60, 120),
            ("easternstandardtime", "America/New_York", -300, -240),
            ("PACIFICSTANDARDTIME", "America/Los_Angeles", -480, -420),
            ("PACIFICSTANDARDTIME(MEXICO)", "America/Tijuana", -480, -420),
            ("SINGAPORESTANDARDTIME", "Asia/Singapore", 480, 480),
            ("SOUTHAFRICASTANDARDTIME", "Africa/Johannesburg", 120, 120),
            ("NEWFOUNDLANDSTANDARDTIME", "America/St_Johns", -210, -150),
            ("CHATHAMISLANDSSTANDARDTIME", "Pacific/Chatham", 765, 825),
            ("RUSSIATIMEZONE10", "Asia/Srednekolymsk", 660, 660),
            ("MIDATLANTICSTANDARDTIME", "Etc/GMT+2", -120, -60),
            ("UTC", "Etc/UTC", 0, 0),
            ("UTC02", "Etc/GMT+2", -120, -120),
            ("UTC-11", "Etc/GMT+11", -660, -660),
            ("UTC+13", "Etc/GMT-13", 780, 780),
        ] {
            assert_eq!(of(name), Some((iana, least, most)), "{name}");
        }
        for name in ["", "STANDARDTIME", "NEW", "UTC12", "UTC+02", "Pacific/Auckland", "EASTERN 300"] {
            assert_eq!(of(name), None, "{name}");
        }
    }

    #[test]
    fn every_row_is_whole() {
        let rows: Vec<&str> = ZONES.split('|').collect();
        let names: BTreeSet<&str> = rows.iter().filter_map(|row| row.split(' ').next()).collect();
        assert_eq!((rows.len(), names.len()), (141, 141));
        for row in rows {
            let (name, columns) = row.split_once(' ').unwrap();
            let Zone { iana, least, most } = zone(columns).unwrap();
            let (region, place) = iana.split_once('/').unwrap();
            assert!(name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'+'), "{row}");
            assert!(
                ["Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "Etc"]
                    .contains(&region),
                "{row}"
            );
            assert!(place.starts_with(|c: char| c.is_ascii_uppercase()), "{row}");
            assert!(place.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-+".contains(&b)), "{row}");
            assert!((-720..=840).contains(&least) && (0..=120).contains(&(most - least)), "{row}");
            assert!(least % 15 == 0 && most % 15 == 0, "{row}");
            assert_eq!(columns.split(' ').count(), if least == most { 2 } else { 3 }, "{row}");
        }
    }
}
