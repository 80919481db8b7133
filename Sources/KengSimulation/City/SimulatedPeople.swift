/// The tree and the residents of a test city, as files a city would hand over.
package enum SimulatedPeople {
    package static let system = "test"

    /// Vietnam has one number and one zone; Jakarta (31) has a number, Makassar (73) none that is certain.
    ///
    /// The zones below Jakarta are made up, so that one campaign crosses three.
    package static let areas = """
        system,code,name,kind,parent,valid_from,valid_to,jurisdiction,utc_offset_minutes
        test,W,World,country,,,,VN,420
        test,V,Hà Nội,city,W,,,VN,420
        test,V1,Phường Phúc Xá,ward,V,,,,
        test,V2,Phường Hàng Bài,ward,V,,,,
        test,V3,Phường Láng,ward,V,,,,
        test,I,Indonesia,country,W,,,ID,420
        test,31,DKI Jakarta,province,I,,,,420
        test,31.71,Jakarta Pusat,city,31,,,,420
        test,31.72,Jakarta Utara,city,31,,,,480
        test,31.73,Jakarta Barat,city,31,,,,540
        test,73,Sulawesi Selatan,province,I,,,,480
        test,73.71,Makassar,city,73,,,,480

        """

    /// The parent of each area, by code.
    static let parents = Dictionary(
        uniqueKeysWithValues: areas.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return (String(cells[1]), String(cells[4]))
        })

    package static let leaves = ["V1", "V2", "V3", "31.71", "31.72", "31.73", "73.71"]

    /// Every seventh household has a second phone, every fifth shares one with its neighbour.
    package static func rows(_ households: Int) -> String {
        var text = "household_code,area_code,address,name,phone,language\n"
        for number in 0..<households {
            let leaf = leaves[number % leaves.count]
            let start = "H\(number),\(leaf),\(number) Street"
            let language =
                leaf.hasPrefix("V") ? ["vi", "vi", "zh-Hans", "id"] : ["id", "id", "vi"]
            let tag = language[number / leaves.count % language.count]
            text += "\(start),First,\(phone(number * 2, leaf)),\(tag)\n"
            if number % 7 == 0 {
                text += "\(start),Second,\(phone(number * 2 + 1, leaf)),\(tag)\n"
            }
            if number % 5 == 4 {
                let neighbour = number - 1
                let shared = phone(neighbour * 2, leaves[neighbour % leaves.count])
                text += "\(start),Third,\(shared),\(tag)\n"
            }
        }
        return text
    }

    private static func phone(_ number: Int, _ leaf: String) -> String {
        leaf.hasPrefix("V") ? "+84 \(912_000_000 + number)" : "+62 \(81_210_000_000 + number)"
    }
}
