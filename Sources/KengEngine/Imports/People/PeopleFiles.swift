import KengDomain
import KengStore

/// A file of which each row is a household.
struct HouseholdFile: RowReading {
    var rows: ResidentRows

    static let columns: Set<ImportColumn> = [.household, .area, .areaSystem, .address]

    mutating func read(_ row: CSVRow, into batch: inout RowBatch<NewHousehold>) {
        do throws(RowProblem) {
            let (household, area) = try rows.household(row)
            batch.repairedCodes += area.isRepaired ? 1 : 0
            batch.take(row, .success(household))
        } catch {
            batch.take(row, .failure(error))
        }
    }
}

/// A file of which each row is a resident; it may name households that no other file names.
struct ResidentFile: RowReading {
    var rows: ResidentRows

    static let columns = HouseholdFile.columns.union([.name, .phone, .language])

    mutating func read(_ row: CSVRow, into batch: inout RowBatch<NewResident>) {
        do throws(RowProblem) {
            let (resident, isMigrated, isRepaired) = try rows.resident(row)
            batch.migratedPhones += isMigrated ? 1 : 0
            batch.repairedCodes += isRepaired ? 1 : 0
            batch.take(row, .success(resident))
        } catch {
            batch.take(row, .failure(error))
        }
    }
}
