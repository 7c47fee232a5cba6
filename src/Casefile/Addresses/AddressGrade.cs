namespace Throughline.Casefile.Addresses;

public enum AddressGrade { Blank, NoFixedAbode, CareOf, Undeliverable, UnitMissing, Crowded, Deliverable }
public interface IPostcodes { string? StateOf(ReadOnlySpan<char> postalCode); }
public static class AddressGrades
{
    public static string Word(AddressGrade g) => g.ToString().ToLowerInvariant();
}
public static class AddressRules { public static string PlaceText(Address a) => a.ToString(); public static AddressGrade Grade(Address a, IPostcodes p) => a.Line.Length == 0 ? AddressGrade.Blank : AddressGrade.Deliverable; }
