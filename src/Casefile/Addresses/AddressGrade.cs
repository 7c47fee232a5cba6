using System.Collections.Frozen;

namespace Throughline.Casefile.Addresses;

/// <summary>How far a letter would come. One an address, the first that applies; work for somebody, never a reason to stop a record.</summary>
public enum AddressGrade { Blank, NoFixedAbode, CareOf, Undeliverable, UnitMissing, Crowded, Deliverable }

public static class AddressGrades
{
    private static readonly FrozenDictionary<AddressGrade, string> Words = new Dictionary<AddressGrade, string>
    {
        [AddressGrade.Blank] = "blank",
        [AddressGrade.NoFixedAbode] = "no-fixed-abode",
        [AddressGrade.CareOf] = "care-of",
        [AddressGrade.Undeliverable] = "undeliverable",
        [AddressGrade.UnitMissing] = "unit-missing",
        [AddressGrade.Crowded] = "crowded",
        [AddressGrade.Deliverable] = "deliverable",
    }.ToFrozenDictionary();

    /// <summary>The stable word, as in files, tables and the API.</summary>
    public static string Word(AddressGrade grade) => Words[grade];
}
