namespace Throughline.Casefile.Addresses;

public enum AddressGrade { Blank, NoFixedAbode, CareOf, Undeliverable, UnitMissing, Crowded, Deliverable }
