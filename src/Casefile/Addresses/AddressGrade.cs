namespace Throughline.Casefile.Addresses;

public enum AddressGrade { Blank, NoFixedAbode, CareOf, Undeliverable, UnitMissing, Crowded, Deliverable }
public static class AddressGrades
{
    public static string Word(AddressGrade g) => throw new NotImplementedException();
}
public static class AddressRules { public static string PlaceText(Address a) => throw new NotImplementedException(); }
