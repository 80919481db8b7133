import KengDomain
import KengGateways
import KengSimulation

extension [WatchedGateway.Handover] {
    /// The most segments in any second; they stand in the order they left.
    var busiestSecond: Int {
        var (most, sum, first) = (0, 0, 0)
        for one in self {
            sum += one.text.segments
            while self[first].at + .seconds(1) <= one.at {
                sum -= self[first].text.segments
                first += 1
            }
            most = Swift.max(most, sum)
        }
        return most
    }
}
