namespace Throughline.Casefile.Addresses;

/// <summary>An address as it was given, each part as it came; empty where nothing was given.</summary>
public sealed record Address(string Line, string Unit, string City, string State, string PostalCode)
{
    public static readonly Address None = new("", "", "", "", "");
}
