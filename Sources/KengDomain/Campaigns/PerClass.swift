/// One value for each message class, so that none can be forgotten.
package struct PerClass<Value> {
    package var awareness: Value
    package var service: Value
    package var advertising: Value
    package var emergency: Value

    package init(awareness: Value, service: Value, advertising: Value, emergency: Value) {
        self.awareness = awareness
        self.service = service
        self.advertising = advertising
        self.emergency = emergency
    }

    package subscript(messageClass: MessageClass) -> Value {
        switch messageClass {
        case .awareness: awareness
        case .service: service
        case .advertising: advertising
        case .emergency: emergency
        }
    }
}

extension PerClass: Sendable where Value: Sendable {}
extension PerClass: Equatable where Value: Equatable {}
extension PerClass: Hashable where Value: Hashable {}
